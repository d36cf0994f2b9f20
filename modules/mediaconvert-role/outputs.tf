# Written by npm run module.

output "role_arn" {
  description = "ARN of the MediaConvert service role."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}

output "role_unique_id" {
  description = "Unique id of the role (`AROA…`), which another role of the same name would not have."
  value       = aws_iam_role.this.unique_id
}

output "policy_arns" {
  description = "ARNs of the policies made for the role; empty where there is nothing to grant."
  value       = aws_iam_policy.this[*].arn
  precondition {
    condition     = length(local.problems_of_access) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_access))
  }
  precondition {
    condition     = length(local.problems_of_owners) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_owners))
  }
  precondition {
    condition     = length(local.problems_of_place) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_place))
  }
  precondition {
    condition     = length(local.problems_of_policies) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_policies))
  }
  precondition {
    condition     = length(local.problems_of_endpoints) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_endpoints))
  }
  precondition {
    condition     = length(local.problems_of_secrets) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_secrets))
  }
  precondition {
    condition     = length(local.problems_of_connections) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_connections))
  }
  precondition {
    condition     = length(local.problems_of_feeds) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_feeds))
  }
  precondition {
    condition     = length(local.problems_of_keys) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_keys))
  }
}

output "grant_ids" {
  description = "KMS grants of the role: `key/NAME`, `client_side/NAME`, `inputs/NAME`, `outputs/NAME` or `secrets/NAME` → grant id."
  value = merge(
    { for key, grant in aws_kms_grant.key : "key/${key}" => grant.grant_id },
    { for key, grant in aws_kms_grant.client_side : "client_side/${key}" => grant.grant_id },
    { for key, grant in aws_kms_grant.bucket : "${key}" => grant.grant_id },
    { for key, grant in aws_kms_grant.secret : "secrets/${key}" => grant.grant_id }
  )
}

output "pass_role_policy_json" {
  description = "Policy for those who submit jobs with the role: `iam:PassRole` on it, for MediaConvert only."
  value = jsonencode({
    "Version" = "2012-10-17",
    "Statement" = [{
      "Sid"       = "PassMediaConvertRole",
      "Effect"    = "Allow",
      "Action"    = ["iam:PassRole"],
      "Resource"  = [local.role_arn],
      "Condition" = { "StringEquals" = { "iam:PassedToService" = ["mediaconvert.amazonaws.com"] } }
    }]
  })
  depends_on = [aws_iam_role.this]
}

