# Written by npm run module.

locals {
  partition  = coalesce(var.partition, one(data.aws_partition.this[*].partition))
  account_id = coalesce(var.account_id, one(data.aws_caller_identity.this[*].account_id))
  region     = one(concat([for region in [var.region] : region if region != null], data.aws_region.this[*].id))
  path       = coalesce(var.path, var.adopt ? "/service-role/" : "/")
  role_arn   = "arn:${local.partition}:iam::${local.account_id}:role${local.path}${var.role_name}"
  inputs = {
    for key, place in var.inputs :
    key => merge(
      place,
      {
        bucket_arn = "arn:${local.partition}:s3:::${place.bucket}",
        objects    = "arn:${local.partition}:s3:::${place.bucket}/${(place.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", place.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : place.pattern)}"
      }
    )
  }
  outputs = {
    for key, place in var.outputs :
    key => merge(
      place,
      {
        bucket_arn = "arn:${local.partition}:s3:::${place.bucket}",
        objects    = "arn:${local.partition}:s3:::${place.bucket}/${(place.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", place.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : place.pattern)}",
        acl        = place.acl == true
      }
    )
  }
  bucket_owners = {
    for bucket, owners in {
      for place in concat(values(var.inputs), values(var.outputs)) :
      place.bucket => place.owner_account...
      if place.owner_account != null
    } :
    bucket => owners[0]
    if owners[0] != local.account_id
  }
  urls = [
    for endpoint in var.api_gateway.endpoints :
    merge(
      endpoint,
      {
        host       = split(".", lower(split("/", endpoint.url)[2])),
        path       = join("/", slice(split("/", endpoint.url), 3, length(split("/", endpoint.url)))),
        method     = endpoint.method == null ? "POST" : endpoint.method,
        account_id = (endpoint.account_id == null ? local.account_id : endpoint.account_id)
      }
    )
    if endpoint.url != null
  ]
  apis = [
    for url in local.urls :
    merge(
      url,
      {
        stage = (
          url.stage == null ? replace(replace(split("/", url.path)[0], "$${", "$${$}{"), "/[*?]/", "$$${$0}") :
          url.stage
        ),
        path = replace(
          replace(
            url.stage == null ? join("/", slice(split("/", url.path), 1, length(split("/", url.path)))) :
            url.path,
            "$${",
            "$${$}{"
          ),
          "/[*?]/",
          "$$${$0}"
        )
      }
    )
  ]
  endpoints = sort(distinct(concat(
    [for arn in ["arn:${local.partition}:execute-api:*:*:*"] : arn if var.api_gateway.all],
    [for endpoint in var.api_gateway.endpoints : endpoint.arn if endpoint.arn != null],
    [
      for api in local.apis :
      "arn:${local.partition}:execute-api:${api.host[2]}:${api.account_id}:${api.host[0]}/${api.stage == "" ? "*" : api.stage}/${api.method}/${api.path == "" ? "*" : api.path}"
    ]
  )))
  secrets = {
    for key, item in var.secrets :
    key => startswith(item.secret, "arn:") ? (
      can(regex("-[A-Za-z0-9]{6}$", item.secret)) ? item.secret :
      "${item.secret}-??????"
    ) :
    "arn:${local.partition}:secretsmanager:${local.region}:${local.account_id}:secret:${item.secret}-??????"
  }
  connection_secrets = {
    for key, item in var.tams_connections :
    key => "arn:${split(":", item.connection_arn)[1]}:secretsmanager:${split(":", item.connection_arn)[3]}:${split(":", item.connection_arn)[4]}:secret:events!connection/${split("/", item.connection_arn)[1]}/*"
  }
  feeds = [
    for used in [var.elemental_inference] :
    "arn:${local.partition}:elemental-inference:${local.region}:${local.account_id}:feed/*"
    if used
  ]
  source_account = var.trust.source_account == null ? local.account_id : var.trust.source_account
  source_arns = sort(distinct([
    for queue in coalesce(var.trust.queues, ["*"]) :
    can(regex("^[\\w .*?-]{1,256}$", queue)) ? "arn:${local.partition}:mediaconvert:*:${local.source_account}:queues/${queue}" :
    queue
  ]))
  key_contexts = {
    input = {
      for name, item in var.kms_keys :
      name => sort(distinct(flatten(concat(
        [
          for place in local.inputs :
          place.bucket_key ? [place.bucket_arn] :
          [place.bucket_arn, place.objects]
          if place.kms_key == name
        ],
        [for place in local.inputs : [place.bucket_arn, place.objects] if contains(item.use, "input")]
      ))))
      if contains(item.use, "input") || anytrue([for one in var.inputs : one.kms_key == name])
    },
    output = {
      for name, item in var.kms_keys :
      name => sort(distinct(flatten(concat(
        [
          for place in local.outputs :
          place.bucket_key ? [place.bucket_arn] :
          [place.bucket_arn, place.objects]
          if place.kms_key == name
        ],
        [for place in local.outputs : [place.bucket_arn, place.objects] if contains(item.use, "output")]
      ))))
      if contains(item.use, "output") || anytrue([for one in var.outputs : one.kms_key == name])
    },
    "client-side" = { for name, item in var.kms_keys : name => [] if contains(item.use, "client-side") },
    signing       = { for name, item in var.kms_keys : name => [] if contains(item.use, "signing") },
    secret = {
      for name, item in var.kms_keys :
      name => sort(distinct(concat(
        [for key, secret in var.secrets : local.secrets[key] if secret.kms_key == name],
        [for key, connection in var.tams_connections : local.connection_secrets[key] if connection.kms_key == name]
      )))
      if anytrue([for one in var.secrets : one.kms_key == name]) ||
      anytrue([for one in var.tams_connections : one.kms_key == name])
    }
  }
  key_statements = {
    input = {
      for name, contexts in local.key_contexts["input"] :
      name => {
        Sid      = "DecryptInputs${substr(sha256(var.kms_keys[name].arn), 0, 8)}",
        Effect   = "Allow",
        Action   = sort(distinct(["kms:Decrypt"])),
        Resource = [var.kms_keys[name].arn],
        Condition = merge(
          {
            StringEquals = {
              "kms:ViaService" = [
                for service in [
                  "s3.${split(":", var.kms_keys[name].arn)[3]}.amazonaws.com",
                  "s3.${split(":", var.kms_keys[name].arn)[3]}.amazonaws.com.cn"
                ] :
                service
                if local.partition == "aws-cn" || !endswith(service, ".cn")
              ]
            }
          },
          {
            for values in [contexts] :
            "StringLike" => { "kms:EncryptionContext:aws:s3:arn" = values }
            if length(values) > 0
          }
        )
      }
    },
    output = {
      for name, contexts in local.key_contexts["output"] :
      name => {
        Sid    = "EncryptOutputs${substr(sha256(var.kms_keys[name].arn), 0, 8)}",
        Effect = "Allow",
        Action = sort(distinct(concat(
          ["kms:Decrypt", "kms:GenerateDataKey"],
          [for operation in ["kms:Encrypt"] : operation if var.kms_encrypt]
        ))),
        Resource = [var.kms_keys[name].arn],
        Condition = merge(
          {
            StringEquals = {
              "kms:ViaService" = [
                for service in [
                  "s3.${split(":", var.kms_keys[name].arn)[3]}.amazonaws.com",
                  "s3.${split(":", var.kms_keys[name].arn)[3]}.amazonaws.com.cn"
                ] :
                service
                if local.partition == "aws-cn" || !endswith(service, ".cn")
              ]
            }
          },
          {
            for values in [contexts] :
            "StringLike" => { "kms:EncryptionContext:aws:s3:arn" = values }
            if length(values) > 0
          }
        )
      }
    },
    "client-side" = {
      for name, contexts in local.key_contexts["client-side"] :
      name => {
        Sid       = "DecryptClientSideInputs${substr(sha256(var.kms_keys[name].arn), 0, 8)}",
        Effect    = "Allow",
        Action    = sort(distinct(["kms:Decrypt"])),
        Resource  = [var.kms_keys[name].arn],
        Condition = { StringEquals = { "kms:EncryptionContext:service" = ["mediaconvert.amazonaws.com"] } }
      }
    },
    signing = {
      for name, contexts in local.key_contexts["signing"] :
      name => {
        Sid      = "SignManifests${substr(sha256(var.kms_keys[name].arn), 0, 8)}",
        Effect   = "Allow",
        Action   = sort(distinct(["kms:Sign"])),
        Resource = [var.kms_keys[name].arn]
      }
    },
    secret = {
      for name, contexts in local.key_contexts["secret"] :
      name => {
        Sid      = "DecryptSecrets${substr(sha256(var.kms_keys[name].arn), 0, 8)}",
        Effect   = "Allow",
        Action   = sort(distinct(["kms:Decrypt"])),
        Resource = [var.kms_keys[name].arn],
        Condition = merge(
          {
            StringEquals = {
              "kms:ViaService" = [
                for service in [
                  "secretsmanager.${split(":", var.kms_keys[name].arn)[3]}.amazonaws.com",
                  "secretsmanager.${split(":", var.kms_keys[name].arn)[3]}.amazonaws.com.cn"
                ] :
                service
                if local.partition == "aws-cn" || !endswith(service, ".cn")
              ]
            }
          },
          {
            for values in [contexts] :
            "StringLike" => { "kms:EncryptionContext:SecretARN" = values }
            if length(values) > 0
          }
        )
      }
    }
  }
  key_grants = {
    for name, operations in {
      for name, item in var.kms_keys :
      name => sort(distinct(flatten([
        [
          for operation in ["Decrypt"] :
          operation
          if contains(item.use, "input") || anytrue([for one in var.inputs : one.kms_key == name && !one.bucket_key])
        ],
        [
          for operation in concat(
            ["Decrypt", "GenerateDataKey"],
            [for operation in ["Encrypt"] : operation if var.kms_encrypt]
          ) :
          operation
          if contains(item.use, "output") || anytrue([for one in var.outputs : one.kms_key == name && !one.bucket_key])
        ],
        [for operation in ["Sign"] : operation if contains(item.use, "signing")]
      ])))
      if var.kms_authorization != "policy"
    } :
    name => operations
    if length(operations) > 0
  }
  key_names = { for name, item in var.kms_keys : item.arn => name }
  client_side_grants = toset([
    for name, item in var.kms_keys :
    name
    if var.kms_authorization != "policy" && contains(item.use, "client-side")
  ])
  bucket_grants = merge(
    {
      for key, place in var.inputs :
      "inputs/${key}" => {
        kms_key    = place.kms_key,
        bucket_arn = local.inputs[key].bucket_arn,
        operations = sort(distinct(["Decrypt"]))
      }
      if var.kms_authorization != "policy" && place.bucket_key && (
        place.kms_key == null ? false :
        contains(keys(var.kms_keys), place.kms_key)
      )
    },
    {
      for key, place in var.outputs :
      "outputs/${key}" => {
        kms_key    = place.kms_key,
        bucket_arn = local.outputs[key].bucket_arn,
        operations = sort(distinct(concat(
          ["Decrypt", "GenerateDataKey"],
          [for operation in ["Encrypt"] : operation if var.kms_encrypt]
        )))
      }
      if var.kms_authorization != "policy" && place.bucket_key && (
        place.kms_key == null ? false :
        contains(keys(var.kms_keys), place.kms_key)
      )
    }
  )
  secret_grants = {
    for key, item in var.secrets :
    key => item.kms_key
    if var.kms_authorization != "policy" && (item.kms_key == null ? false : contains(keys(var.kms_keys), item.kms_key))
  }
  protected_trust = jsonencode({
    "Version" = "2012-10-17",
    "Statement" = [{
      "Sid"       = "MediaConvert",
      "Effect"    = "Allow",
      "Principal" = { "Service" = ["mediaconvert.amazonaws.com"] },
      "Action"    = ["sts:AssumeRole"],
      "Condition" = {
        "ArnLike"      = { "aws:SourceArn" = local.source_arns },
        "StringEquals" = { "aws:SourceAccount" = [local.source_account] }
      }
    }]
  })
  open_trust = jsonencode({
    "Version" = "2012-10-17",
    "Statement" = [{
      "Sid"       = "MediaConvert",
      "Effect"    = "Allow",
      "Principal" = { "Service" = ["mediaconvert.amazonaws.com"] },
      "Action"    = ["sts:AssumeRole"]
    }]
  })
  trust_policy = (
    var.trust.policy != null ? var.trust.policy :
    var.trust.confused_deputy_protection == false ? local.open_trust :
    local.protected_trust
  )
  statements_given = [
    for statement in concat(
      [for item in flatten([var.statements]) : item if can(keys(item)) && !contains(try(keys(item), []), "Statement")],
      flatten([for item in flatten([var.statements]) : item.Statement if contains(try(keys(item), []), "Statement")]),
      flatten([
        for item in flatten([var.statements]) :
        try(flatten([jsondecode(item).Statement]), jsondecode(item))
        if !can(keys(item))
      ])
    ) :
    try({ for key, value in statement : key => value if value != null }, statement)
  ]
  canonical_statements = [
    for statement in local.statements_given :
    merge(
      { for key, value in statement : key => value if contains(["Sid", "Effect"], key) },
      {
        for key, value in statement :
        key => sort(distinct([for text in flatten([value]) : tostring(text)]))
        if contains(["Action", "NotAction", "Resource", "NotResource"], key)
      },
      {
        for condition in [for key, value in statement : value if key == "Condition"] :
        "Condition" => {
          for operator, tests in condition :
          operator => {
            for key, value in tests :
            key => sort(distinct([for text in flatten([value]) : tostring(text)]))
          }
        }
        if length(condition) > 0
      }
    )
  ]
  extra_statements = [
    for text in sort([
      for statement in [
        for same in {
          for statement in local.canonical_statements :
          jsonencode({ for key, value in statement : key => value if key != "Resource" || can(statement.Sid) }) => statement...
        } :
        merge(
          same[0],
          {
            for key in ["Resource"] :
            key => sort(distinct(flatten([for statement in same : statement.Resource])))
            if can(same[0].Resource)
          }
        )
      ] :
      jsonencode(statement)
    ]) :
    jsondecode(text)
  ]
  resources = {
    "ReadInputs"        = sort(distinct([for place in local.inputs : place.objects])),
    "ListInputBuckets"  = sort(distinct([for place in local.inputs : place.bucket_arn if place.list_bucket])),
    "WriteOutputs"      = sort(distinct([for place in local.outputs : place.objects])),
    "WriteOutputAcls"   = sort(distinct([for place in local.outputs : place.objects if place.acl])),
    "ListOutputBuckets" = sort(distinct([for place in local.outputs : place.bucket_arn if place.list_bucket])),
    "InvokeApis"        = local.endpoints
  }
  directories = {
    "ReadInputs" = { for resource in local.resources.ReadInputs : resource => true if endswith(resource, "/*") },
    "ListInputBuckets" = {
      for resource in local.resources.ListInputBuckets :
      resource => true
      if endswith(resource, "/*")
    },
    "WriteOutputs" = { for resource in local.resources.WriteOutputs : resource => true if endswith(resource, "/*") },
    "WriteOutputAcls" = {
      for resource in local.resources.WriteOutputAcls :
      resource => true
      if endswith(resource, "/*")
    },
    "ListOutputBuckets" = {
      for resource in local.resources.ListOutputBuckets :
      resource => true
      if endswith(resource, "/*")
    },
    "InvokeApis" = { for resource in local.resources.InvokeApis : resource => true if endswith(resource, "/*") }
  }
  uncovered = {
    "ReadInputs" = [
      for resource in local.resources.ReadInputs :
      resource
      if !anytrue([
        for depth in range(1, length(split("/", resource))) :
        lookup(local.directories.ReadInputs, "${join("/", slice(split("/", resource), 0, depth))}/*", false)
        if "${join("/", slice(split("/", resource), 0, depth))}/*" != resource
      ])
    ],
    "ListInputBuckets" = [
      for resource in local.resources.ListInputBuckets :
      resource
      if !anytrue([
        for depth in range(1, length(split("/", resource))) :
        lookup(local.directories.ListInputBuckets, "${join("/", slice(split("/", resource), 0, depth))}/*", false)
        if "${join("/", slice(split("/", resource), 0, depth))}/*" != resource
      ])
    ],
    "WriteOutputs" = [
      for resource in local.resources.WriteOutputs :
      resource
      if !anytrue([
        for depth in range(1, length(split("/", resource))) :
        lookup(local.directories.WriteOutputs, "${join("/", slice(split("/", resource), 0, depth))}/*", false)
        if "${join("/", slice(split("/", resource), 0, depth))}/*" != resource
      ])
    ],
    "WriteOutputAcls" = [
      for resource in local.resources.WriteOutputAcls :
      resource
      if !anytrue([
        for depth in range(1, length(split("/", resource))) :
        lookup(local.directories.WriteOutputAcls, "${join("/", slice(split("/", resource), 0, depth))}/*", false)
        if "${join("/", slice(split("/", resource), 0, depth))}/*" != resource
      ])
    ],
    "ListOutputBuckets" = [
      for resource in local.resources.ListOutputBuckets :
      resource
      if !anytrue([
        for depth in range(1, length(split("/", resource))) :
        lookup(local.directories.ListOutputBuckets, "${join("/", slice(split("/", resource), 0, depth))}/*", false)
        if "${join("/", slice(split("/", resource), 0, depth))}/*" != resource
      ])
    ],
    "InvokeApis" = [
      for resource in local.resources.InvokeApis :
      resource
      if !anytrue([
        for depth in range(1, length(split("/", resource))) :
        lookup(local.directories.InvokeApis, "${join("/", slice(split("/", resource), 0, depth))}/*", false)
        if "${join("/", slice(split("/", resource), 0, depth))}/*" != resource
      ])
    ]
  }
  table_statements = [
    { "Sid" = "ReadInputs", "Effect" = "Allow", "Action" = ["s3:GetObject"], "Resource" = local.uncovered.ReadInputs },
    {
      "Sid"      = "ListInputBuckets",
      "Effect"   = "Allow",
      "Action"   = ["s3:ListBucket"],
      "Resource" = local.uncovered.ListInputBuckets
    },
    {
      "Sid"      = "WriteOutputs",
      "Effect"   = "Allow",
      "Action"   = ["s3:PutObject"],
      "Resource" = local.uncovered.WriteOutputs
    },
    {
      "Sid"      = "WriteOutputAcls",
      "Effect"   = "Allow",
      "Action"   = ["s3:PutObjectAcl"],
      "Resource" = local.uncovered.WriteOutputAcls
    },
    {
      "Sid"      = "ListOutputBuckets",
      "Effect"   = "Allow",
      "Action"   = ["s3:ListBucket"],
      "Resource" = local.uncovered.ListOutputBuckets
    },
    {
      "Sid"      = "InvokeApis",
      "Effect"   = "Allow",
      "Action"   = ["execute-api:Invoke"],
      "Resource" = local.uncovered.InvokeApis
    },
    {
      "Sid"      = "ReadSecrets",
      "Effect"   = "Allow",
      "Action"   = ["secretsmanager:GetSecretValue"],
      "Resource" = sort(distinct(values(local.secrets)))
    },
    {
      "Sid"      = "UseConnections",
      "Effect"   = "Allow",
      "Action"   = ["events:RetrieveConnectionCredentials"],
      "Resource" = sort(distinct([for item in var.tams_connections : item.connection_arn]))
    },
    {
      "Sid"      = "ReadConnectionSecrets",
      "Effect"   = "Allow",
      "Action"   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      "Resource" = sort(distinct(values(local.connection_secrets)))
    },
    {
      "Sid"      = "CreateFeeds",
      "Effect"   = "Allow",
      "Action"   = ["elemental-inference:CreateFeed"],
      "Resource" = [for any in ["*"] : any if var.elemental_inference]
    },
    {
      "Sid"    = "UseFeeds",
      "Effect" = "Allow",
      "Action" = [
        "elemental-inference:AssociateFeed",
        "elemental-inference:DeleteFeed",
        "elemental-inference:GetMetadata",
        "elemental-inference:PutMedia",
        "elemental-inference:TagResource"
      ],
      "Resource" = local.feeds
    },
    {
      "Sid"      = "ReadFeeds",
      "Effect"   = "Allow",
      "Action"   = ["elemental-inference:GetFeed"],
      "Resource" = sort(distinct(values(var.inference_feeds)))
    }
  ]
  statements = concat(
    [for statement in local.table_statements : statement if length(statement.Resource) > 0],
    [
      for statement in flatten([
        [
          for arn, name in local.key_names :
          local.key_statements["input"][name]
          if contains(keys(local.key_contexts["input"]), name)
        ],
        [
          for arn, name in local.key_names :
          local.key_statements["output"][name]
          if contains(keys(local.key_contexts["output"]), name)
        ],
        [
          for arn, name in local.key_names :
          local.key_statements["client-side"][name]
          if contains(keys(local.key_contexts["client-side"]), name)
        ],
        [
          for arn, name in local.key_names :
          local.key_statements["signing"][name]
          if contains(keys(local.key_contexts["signing"]), name)
        ],
        [
          for arn, name in local.key_names :
          local.key_statements["secret"][name]
          if contains(keys(local.key_contexts["secret"]), name)
        ]
      ]) :
      statement
      if var.kms_authorization != "grant"
    ],
    local.extra_statements
  )
  policy = jsonencode({ "Version" = "2012-10-17", "Statement" = local.statements })
  makes_policy = (
    var.access_mode == "configured" ||
    length(flatten([var.statements])) > 0 ||
    length(var.secrets) > 0 ||
    length(var.tams_connections) > 0 ||
    var.elemental_inference ||
    length(var.inference_feeds) > 0 ||
    (var.kms_authorization != "grant" && length(var.kms_keys) > 0)
  )
  problems_of_access = compact(concat(
    [
      var.access_mode != "configured" && (length(var.inputs) > 0) ? "inputs: goes with access_mode \"configured\", and it is ${jsonencode(var.access_mode)}; leave it out, or choose access_mode \"configured\"" :
      ""
    ],
    [
      var.access_mode != "configured" && (length(var.outputs) > 0) ? "outputs: goes with access_mode \"configured\", and it is ${jsonencode(var.access_mode)}; leave it out, or choose access_mode \"configured\"" :
      ""
    ],
    [
      var.access_mode != "configured" && (var.api_gateway.all || length(var.api_gateway.endpoints) > 0) ? "api_gateway: goes with access_mode \"configured\", and it is ${jsonencode(var.access_mode)}; leave it out, or choose access_mode \"configured\"" :
      ""
    ],
    [
      var.access_mode == "configured" && length(var.inputs) + length(var.outputs) == 0 ? "access_mode: names no location in \"inputs\" or \"outputs\"; add one, or choose mode \"custom\"" :
      ""
    ],
    [
      for key, item in var.inputs :
      (item.kms_key == null ? false : !contains(keys(var.kms_keys), item.kms_key)) ? "inputs[${jsonencode(key)}].kms_key: ${jsonencode(item.kms_key)} is no entry of \"kms_keys\"; add it there, or correct the name" :
      ""
    ],
    [
      for key, item in var.outputs :
      (item.kms_key == null ? false : !contains(keys(var.kms_keys), item.kms_key)) ? "outputs[${jsonencode(key)}].kms_key: ${jsonencode(item.kms_key)} is no entry of \"kms_keys\"; add it there, or correct the name" :
      ""
    ],
    [
      for key, item in var.secrets :
      (item.kms_key == null ? false : !contains(keys(var.kms_keys), item.kms_key)) ? "secrets[${jsonencode(key)}].kms_key: ${jsonencode(item.kms_key)} is no entry of \"kms_keys\"; add it there, or correct the name" :
      ""
    ],
    [
      for key, item in var.tams_connections :
      (item.kms_key == null ? false : !contains(keys(var.kms_keys), item.kms_key)) ? "tams_connections[${jsonencode(key)}].kms_key: ${jsonencode(item.kms_key)} is no entry of \"kms_keys\"; add it there, or correct the name" :
      ""
    ],
    [
      for key, item in var.tams_connections :
      item.kms_key != null && var.kms_authorization != "policy" ? "tams_connections[${jsonencode(key)}]: a grant for the key of connection ${jsonencode(key)} cannot name the connection's secret; set \"kms_authorization\" to \"policy\"" :
      ""
    ],
    [
      for key, item in var.kms_keys :
      length(item.use) == 0 && !anytrue([
        for name in concat(
          [for place in concat(values(var.inputs), values(var.outputs)) : place.kms_key],
          [for item in var.secrets : item.kms_key],
          [for item in var.tams_connections : item.kms_key]
        ) :
        name == key
      ]) ?
      "kms_keys[${jsonencode(key)}]: nothing uses this key; name it as \"kms_key\" of a location, secret or connection, say what it is for in \"use\", or drop it" :
      contains(item.use, "signing") && (
        length(item.use) > 1 ||
        anytrue([
          for name in concat(
            [for place in concat(values(var.inputs), values(var.outputs)) : place.kms_key],
            [for item in var.secrets : item.kms_key],
            [for item in var.tams_connections : item.kms_key]
          ) :
          name == key
        ])
      ) ?
      "kms_keys[${jsonencode(key)}]: key ${jsonencode(key)} is named for signing and for encryption, and no KMS key does both; name the right key for each" :
      ""
    ],
    [
      ((var.access_mode == "full" ? 2 : 0) + length(var.managed_policy_arns) + (local.makes_policy ? 1 : 0)) > var.max_attached_policies ?
      "managed_policy_arns: the role would have ${((var.access_mode == "full" ? 2 : 0) + length(var.managed_policy_arns) + (local.makes_policy ? 1 : 0))} managed policies, more than ${var.max_attached_policies}; attach fewer, or raise \"max_attached_policies\" (to 25 at most) after the account's quota" :
      ""
    ]
  ))
  problems_of_owners = compact(flatten([
    for bucket, same in {
      for item in concat(
        [
          for key, place in var.inputs :
          { at = "inputs[${jsonencode(key)}].owner_account", bucket = place.bucket, owner = place.owner_account }
          if place.owner_account != null
        ],
        [
          for key, place in var.outputs :
          { at = "outputs[${jsonencode(key)}].owner_account", bucket = place.bucket, owner = place.owner_account }
          if place.owner_account != null
        ]
      ) :
      item.bucket => item...
    } :
    [
      for item in same :
      item.owner != same[0].owner ? "${item.at}: says that account ${jsonencode(item.owner)} owns bucket ${jsonencode(bucket)}, and ${same[0].at} says another; correct one of them" :
      ""
    ]
  ]))
  problems_of_place = compact(concat(
    [
      (
        var.region == null || var.partition == null ? false :
        anytrue([
          for usual in [one(concat(
            [
              for start, partition in {
                "cn-"      = "aws-cn",
                "us-gov-"  = "aws-us-gov",
                "us-iso-"  = "aws-iso",
                "us-isob-" = "aws-iso-b",
                "us-isof-" = "aws-iso-f",
                "eu-isoe-" = "aws-iso-e",
                "eusc-"    = "aws-eusc"
              } :
              partition
              if startswith(var.region, start)
            ],
            [
              for partition in ["aws"] :
              partition
              if !anytrue([
                for start in ["cn-", "us-gov-", "us-iso-", "us-isob-", "us-isof-", "eu-isoe-", "eusc-"] :
                startswith(var.region, start)
              ])
            ]
          ))] :
          usual != var.partition && (
            usual != "aws" ||
            contains(
              ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-f", "aws-iso-e", "aws-eusc"],
              var.partition
            )
          )
        ])
      ) ?
      "partition: partition ${jsonencode(var.partition)} is not that of Region ${jsonencode(var.region)}; drop \"partition\" or correct one of them" :
      ""
    ],
    [
      (
        var.permissions_boundary == null ? false :
        (
          can(regex("^arn:", var.permissions_boundary)) ? element(split(":", var.permissions_boundary), 1) != local.partition :
          false
        )
      ) ?
      "permissions_boundary: ${jsonencode(var.permissions_boundary)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
      ""
    ]
  ))
  problems_of_policies = compact([
    for key, arn in var.managed_policy_arns :
    (can(regex("^arn:", arn)) ? element(split(":", arn), 1) != local.partition : false) ? "managed_policy_arns[${jsonencode(key)}]: ${jsonencode(arn)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
    var.access_mode == "full" && can(regex(
      "^arn:[a-z-]+:iam::aws:policy\\/(AmazonS3FullAccess|AmazonAPIGatewayInvokeFullAccess)$",
      arn
    )) ?
    "managed_policy_arns[${jsonencode(key)}]: ${jsonencode(arn)} is attached by mode \"full\" already; drop it" :
    ""
  ])
  problems_of_endpoints = compact([
    for index, endpoint in var.api_gateway.endpoints :
    (can(regex("^arn:", endpoint.arn)) ? element(split(":", endpoint.arn), 1) != local.partition : false) ? "api_gateway.endpoints[${index}].arn: ${jsonencode(endpoint.arn)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
    (
      endpoint.url == null ? false :
      (
        can(regex("^[^/]*\\/\\/[^/]*\\.cn(\\/|$)", endpoint.url)) != (local.partition == "aws-cn") ||
        anytrue([
          for usual in [one(concat(
            [
              for start, partition in {
                "cn-"      = "aws-cn",
                "us-gov-"  = "aws-us-gov",
                "us-iso-"  = "aws-iso",
                "us-isob-" = "aws-iso-b",
                "us-isof-" = "aws-iso-f",
                "eu-isoe-" = "aws-iso-e",
                "eusc-"    = "aws-eusc"
              } :
              partition
              if startswith(lower(split(".", endpoint.url)[2]), start)
            ],
            [
              for partition in ["aws"] :
              partition
              if !anytrue([
                for start in ["cn-", "us-gov-", "us-iso-", "us-isob-", "us-isof-", "eu-isoe-", "eusc-"] :
                startswith(lower(split(".", endpoint.url)[2]), start)
              ])
            ]
          ))] :
          usual != local.partition && (
            usual != "aws" ||
            contains(
              ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-f", "aws-iso-e", "aws-eusc"],
              local.partition
            )
          )
        ])
      )
    ) ?
    "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is not in partition ${jsonencode(local.partition)}; give the address of an API there" :
    ""
  ])
  problems_of_secrets = compact([
    for key, item in var.secrets :
    (can(regex("^arn:", item.secret)) ? element(split(":", item.secret), 1) != local.partition : false) ? "secrets[${jsonencode(key)}].secret: ${jsonencode(item.secret)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
    item.kms_key != null && var.kms_authorization != "policy" && !(
      can(regex("^arn:", item.secret)) && can(regex("-[A-Za-z0-9]{6}$", item.secret))
    ) ?
    "secrets[${jsonencode(key)}].secret: a grant for the key of secret ${jsonencode(item.secret)} needs the secret's full ARN, with the six characters at its end; give that, or set \"kms_authorization\" to \"policy\"" :
    ""
  ])
  problems_of_connections = compact([
    for key, item in var.tams_connections :
    (can(regex("^arn:", item.connection_arn)) ? element(split(":", item.connection_arn), 1) != local.partition : false) ?
    "tams_connections[${jsonencode(key)}].connection_arn: ${jsonencode(item.connection_arn)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
    ""
  ])
  problems_of_feeds = compact([
    for key, arn in var.inference_feeds :
    (can(regex("^arn:", arn)) ? element(split(":", arn), 1) != local.partition : false) ? "inference_feeds[${jsonencode(key)}]: ${jsonencode(arn)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
    ""
  ])
  problems_of_keys = compact([
    for key, item in var.kms_keys :
    var.kms_authorization == "policy" && element(split(":", item.arn), 1) != local.partition ? "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
    ""
  ])
  problems_of_submitters = compact([
    for key, name in var.submitters :
    lower(name) == lower(var.role_name) ? "submitters[${jsonencode(key)}]: ${jsonencode(name)} is the role that jobs run with, and not one that submits them; name that one" :
    ""
  ])
  problems_of_trust = compact(concat(
    [
      for index, queue in var.trust.queues == null ? [] :
      var.trust.queues :
      can(regex("^arn:", queue)) && element(split(":", queue), 4) != local.source_account ? "trust.queues[${index}]: queue ${jsonencode(queue)} is not in account ${local.source_account}, and both conditions must name the same account; correct the queue or \"source_account\"" :
      (can(regex("^arn:", queue)) ? element(split(":", queue), 1) != local.partition : false) ? "trust.queues[${index}]: ${jsonencode(queue)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
      ""
    ],
    [
      length(local.trust_policy) > 8192 ? "trust: the trust policy has ${length(local.trust_policy)} characters, more than IAM's maximum of 8192; name fewer queues, or use \"*\" in their names" :
      ""
    ]
  ))
  problems_of_policy = compact(concat(
    [
      for sid, times in { for statement in local.statements : statement.Sid => true... if can(statement.Sid) } :
      length(times) > 1 ? "statements: Sid ${jsonencode(sid)} is taken by another statement of this role; choose another" :
      ""
    ],
    [
      length(local.policy) > 6144 ? "access_mode: the role's policy has ${length(local.policy)} characters, more than the 6144 of a managed policy; name shorter or fewer locations, or attach a policy of your own by \"managed_policy_arns\"" :
      ""
    ]
  ))
  problems_of_each_key = {
    for key, item in var.kms_keys :
    key => compact([
      can(regex("(^|:)alias\\/", item.arn)) ? "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is an alias, and grants and policies need the key itself; write its ARN, \"arn:aws:kms:REGION:ACCOUNT:key/ID\" (aws kms describe-key shows it)" :
      !can(regex(
        "^arn:[a-z][a-z-]*:kms:[a-z0-9-]+:\\d{12}:key\\/([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32})$",
        item.arn
      )) ?
      "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is not such an ARN; write \"arn:aws:kms:REGION:ACCOUNT:key/ID\"" :
      (can(regex("^arn:", item.arn)) ? element(split(":", item.arn), 1) != local.partition : false) ? "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is not in partition ${jsonencode(local.partition)}; give an ARN that begins with \"arn:${local.partition}:\"" :
      element(split(":", item.arn), 3) != local.region ? "kms_keys[${jsonencode(key)}].arn: key ${jsonencode(item.arn)} is not in ${local.region}, where the provider would make the grant; set \"kms_authorization\" to \"policy\", or leave the key out and make an aws_kms_grant for the role's ARN by a provider alias of the key's Region" :
      ""
    ])
  }
  warnings_of_adoption = compact(concat(
    [
      var.adopt && var.path == null ? "adopt: \"adopt\" without \"path\" takes \"/service-role/\", where the MediaConvert console makes its role; write \"path\" down: without \"adopt\" it would be \"/\", and the role replaced" :
      ""
    ],
    [
      var.adopt && !var.exclusive && var.access_mode != "full" && length(var.managed_policy_arns) + length(
        var.inline_policies
      ) == 0 ?
      "adopt: only the role itself is taken over, and policies that it has stay, with all that they allow; name them in \"managed_policy_arns\" and \"inline_policies\" (\"mediaconvert-role adopt\" does), or set \"exclusive\" to have them taken away" :
      ""
    ]
  ))
  warnings_of_access = compact([
    var.access_mode == "custom" && (
      (var.access_mode == "full" ? 2 : 0) + length(var.managed_policy_arns) + (local.makes_policy ? 1 : 0)
    ) + length(var.kms_keys) + length(var.inline_policies) == 0 ?
    "access_mode: mode \"custom\" with nothing in \"statements\", \"inline_policies\", \"managed_policy_arns\", \"secrets\", \"tams_connections\", \"elemental_inference\", \"inference_feeds\" and \"kms_keys\": jobs can do nothing with this role" :
    ""
  ])
  warnings_of_attached_policies = compact([
    ((var.access_mode == "full" ? 2 : 0) + length(var.managed_policy_arns) + (local.makes_policy ? 1 : 0)) > 10 ? "managed_policy_arns: the role has ${((var.access_mode == "full" ? 2 : 0) + length(var.managed_policy_arns) + (local.makes_policy ? 1 : 0))} managed policies; the account's quota, by default 10, must be at least that" :
    ""
  ])
  warnings_of_path = compact([
    !can(regex("^\\/(service-role\\/)?$", local.path)) ? "path: error 1432 has been reported for roles at paths such as ${jsonencode(local.path)}; use \"/\" or \"/service-role/\" unless you know that yours works" :
    ""
  ])
  warnings_of_prefixes = compact(concat(
    [
      for key, place in var.inputs :
      !endswith(place.prefix, "*") && can(regex("[*?]", place.prefix)) ? "inputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} has \"*\" or \"?\", which are taken literally here; drop them unless the keys really hold them" :
      !endswith(place.prefix, "*") && can(regex("%[0-9A-Fa-f]{2}", place.prefix)) ? "inputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} has a percent sequence, which is taken literally; write the character itself if the keys hold that" :
      !endswith(place.prefix, "*") && can(regex("[^\\t\\n\\r\\x20-\\xff]", place.prefix)) ? "inputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} has a character that no policy can hold (above U+00FF); the role covers all keys that begin with what stands before it" :
      ""
    ],
    [
      for key, place in var.outputs :
      !endswith(place.prefix, "*") && can(regex("[*?]", place.prefix)) ? "outputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} has \"*\" or \"?\", which are taken literally here; drop them unless the keys really hold them" :
      !endswith(place.prefix, "*") && can(regex("%[0-9A-Fa-f]{2}", place.prefix)) ? "outputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} has a percent sequence, which is taken literally; write the character itself if the keys hold that" :
      !endswith(place.prefix, "*") && can(regex("[^\\t\\n\\r\\x20-\\xff]", place.prefix)) ? "outputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} has a character that no policy can hold (above U+00FF); the role covers all keys that begin with what stands before it" :
      ""
    ]
  ))
  warnings_of_foreign_outputs = compact([
    for bucket, same in {
      for key, place in var.outputs :
      place.bucket => merge(place, { key = key })...
      if length(local.bucket_owners) > 0
    } :
    contains(keys(local.bucket_owners), bucket) && !anytrue([for place in same : place.acl != null]) ? "outputs[${jsonencode(same[0].key)}]: unless bucket ${jsonencode(bucket)} enforces its owner's ownership, account ${local.bucket_owners[bucket]} cannot read outputs without the canned ACL BUCKET_OWNER_FULL_CONTROL: set \"acl\": true and the ACL in jobs, or \"acl\": false if it does" :
    ""
  ])
  warnings_of_trust = compact([
    (
      length(join("", coalesce(var.trust.queues, []))) + 60 * length(coalesce(var.trust.queues, [])) > 1548 ? length(
        local.trust_policy
      ) > 2048 :
      false
    ) ?
    "trust: the trust policy has ${length(local.trust_policy)} characters; the account's quota, by default 2048, must be at least that" :
    ""
  ])
  warnings_of_endpoints = compact([
    for index, url in local.urls :
    (var.region == null ? false : url.host[2] != var.region) ? "api_gateway.endpoints[${index}]: ${jsonencode(url.url)} is not in ${var.region}; MediaConvert calls APIs only in the Region of the job" :
    ""
  ])
}