output "import_blocks" {
  description = "With `adopt`: `import` blocks for the role, the attachments of its managed policies and its inline policies, to be put into the root module. Else empty."
  value = join(
    "\n",
    [
      for address, id in merge(
        { "aws_iam_role.this" = var.role_name },
        {
          for name, attachment in aws_iam_role_policy_attachment.full_access :
          "aws_iam_role_policy_attachment.full_access[${replace(jsonencode(name), "/([$%])[{]/", "$1$1{")}]" => "${var.role_name}/${attachment.policy_arn}"
        },
        {
          for name, arn in var.managed_policy_arns :
          "aws_iam_role_policy_attachment.managed[${replace(jsonencode(name), "/([$%])[{]/", "$1$1{")}]" => "${var.role_name}/${arn}"
        },
        {
          for name, document in var.inline_policies :
          "aws_iam_role_policy.this[${replace(jsonencode(name), "/([$%])[{]/", "$1$1{")}]" => "${var.role_name}:${name}"
        },
        { for only in [var.exclusive] : "aws_iam_role_policies_exclusive.this[0]" => var.role_name if only },
        { for only in [var.exclusive] : "aws_iam_role_policy_attachments_exclusive.this[0]" => var.role_name if only }
      ) :
      "import {\n  to = ${coalesce(var.module_address, "module.mediaconvert_role")}.${address}\n  id = ${replace(jsonencode(id), "/([$%])[{]/", "$1$1{")}\n}\n"
      if var.adopt
    ]
  )
}

output "bucket_policy_statements" {
  description = "Name of a bucket → statements for the bucket's own policy, needed where another account owns the bucket."
  value = {
    for bucket in distinct([for place in concat(values(var.inputs), values(var.outputs)) : place.bucket]) :
    bucket => [
      for statement in [
        {
          "Sid"       = "ReadInputs",
          "Effect"    = "Allow",
          "Principal" = { "AWS" = [local.role_arn] },
          "Action"    = ["s3:GetObject"],
          "Resource"  = sort(distinct([for place in local.inputs : place.objects if place.bucket == bucket]))
        },
        {
          "Sid"       = "ListInputBuckets",
          "Effect"    = "Allow",
          "Principal" = { "AWS" = [local.role_arn] },
          "Action"    = ["s3:ListBucket"],
          "Resource" = sort(distinct([
            for place in local.inputs :
            place.bucket_arn
            if place.bucket == bucket && place.list_bucket
          ]))
        },
        {
          "Sid"       = "WriteOutputs",
          "Effect"    = "Allow",
          "Principal" = { "AWS" = [local.role_arn] },
          "Action"    = ["s3:PutObject"],
          "Resource"  = sort(distinct([for place in local.outputs : place.objects if place.bucket == bucket]))
        },
        {
          "Sid"       = "WriteOutputAcls",
          "Effect"    = "Allow",
          "Principal" = { "AWS" = [local.role_arn] },
          "Action"    = ["s3:PutObjectAcl"],
          "Resource" = sort(distinct([
            for place in local.outputs :
            place.objects
            if place.bucket == bucket && place.acl
          ]))
        },
        {
          "Sid"       = "ListOutputBuckets",
          "Effect"    = "Allow",
          "Principal" = { "AWS" = [local.role_arn] },
          "Action"    = ["s3:ListBucket"],
          "Resource" = sort(distinct([
            for place in local.outputs :
            place.bucket_arn
            if place.bucket == bucket && place.list_bucket
          ]))
        }
      ] :
      statement
      if length(statement.Resource) > 0
    ]
  }
  depends_on = [aws_iam_role.this]
}

output "key_policy_statements" {
  description = "Name in `kms_keys` → statements for the key's own policy, needed where another account owns the key and there is no grant."
  value = {
    for name, item in var.kms_keys :
    name => [
      for purpose in ["input", "output", "client-side", "signing", "secret"] :
      merge(local.key_statements[purpose][name], { "Principal" = { "AWS" = [local.role_arn] }, "Resource" = ["*"] })
      if contains(keys(local.key_statements[purpose]), name)
    ]
  }
  depends_on = [aws_iam_role.this]
}

output "bucket_policies_json" {
  description = "Name of each bucket with `owner_account` of another account → policy for it that admits the role, to give to `aws_s3_bucket_policy` with that account's provider."
  value = {
    for bucket in keys(local.bucket_owners) :
    bucket => jsonencode({
      "Version" = "2012-10-17",
      "Statement" = [
        for statement in [
          {
            "Sid"       = "ReadInputs",
            "Effect"    = "Allow",
            "Principal" = { "AWS" = [local.role_arn] },
            "Action"    = ["s3:GetObject"],
            "Resource"  = sort(distinct([for place in local.inputs : place.objects if place.bucket == bucket]))
          },
          {
            "Sid"       = "ListInputBuckets",
            "Effect"    = "Allow",
            "Principal" = { "AWS" = [local.role_arn] },
            "Action"    = ["s3:ListBucket"],
            "Resource" = sort(distinct([
              for place in local.inputs :
              place.bucket_arn
              if place.bucket == bucket && place.list_bucket
            ]))
          },
          {
            "Sid"       = "WriteOutputs",
            "Effect"    = "Allow",
            "Principal" = { "AWS" = [local.role_arn] },
            "Action"    = ["s3:PutObject"],
            "Resource"  = sort(distinct([for place in local.outputs : place.objects if place.bucket == bucket]))
          },
          {
            "Sid"       = "WriteOutputAcls",
            "Effect"    = "Allow",
            "Principal" = { "AWS" = [local.role_arn] },
            "Action"    = ["s3:PutObjectAcl"],
            "Resource" = sort(distinct([
              for place in local.outputs :
              place.objects
              if place.bucket == bucket && place.acl
            ]))
          },
          {
            "Sid"       = "ListOutputBuckets",
            "Effect"    = "Allow",
            "Principal" = { "AWS" = [local.role_arn] },
            "Action"    = ["s3:ListBucket"],
            "Resource" = sort(distinct([
              for place in local.outputs :
              place.bucket_arn
              if place.bucket == bucket && place.list_bucket
            ]))
          }
        ] :
        statement
        if length(statement.Resource) > 0
      ]
    })
  }
  depends_on = [aws_iam_role.this]
}

output "key_policies_json" {
  description = "Name in `kms_keys` of each key of another account → statements for the key's own policy, as a document for `source_policy_documents`; empty unless `kms_authorization` is \"policy\"."
  value = {
    for name, item in var.kms_keys :
    name => jsonencode({
      "Version" = "2012-10-17",
      "Statement" = [
        for purpose in ["input", "output", "client-side", "signing", "secret"] :
        merge(local.key_statements[purpose][name], { "Principal" = { "AWS" = [local.role_arn] }, "Resource" = ["*"] })
        if contains(keys(local.key_statements[purpose]), name)
      ]
    })
    if var.kms_authorization == "policy" && split(":", item.arn)[4] != local.account_id
  }
  depends_on = [aws_iam_role.this]
}
