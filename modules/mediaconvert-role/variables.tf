# Written by npm run module.

variable "access_mode" {
  type        = string
  description = <<-EOT
    What jobs may do. There is no default: full access is a choice that a reader of the diff can see.
    - `configured`: the locations and endpoints of `inputs`, `outputs` and `api_gateway`, with exact actions
    - `custom`: nothing but what `statements`, `managed_policy_arns`, `secrets`, `kms_keys` and the like say
    - `full`: every bucket and every API Gateway endpoint: attaches `AmazonS3FullAccess` and `AmazonAPIGatewayInvokeFullAccess`
  EOT
  nullable    = false
  validation {
    condition = length(compact([
      !contains(["configured", "custom", "full"], var.access_mode) ? "access_mode: ${jsonencode(var.access_mode)} is not possible; write \"configured\", \"custom\" or \"full\"" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        !contains(["configured", "custom", "full"], var.access_mode) ? "access_mode: ${jsonencode(var.access_mode)} is not possible; write \"configured\", \"custom\" or \"full\"" :
        ""
      ])
    )
  }
}

variable "inputs" {
  type = map(object({
    bucket        = string
    prefix        = optional(string, "")
    pattern       = optional(string)
    kms_key       = optional(string)
    bucket_key    = optional(bool, false)
    owner_account = optional(string)
    list_bucket   = optional(bool, true)
  }))
  description = <<-EOT
    Where jobs read, with access_mode "configured": `s3:GetObject` on the objects, `s3:ListBucket` on the bucket. The keys are names of your choice. Left out: no location to read from.
    - `bucket`: name of the bucket, no ARN
    - `prefix`: what the object keys begin with, taken literally: `masters/` is the directory, `masters` also covers `masters-2026/…`. Left out: the whole bucket
    - `pattern`: IAM pattern of the whole object key, in place of `prefix`: `*` and `?` match, and `$$${*}`, `$$${?}` and `$$${$}` are the characters themselves. `vod/*` is the same as the prefix `vod/`, `masters/film.mp4` is one object. Left out: `prefix` is used
    - `kms_key`: the entry of `kms_keys` that encrypts the objects (SSE-KMS). Left out: no key permission
    - `bucket_key`: whether S3 Bucket Keys have been on for every object there; narrows the key permission to this bucket. Left out: false
    - `owner_account`: account that owns the bucket, for every location in it; changes nothing that the role may do, and says which buckets are in `bucket_policies_json`. Left out: the role's account
    - `list_bucket`: whether the role gets `s3:ListBucket` on the bucket. With it a mistyped key fails as error 1404 (not found), without it as 1401 (access denied). Left out: true
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      flatten([
        for key, place in var.inputs :
        place == null ? ["inputs[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
        [
          can(regex("^(arn:|s3:\\/\\/)", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: expected a bucket name, got the ARN ${jsonencode(place.bucket)}; write the name alone" :
          can(regex("[*?]", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: bucket ${jsonencode(place.bucket)} has a wildcard; name each bucket, or choose mode \"full\"" :
          !can(regex("^.{3,63}$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: a name has 3–63 characters; correct it" :
          !can(regex("^[a-z0-9.-]*$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: only a–z, 0–9, dots and hyphens are possible; correct it" :
          !can(regex("^[a-z0-9].*[a-z0-9]$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it begins and ends with a letter or digit; correct it" :
          can(regex("\\.\\.", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: two dots cannot stand side by side; correct it" :
          can(regex("^\\d+\\.\\d+\\.\\d+\\.\\d+$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it cannot look like an IP address; correct it" :
          can(regex("^(xn--|sthree-)", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: S3 keeps that beginning for itself; correct it" :
          can(regex("-s3alias$|--ol-s3$|\\.mrap$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of an access point, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
          can(regex("--x-s3$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a directory bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
          can(regex("--table-s3$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a table bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
          "",
          can(regex("\\*$", place.prefix)) ? "inputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} ends with \"*\"; drop it: a prefix covers all keys that begin with it" :
          "",
          place.pattern == "" ? "inputs[${jsonencode(key)}].pattern: is empty; give a value or leave it out" :
          can(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern)) ? "inputs[${jsonencode(key)}].pattern: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern))}, which a policy cannot hold; write \"*\" in its place" :
          "",
          can(regex("\\$\\{([^*?$]|[*?$][^}]|[*?$]?$)", place.pattern)) ? "inputs[${jsonencode(key)}].pattern: pattern ${jsonencode(place.pattern)} has \"$${\", which begins neither \"$${*}\", \"$${?}\" nor \"$${$}\": IAM variables are not possible here; for the characters \"$${\" write \"$${$}{\"" :
          "",
          place.pattern != null && place.prefix != "" ? "inputs[${jsonencode(key)}]: gives both \"prefix\" and \"pattern\"; drop one: the prefix \"vod/\" is the pattern \"vod/*\"" :
          "",
          (place.owner_account == null ? false : !can(regex("^\\d{12}$", place.owner_account))) ? "inputs[${jsonencode(key)}].owner_account: ${jsonencode(place.owner_account)} is not an AWS account; write its 12 digits, in quotes" :
          "",
          place.bucket_key && place.kms_key == null ? "inputs[${jsonencode(key)}]: \"bucket_key\" says nothing without \"kms_key\"; give the key or drop it" :
          ""
        ]
      ]),
      flatten([
        for identity, same in {
          for key, item in var.inputs :
          (
            item.bucket == null ? null :
            "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
          ) => key...
          if(
            item == null ? null :
            (
              item.bucket == null ? null :
              "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
            )
          ) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "inputs[${jsonencode(key)}]: is the same location as inputs[${jsonencode(same[0])}]; drop one (a second key goes into \"kms_keys\")"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        flatten([
          for key, place in var.inputs :
          place == null ? ["inputs[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
          [
            can(regex("^(arn:|s3:\\/\\/)", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: expected a bucket name, got the ARN ${jsonencode(place.bucket)}; write the name alone" :
            can(regex("[*?]", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: bucket ${jsonencode(place.bucket)} has a wildcard; name each bucket, or choose mode \"full\"" :
            !can(regex("^.{3,63}$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: a name has 3–63 characters; correct it" :
            !can(regex("^[a-z0-9.-]*$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: only a–z, 0–9, dots and hyphens are possible; correct it" :
            !can(regex("^[a-z0-9].*[a-z0-9]$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it begins and ends with a letter or digit; correct it" :
            can(regex("\\.\\.", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: two dots cannot stand side by side; correct it" :
            can(regex("^\\d+\\.\\d+\\.\\d+\\.\\d+$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it cannot look like an IP address; correct it" :
            can(regex("^(xn--|sthree-)", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: S3 keeps that beginning for itself; correct it" :
            can(regex("-s3alias$|--ol-s3$|\\.mrap$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of an access point, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
            can(regex("--x-s3$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a directory bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
            can(regex("--table-s3$", place.bucket)) ? "inputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a table bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
            "",
            can(regex("\\*$", place.prefix)) ? "inputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} ends with \"*\"; drop it: a prefix covers all keys that begin with it" :
            "",
            place.pattern == "" ? "inputs[${jsonencode(key)}].pattern: is empty; give a value or leave it out" :
            can(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern)) ? "inputs[${jsonencode(key)}].pattern: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern))}, which a policy cannot hold; write \"*\" in its place" :
            "",
            can(regex("\\$\\{([^*?$]|[*?$][^}]|[*?$]?$)", place.pattern)) ? "inputs[${jsonencode(key)}].pattern: pattern ${jsonencode(place.pattern)} has \"$${\", which begins neither \"$${*}\", \"$${?}\" nor \"$${$}\": IAM variables are not possible here; for the characters \"$${\" write \"$${$}{\"" :
            "",
            place.pattern != null && place.prefix != "" ? "inputs[${jsonencode(key)}]: gives both \"prefix\" and \"pattern\"; drop one: the prefix \"vod/\" is the pattern \"vod/*\"" :
            "",
            (place.owner_account == null ? false : !can(regex("^\\d{12}$", place.owner_account))) ? "inputs[${jsonencode(key)}].owner_account: ${jsonencode(place.owner_account)} is not an AWS account; write its 12 digits, in quotes" :
            "",
            place.bucket_key && place.kms_key == null ? "inputs[${jsonencode(key)}]: \"bucket_key\" says nothing without \"kms_key\"; give the key or drop it" :
            ""
          ]
        ]),
        flatten([
          for identity, same in {
            for key, item in var.inputs :
            (
              item.bucket == null ? null :
              "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
            ) => key...
            if(
              item == null ? null :
              (
                item.bucket == null ? null :
                "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
              )
            ) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "inputs[${jsonencode(key)}]: is the same location as inputs[${jsonencode(same[0])}]; drop one (a second key goes into \"kms_keys\")"
          ]
        ])
      ))
    )
  }
}

variable "outputs" {
  type = map(object({
    bucket        = string
    prefix        = optional(string, "")
    pattern       = optional(string)
    kms_key       = optional(string)
    bucket_key    = optional(bool, false)
    owner_account = optional(string)
    list_bucket   = optional(bool, false)
    acl           = optional(bool)
  }))
  description = <<-EOT
    Where jobs write, with access_mode "configured": `s3:PutObject` on the objects. The keys are names of your choice. Left out: no location to write to.
    - `bucket`: name of the bucket, no ARN
    - `prefix`: what the object keys begin with, taken literally: `masters/` is the directory, `masters` also covers `masters-2026/…`. Left out: the whole bucket
    - `pattern`: IAM pattern of the whole object key, in place of `prefix`: `*` and `?` match, and `$$${*}`, `$$${?}` and `$$${$}` are the characters themselves. `vod/*` is the same as the prefix `vod/`, `masters/film.mp4` is one object. Left out: `prefix` is used
    - `kms_key`: the entry of `kms_keys` that encrypts the objects (SSE-KMS). Left out: no key permission
    - `bucket_key`: whether S3 Bucket Keys have been on for every object there; narrows the key permission to this bucket. Left out: false
    - `owner_account`: account that owns the bucket, for every location in it; changes nothing that the role may do, and says which buckets are in `bucket_policies_json`. Left out: the role's account
    - `list_bucket`: whether the role gets `s3:ListBucket` on the bucket. Jobs run without it. Left out: false
    - `acl`: whether the role gets `s3:PutObjectAcl`, for outputs with a canned ACL; in another account's bucket false says that the bucket enforces its owner's ownership. Left out: no, and a job with a canned ACL fails with error 1401
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      flatten([
        for key, place in var.outputs :
        place == null ? ["outputs[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
        [
          can(regex("^(arn:|s3:\\/\\/)", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: expected a bucket name, got the ARN ${jsonencode(place.bucket)}; write the name alone" :
          can(regex("[*?]", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: bucket ${jsonencode(place.bucket)} has a wildcard; name each bucket, or choose mode \"full\"" :
          !can(regex("^.{3,63}$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: a name has 3–63 characters; correct it" :
          !can(regex("^[a-z0-9.-]*$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: only a–z, 0–9, dots and hyphens are possible; correct it" :
          !can(regex("^[a-z0-9].*[a-z0-9]$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it begins and ends with a letter or digit; correct it" :
          can(regex("\\.\\.", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: two dots cannot stand side by side; correct it" :
          can(regex("^\\d+\\.\\d+\\.\\d+\\.\\d+$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it cannot look like an IP address; correct it" :
          can(regex("^(xn--|sthree-)", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: S3 keeps that beginning for itself; correct it" :
          can(regex("-s3alias$|--ol-s3$|\\.mrap$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of an access point, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
          can(regex("--x-s3$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a directory bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
          can(regex("--table-s3$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a table bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
          "",
          can(regex("\\*$", place.prefix)) ? "outputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} ends with \"*\"; drop it: a prefix covers all keys that begin with it" :
          "",
          place.pattern == "" ? "outputs[${jsonencode(key)}].pattern: is empty; give a value or leave it out" :
          can(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern)) ? "outputs[${jsonencode(key)}].pattern: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern))}, which a policy cannot hold; write \"*\" in its place" :
          "",
          can(regex("\\$\\{([^*?$]|[*?$][^}]|[*?$]?$)", place.pattern)) ? "outputs[${jsonencode(key)}].pattern: pattern ${jsonencode(place.pattern)} has \"$${\", which begins neither \"$${*}\", \"$${?}\" nor \"$${$}\": IAM variables are not possible here; for the characters \"$${\" write \"$${$}{\"" :
          "",
          place.pattern != null && place.prefix != "" ? "outputs[${jsonencode(key)}]: gives both \"prefix\" and \"pattern\"; drop one: the prefix \"vod/\" is the pattern \"vod/*\"" :
          "",
          (place.owner_account == null ? false : !can(regex("^\\d{12}$", place.owner_account))) ? "outputs[${jsonencode(key)}].owner_account: ${jsonencode(place.owner_account)} is not an AWS account; write its 12 digits, in quotes" :
          "",
          place.bucket_key && place.kms_key == null ? "outputs[${jsonencode(key)}]: \"bucket_key\" says nothing without \"kms_key\"; give the key or drop it" :
          ""
        ]
      ]),
      flatten([
        for identity, same in {
          for key, item in var.outputs :
          (
            item.bucket == null ? null :
            "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
          ) => key...
          if(
            item == null ? null :
            (
              item.bucket == null ? null :
              "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
            )
          ) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "outputs[${jsonencode(key)}]: is the same location as outputs[${jsonencode(same[0])}]; drop one (a second key goes into \"kms_keys\")"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        flatten([
          for key, place in var.outputs :
          place == null ? ["outputs[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
          [
            can(regex("^(arn:|s3:\\/\\/)", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: expected a bucket name, got the ARN ${jsonencode(place.bucket)}; write the name alone" :
            can(regex("[*?]", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: bucket ${jsonencode(place.bucket)} has a wildcard; name each bucket, or choose mode \"full\"" :
            !can(regex("^.{3,63}$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: a name has 3–63 characters; correct it" :
            !can(regex("^[a-z0-9.-]*$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: only a–z, 0–9, dots and hyphens are possible; correct it" :
            !can(regex("^[a-z0-9].*[a-z0-9]$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it begins and ends with a letter or digit; correct it" :
            can(regex("\\.\\.", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: two dots cannot stand side by side; correct it" :
            can(regex("^\\d+\\.\\d+\\.\\d+\\.\\d+$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: it cannot look like an IP address; correct it" :
            can(regex("^(xn--|sthree-)", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is no bucket name: S3 keeps that beginning for itself; correct it" :
            can(regex("-s3alias$|--ol-s3$|\\.mrap$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of an access point, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
            can(regex("--x-s3$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a directory bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
            can(regex("--table-s3$", place.bucket)) ? "outputs[${jsonencode(key)}].bucket: ${jsonencode(place.bucket)} is the name of a table bucket, and AWS does not say whether MediaConvert can use one; name a general purpose bucket, or give \"statements\"" :
            "",
            can(regex("\\*$", place.prefix)) ? "outputs[${jsonencode(key)}].prefix: prefix ${jsonencode(place.prefix)} ends with \"*\"; drop it: a prefix covers all keys that begin with it" :
            "",
            place.pattern == "" ? "outputs[${jsonencode(key)}].pattern: is empty; give a value or leave it out" :
            can(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern)) ? "outputs[${jsonencode(key)}].pattern: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", place.pattern))}, which a policy cannot hold; write \"*\" in its place" :
            "",
            can(regex("\\$\\{([^*?$]|[*?$][^}]|[*?$]?$)", place.pattern)) ? "outputs[${jsonencode(key)}].pattern: pattern ${jsonencode(place.pattern)} has \"$${\", which begins neither \"$${*}\", \"$${?}\" nor \"$${$}\": IAM variables are not possible here; for the characters \"$${\" write \"$${$}{\"" :
            "",
            place.pattern != null && place.prefix != "" ? "outputs[${jsonencode(key)}]: gives both \"prefix\" and \"pattern\"; drop one: the prefix \"vod/\" is the pattern \"vod/*\"" :
            "",
            (place.owner_account == null ? false : !can(regex("^\\d{12}$", place.owner_account))) ? "outputs[${jsonencode(key)}].owner_account: ${jsonencode(place.owner_account)} is not an AWS account; write its 12 digits, in quotes" :
            "",
            place.bucket_key && place.kms_key == null ? "outputs[${jsonencode(key)}]: \"bucket_key\" says nothing without \"kms_key\"; give the key or drop it" :
            ""
          ]
        ]),
        flatten([
          for identity, same in {
            for key, item in var.outputs :
            (
              item.bucket == null ? null :
              "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
            ) => key...
            if(
              item == null ? null :
              (
                item.bucket == null ? null :
                "${item.bucket}/${(item.pattern == null ? join("", [replace(replace(regex("^[\\t\\n\\r\\x20-\\xff]*", item.prefix), "$${", "$${$}{"), "/[*?]/", "$$${$0}"), "*"]) : item.pattern)}"
              )
            ) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "outputs[${jsonencode(key)}]: is the same location as outputs[${jsonencode(same[0])}]; drop one (a second key goes into \"kms_keys\")"
          ]
        ])
      ))
    )
  }
}

variable "api_gateway" {
  type = object({
    all = optional(bool, false)
    endpoints = optional(list(object({
      url        = optional(string)
      arn        = optional(string)
      method     = optional(string)
      account_id = optional(string)
      stage      = optional(string)
    })), [])
  })
  description = <<-EOT
    API Gateway endpoints that jobs call, for DRM keys (SPEKE) and Nielsen watermarks, with access_mode "configured". Left out: none.
    - `all`: any API of any account that admits the role. Left out: false
    - `endpoints.url`: `https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH`, as it stands in the job
    - `endpoints.arn`: instead of `url`: `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH`
    - `endpoints.method`: HTTP method, or `*`. Left out: POST, as SPEKE key requests are
    - `endpoints.account_id`: account that owns the API. Left out: the role's account
    - `endpoints.stage`: `$default` for an HTTP API whose URL has no stage. Left out: the first segment of the URL's path
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      [
        var.api_gateway.all && length(var.api_gateway.endpoints) > 0 ? "api_gateway: gives both \"all\" and \"endpoints\", and all are all; drop one of them" :
        ""
      ],
      flatten([
        for index, endpoint in var.api_gateway.endpoints :
        endpoint == null ? ["api_gateway.endpoints[${index}]: is null; leave the entry out, or say what it is"] :
        [
          (endpoint.url == null) == (endpoint.arn == null) ? "api_gateway.endpoints[${index}]: gives neither or both of \"url\" and \"arn\"; give one" :
          (
            endpoint.arn == null ? false :
            !can(regex("^arn:[a-z][a-z-]*:execute-api:[a-z0-9*-]+:[a-z0-9*]+:[^/]*\\/.*$", endpoint.arn))
          ) ?
          "api_gateway.endpoints[${index}].arn: ${jsonencode(endpoint.arn)} is not such an ARN; write \"arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH\"" :
          (endpoint.url == null ? false : !can(regex("^[a-zA-Z][a-zA-Z0-9+.-]*:\\/\\/[^/]", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is neither a URL nor an ARN; write \"https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH\"" :
          (endpoint.url == null ? false : !can(regex("^[hH][tT][tT][pP][sS]:", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is not an https URL, and MediaConvert calls no other; correct it" :
          (endpoint.url == null ? false : can(regex("[?#]|^[^/]*\\/\\/[^/]*[@:]", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} has a user, port, query or fragment; write scheme, host and path only" :
          (
            endpoint.url == null ? false :
            !can(regex(
              "^[^/]*\\/\\/[a-zA-Z0-9-]+\\.execute-api\\.[a-zA-Z0-9-]+\\.amazonaws\\.com(\\.cn)?(\\/|$)",
              endpoint.url
            ))
          ) ?
          "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is not an execute-api address: for a custom domain give the API's execute-api ARN; an endpoint outside API Gateway needs nothing on the role, leave it out" :
          (endpoint.url == null ? false : can(regex("^[^/]*\\/\\/[^/.]*-", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is the address of a private API, which MediaConvert cannot reach" :
          (endpoint.url == null ? false : !can(regex("^[^/]*\\/\\/[^/]*(\\/[\\w.~!$&'()*+,;=:@%-]*)*$", endpoint.url))) ?
          "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} has a path that holds spaces, special characters or dot segments; write them as %XX, or give the API's execute-api ARN" :
          (endpoint.url == null ? false : can(regex("\\/\\.\\.?(\\/|$)", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} has a path that holds spaces, special characters or dot segments; write them as %XX, or give the API's execute-api ARN" :
          "",
          (
            endpoint.method == null ? false :
            !contains(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"], endpoint.method)
          ) ?
          "api_gateway.endpoints[${index}].method: ${jsonencode(endpoint.method)} is not possible; write \"GET\", \"POST\", \"PUT\", \"PATCH\", \"DELETE\", \"HEAD\", \"OPTIONS\" or \"*\"" :
          "",
          (endpoint.account_id == null ? false : !can(regex("^\\d{12}$", endpoint.account_id))) ? "api_gateway.endpoints[${index}].account_id: ${jsonencode(endpoint.account_id)} is not an AWS account; write its 12 digits, in quotes" :
          "",
          (endpoint.stage == null ? false : !can(regex("^(\\$default|[A-Za-z0-9_-]{1,128})$", endpoint.stage))) ? "api_gateway.endpoints[${index}].stage: ${jsonencode(endpoint.stage)} is no stage; write \"$default\", or letters, digits, \"-\" and \"_\"" :
          "",
          endpoint.arn != null && endpoint.method != null ? "api_gateway.endpoints[${index}]: \"method\" goes with \"url\": an ARN says it itself; drop it" :
          "",
          endpoint.arn != null && endpoint.account_id != null ? "api_gateway.endpoints[${index}]: \"account_id\" goes with \"url\": an ARN says it itself; drop it" :
          "",
          endpoint.arn != null && endpoint.stage != null ? "api_gateway.endpoints[${index}]: \"stage\" goes with \"url\": an ARN says it itself; drop it" :
          ""
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [
          var.api_gateway.all && length(var.api_gateway.endpoints) > 0 ? "api_gateway: gives both \"all\" and \"endpoints\", and all are all; drop one of them" :
          ""
        ],
        flatten([
          for index, endpoint in var.api_gateway.endpoints :
          endpoint == null ? ["api_gateway.endpoints[${index}]: is null; leave the entry out, or say what it is"] :
          [
            (endpoint.url == null) == (endpoint.arn == null) ? "api_gateway.endpoints[${index}]: gives neither or both of \"url\" and \"arn\"; give one" :
            (
              endpoint.arn == null ? false :
              !can(regex("^arn:[a-z][a-z-]*:execute-api:[a-z0-9*-]+:[a-z0-9*]+:[^/]*\\/.*$", endpoint.arn))
            ) ?
            "api_gateway.endpoints[${index}].arn: ${jsonencode(endpoint.arn)} is not such an ARN; write \"arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH\"" :
            (endpoint.url == null ? false : !can(regex("^[a-zA-Z][a-zA-Z0-9+.-]*:\\/\\/[^/]", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is neither a URL nor an ARN; write \"https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH\"" :
            (endpoint.url == null ? false : !can(regex("^[hH][tT][tT][pP][sS]:", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is not an https URL, and MediaConvert calls no other; correct it" :
            (endpoint.url == null ? false : can(regex("[?#]|^[^/]*\\/\\/[^/]*[@:]", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} has a user, port, query or fragment; write scheme, host and path only" :
            (
              endpoint.url == null ? false :
              !can(regex(
                "^[^/]*\\/\\/[a-zA-Z0-9-]+\\.execute-api\\.[a-zA-Z0-9-]+\\.amazonaws\\.com(\\.cn)?(\\/|$)",
                endpoint.url
              ))
            ) ?
            "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is not an execute-api address: for a custom domain give the API's execute-api ARN; an endpoint outside API Gateway needs nothing on the role, leave it out" :
            (endpoint.url == null ? false : can(regex("^[^/]*\\/\\/[^/.]*-", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} is the address of a private API, which MediaConvert cannot reach" :
            (
              endpoint.url == null ? false :
              !can(regex("^[^/]*\\/\\/[^/]*(\\/[\\w.~!$&'()*+,;=:@%-]*)*$", endpoint.url))
            ) ?
            "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} has a path that holds spaces, special characters or dot segments; write them as %XX, or give the API's execute-api ARN" :
            (endpoint.url == null ? false : can(regex("\\/\\.\\.?(\\/|$)", endpoint.url))) ? "api_gateway.endpoints[${index}].url: ${jsonencode(endpoint.url)} has a path that holds spaces, special characters or dot segments; write them as %XX, or give the API's execute-api ARN" :
            "",
            (
              endpoint.method == null ? false :
              !contains(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "*"], endpoint.method)
            ) ?
            "api_gateway.endpoints[${index}].method: ${jsonencode(endpoint.method)} is not possible; write \"GET\", \"POST\", \"PUT\", \"PATCH\", \"DELETE\", \"HEAD\", \"OPTIONS\" or \"*\"" :
            "",
            (endpoint.account_id == null ? false : !can(regex("^\\d{12}$", endpoint.account_id))) ? "api_gateway.endpoints[${index}].account_id: ${jsonencode(endpoint.account_id)} is not an AWS account; write its 12 digits, in quotes" :
            "",
            (endpoint.stage == null ? false : !can(regex("^(\\$default|[A-Za-z0-9_-]{1,128})$", endpoint.stage))) ? "api_gateway.endpoints[${index}].stage: ${jsonencode(endpoint.stage)} is no stage; write \"$default\", or letters, digits, \"-\" and \"_\"" :
            "",
            endpoint.arn != null && endpoint.method != null ? "api_gateway.endpoints[${index}]: \"method\" goes with \"url\": an ARN says it itself; drop it" :
            "",
            endpoint.arn != null && endpoint.account_id != null ? "api_gateway.endpoints[${index}]: \"account_id\" goes with \"url\": an ARN says it itself; drop it" :
            "",
            endpoint.arn != null && endpoint.stage != null ? "api_gateway.endpoints[${index}]: \"stage\" goes with \"url\": an ARN says it itself; drop it" :
            ""
          ]
        ])
      ))
    )
  }
}

variable "secrets" {
  type = map(object({
    secret  = string
    kms_key = optional(string)
  }))
  description = <<-EOT
    Secrets Manager secrets that jobs read (Kantar credentials, C2PA certificates), in any mode. The keys are names of your choice. Left out: none.
    - `secret`: name of the secret, or its full ARN with the six characters at the end. A name means this account and Region
    - `kms_key`: the entry of `kms_keys` that encrypts the secret; a grant on it needs the secret's full ARN. Left out: no key permission
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      flatten([
        for key, item in var.secrets :
        item == null ? ["secrets[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
        [
          can(regex("^arn:", item.secret)) && !can(regex(
            "^arn:[a-z][a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[\\w/+=.@!-]+$",
            item.secret
          )) ?
          "secrets[${jsonencode(key)}].secret: ${jsonencode(item.secret)} is not such an ARN; write \"arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-abc123\"" :
          !can(regex("^arn:", item.secret)) && !can(regex("^[\\w/+=.@-]{1,512}$", item.secret)) ? "secrets[${jsonencode(key)}].secret: ${jsonencode(item.secret)} is neither a secret's name (1–512 of A–Z a–z 0–9 / _ + = . @ -) nor its ARN" :
          ""
        ]
      ]),
      flatten([
        for identity, same in {
          for key, item in var.secrets :
          item.secret => key...
          if(item == null ? null : item.secret) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "secrets[${jsonencode(key)}].secret: ${jsonencode(identity)} is also at secrets[${jsonencode(same[0])}].secret; drop one"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        flatten([
          for key, item in var.secrets :
          item == null ? ["secrets[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
          [
            can(regex("^arn:", item.secret)) && !can(regex(
              "^arn:[a-z][a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[\\w/+=.@!-]+$",
              item.secret
            )) ?
            "secrets[${jsonencode(key)}].secret: ${jsonencode(item.secret)} is not such an ARN; write \"arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-abc123\"" :
            !can(regex("^arn:", item.secret)) && !can(regex("^[\\w/+=.@-]{1,512}$", item.secret)) ? "secrets[${jsonencode(key)}].secret: ${jsonencode(item.secret)} is neither a secret's name (1–512 of A–Z a–z 0–9 / _ + = . @ -) nor its ARN" :
            ""
          ]
        ]),
        flatten([
          for identity, same in {
            for key, item in var.secrets :
            item.secret => key...
            if(item == null ? null : item.secret) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "secrets[${jsonencode(key)}].secret: ${jsonencode(identity)} is also at secrets[${jsonencode(same[0])}].secret; drop one"
          ]
        ])
      ))
    )
  }
}

variable "tams_connections" {
  type = map(object({
    connection_arn = string
    kms_key        = optional(string)
  }))
  description = <<-EOT
    EventBridge connections to TAMS servers that jobs read from (`TamsSettings` in the job), in any mode. Each gives `events:RetrieveConnectionCredentials`, and access to the connection's own secret. The keys are names of your choice. Left out: none.
    - `connection_arn`: `arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID`
    - `kms_key`: the entry of `kms_keys` that encrypts the secret of the connection; a grant cannot name that secret, so `kms_authorization` has to be "policy". Left out: no key permission
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      flatten([
        for key, item in var.tams_connections :
        item == null ? ["tams_connections[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
        [
          !can(regex(
            "^arn:[a-z][a-z-]*:events:[a-z0-9-]+:\\d{12}:connection\\/[\\w.-]{1,64}\\/[0-9a-fA-F-]+$",
            item.connection_arn
          )) ?
          "tams_connections[${jsonencode(key)}].connection_arn: ${jsonencode(item.connection_arn)} is not such an ARN; write \"arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID\"" :
          ""
        ]
      ]),
      flatten([
        for identity, same in {
          for key, item in var.tams_connections :
          item.connection_arn => key...
          if(item == null ? null : item.connection_arn) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "tams_connections[${jsonencode(key)}].connection_arn: ${jsonencode(identity)} is also at tams_connections[${jsonencode(same[0])}].connection_arn; drop one"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        flatten([
          for key, item in var.tams_connections :
          item == null ? ["tams_connections[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
          [
            !can(regex(
              "^arn:[a-z][a-z-]*:events:[a-z0-9-]+:\\d{12}:connection\\/[\\w.-]{1,64}\\/[0-9a-fA-F-]+$",
              item.connection_arn
            )) ?
            "tams_connections[${jsonencode(key)}].connection_arn: ${jsonencode(item.connection_arn)} is not such an ARN; write \"arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID\"" :
            ""
          ]
        ]),
        flatten([
          for identity, same in {
            for key, item in var.tams_connections :
            item.connection_arn => key...
            if(item == null ? null : item.connection_arn) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "tams_connections[${jsonencode(key)}].connection_arn: ${jsonencode(identity)} is also at tams_connections[${jsonencode(same[0])}].connection_arn; drop one"
          ]
        ])
      ))
    )
  }
}

variable "elemental_inference" {
  type        = bool
  description = "Whether jobs use Elemental Inference (`SMART_CROP`, `SMART_SUBTITLE`), in any mode: the role makes feeds and uses those of its account and Region. Left out: false."
  default     = false
  nullable    = false
}

variable "inference_feeds" {
  type        = map(string)
  description = "ARNs of feeds of Elemental Inference that jobs take their configuration from, in any mode: `elemental-inference:GetFeed`. The keys are names of your choice. Left out: none."
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      [
        for key, arn in var.inference_feeds :
        !can(regex("^arn:[a-z][a-z-]*:elemental-inference:[a-z0-9-]+:\\d{12}:feed\\/[\\w.-]+$", arn)) ? "inference_feeds[${jsonencode(key)}]: ${jsonencode(arn)} is not such an ARN; write \"arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID\"" :
        ""
      ],
      flatten([
        for identity, same in {
          for key, item in var.inference_feeds :
          item => key...
          if(item == null ? null : item) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "inference_feeds[${jsonencode(key)}]: ${jsonencode(identity)} is also at inference_feeds[${jsonencode(same[0])}]; drop one"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [
          for key, arn in var.inference_feeds :
          !can(regex("^arn:[a-z][a-z-]*:elemental-inference:[a-z0-9-]+:\\d{12}:feed\\/[\\w.-]+$", arn)) ? "inference_feeds[${jsonencode(key)}]: ${jsonencode(arn)} is not such an ARN; write \"arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID\"" :
          ""
        ],
        flatten([
          for identity, same in {
            for key, item in var.inference_feeds :
            item => key...
            if(item == null ? null : item) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "inference_feeds[${jsonencode(key)}]: ${jsonencode(identity)} is also at inference_feeds[${jsonencode(same[0])}]; drop one"
          ]
        ])
      ))
    )
  }
}

variable "kms_keys" {
  type = map(object({
    arn = string
    use = optional(set(string), [])
  }))
  description = <<-EOT
    KMS keys of locations, secrets, connections and other uses, in any mode. The keys of the map are names of your choice and part of the grants' addresses, so the ARNs may be of keys made in the same workspace. For a key of another account whoever deploys needs `kms:CreateGrant`, `kms:ListGrants` and `kms:RevokeGrant` there. Left out: no key permission.
    - `arn`: `arn:aws:kms:REGION:ACCOUNT:key/ID`, no alias
    - `use`: what the key serves beside the locations, secrets and connections that name it as `kms_key`: "input" and "output" (objects under SSE-KMS), "client-side" (inputs encrypted before upload), "signing" (C2PA manifests). Left out: nothing else
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      flatten([
        for key, item in var.kms_keys :
        item == null ? ["kms_keys[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
        [
          can(regex("(^|:)alias\\/", item.arn)) ? "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is an alias, and grants and policies need the key itself; write its ARN, \"arn:aws:kms:REGION:ACCOUNT:key/ID\" (aws kms describe-key shows it)" :
          !can(regex(
            "^arn:[a-z][a-z-]*:kms:[a-z0-9-]+:\\d{12}:key\\/([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32})$",
            item.arn
          )) ?
          "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is not such an ARN; write \"arn:aws:kms:REGION:ACCOUNT:key/ID\"" :
          ""
        ]
      ]),
      flatten([
        for identity, same in {
          for key, item in var.kms_keys :
          item.arn => key...
          if(item == null ? null : item.arn) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "kms_keys[${jsonencode(key)}]: names the same key as kms_keys[${jsonencode(same[0])}]; join their \"use\""
        ]
      ]),
      flatten([
        for key, item in var.kms_keys :
        [
          for use in item == null ? [] :
          item.use :
          !contains(["input", "output", "client-side", "signing"], use) ? "kms_keys[${jsonencode(key)}].use: ${jsonencode(use)} is not possible; write \"input\", \"output\", \"client-side\" or \"signing\"" :
          ""
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        flatten([
          for key, item in var.kms_keys :
          item == null ? ["kms_keys[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
          [
            can(regex("(^|:)alias\\/", item.arn)) ? "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is an alias, and grants and policies need the key itself; write its ARN, \"arn:aws:kms:REGION:ACCOUNT:key/ID\" (aws kms describe-key shows it)" :
            !can(regex(
              "^arn:[a-z][a-z-]*:kms:[a-z0-9-]+:\\d{12}:key\\/([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-fA-F]{32})$",
              item.arn
            )) ?
            "kms_keys[${jsonencode(key)}].arn: ${jsonencode(item.arn)} is not such an ARN; write \"arn:aws:kms:REGION:ACCOUNT:key/ID\"" :
            ""
          ]
        ]),
        flatten([
          for identity, same in {
            for key, item in var.kms_keys :
            item.arn => key...
            if(item == null ? null : item.arn) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "kms_keys[${jsonencode(key)}]: names the same key as kms_keys[${jsonencode(same[0])}]; join their \"use\""
          ]
        ]),
        flatten([
          for key, item in var.kms_keys :
          [
            for use in item == null ? [] :
            item.use :
            !contains(["input", "output", "client-side", "signing"], use) ? "kms_keys[${jsonencode(key)}].use: ${jsonencode(use)} is not possible; write \"input\", \"output\", \"client-side\" or \"signing\"" :
            ""
          ]
        ])
      ))
    )
  }
}

variable "kms_authorization" {
  type        = string
  description = "How the role gets its key permissions: \"grant\", \"policy\" or \"both\". A grant works whatever the key policy delegates. Policy statements are narrower (`kms:ViaService`, encryption context) but need a key policy that delegates to the account. Left out: \"grant\"."
  default     = "grant"
  nullable    = false
  validation {
    condition = length(compact([
      !contains(["grant", "policy", "both"], var.kms_authorization) ? "kms_authorization: ${jsonencode(var.kms_authorization)} is not possible; write \"grant\", \"policy\" or \"both\"" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        !contains(["grant", "policy", "both"], var.kms_authorization) ? "kms_authorization: ${jsonencode(var.kms_authorization)} is not possible; write \"grant\", \"policy\" or \"both\"" :
        ""
      ])
    )
  }
}

variable "kms_encrypt" {
  type        = bool
  description = "Whether output keys also get `kms:Encrypt`, which one AWS page lists. S3 does not call it for SSE-KMS. Left out: false."
  default     = false
  nullable    = false
}

variable "statements" {
  type        = any
  description = "Statements to add to the role's policy, in any mode: a list of objects as IAM writes them (`Effect`, `Action` or `NotAction`, `Resource` or `NotResource`, and if wanted `Sid` and `Condition`), a document of them, or the JSON of one, such as `data.aws_iam_policy_document.extra.json`. IAM variables are written `$$${aws:PrincipalTag/team}`. Left out: none."
  default     = []
  nullable    = false
  validation {
    condition = length((
      length(compact([
        for index, item in flatten([var.statements]) :
        !can(keys(item)) && !can(jsondecode(item)) ? "statements[${index}]: is neither a statement nor JSON; give statements as objects, or the JSON of a policy document or of its statements" :
        try(length(flatten([item.Statement])), length(try(flatten([jsondecode(item).Statement]), jsondecode(item))), 1) == 0 ?
        "statements[${index}]: holds no statement; drop it, or correct the document" :
        ""
      ])) > 0 ?
      compact([
        for index, item in flatten([var.statements]) :
        !can(keys(item)) && !can(jsondecode(item)) ? "statements[${index}]: is neither a statement nor JSON; give statements as objects, or the JSON of a policy document or of its statements" :
        try(length(flatten([item.Statement])), length(try(flatten([jsondecode(item).Statement]), jsondecode(item))), 1) == 0 ?
        "statements[${index}]: holds no statement; drop it, or correct the document" :
        ""
      ]) :
      compact(flatten([
        for index, statement in [
          for statement in concat(
            [
              for item in flatten([var.statements]) :
              item
              if can(keys(item)) && !contains(try(keys(item), []), "Statement")
            ],
            flatten([
              for item in flatten([var.statements]) :
              item.Statement
              if contains(try(keys(item), []), "Statement")
            ]),
            flatten([
              for item in flatten([var.statements]) :
              try(flatten([jsondecode(item).Statement]), jsondecode(item))
              if !can(keys(item))
            ])
          ) :
          try({ for key, value in statement : key => value if value != null }, statement)
        ] :
        concat(
          [
            !can(keys(statement)) ? "statements[${index}]: expected an object, got ${jsonencode(statement)}" :
            "",
            can(keys(statement)) && !can(statement.Effect) ? "statements[${index}]: \"Effect\" is missing; add it" :
            can(statement.Effect) && !try(contains(["Allow", "Deny"], statement.Effect), false) ? "statements[${index}].Effect: ${jsonencode(statement.Effect)} is not possible; write \"Allow\" or \"Deny\"" :
            "",
            can(keys(statement)) && can(statement.Action) == can(statement.NotAction) ? "statements[${index}]: gives neither or both of \"Action\" and \"NotAction\"; give one" :
            "",
            can(keys(statement)) && can(statement.Resource) == can(statement.NotResource) ? "statements[${index}]: gives neither or both of \"Resource\" and \"NotResource\"; give one" :
            "",
            can(statement.Sid) && !can(regex("^[A-Za-z0-9]+$", statement.Sid)) ? "statements[${index}].Sid: Sid ${jsonencode(statement.Sid)} is not possible; use letters and digits only" :
            "",
            can(statement.Condition) && !(
              can(keys(statement.Condition)) && can({
                for operator, tests in statement.Condition :
                operator => { for key, value in tests : key => [for one in flatten([value]) : tostring(one)] }
              })
            ) ?
            "statements[${index}].Condition: expected operator → key → value or values, got ${jsonencode(statement.Condition)}" :
            "",
            can(statement.Action) && length(try(flatten([statement.Action]), [])) == 0 ? "statements[${index}].Action: is an empty list; name something, or leave it out" :
            "",
            can(statement.NotAction) && length(try(flatten([statement.NotAction]), [])) == 0 ? "statements[${index}].NotAction: is an empty list; name something, or leave it out" :
            "",
            can(statement.Resource) && length(try(flatten([statement.Resource]), [])) == 0 ? "statements[${index}].Resource: is an empty list; name something, or leave it out" :
            "",
            can(statement.NotResource) && length(try(flatten([statement.NotResource]), [])) == 0 ? "statements[${index}].NotResource: is an empty list; name something, or leave it out" :
            ""
          ],
          [
            for key in try(keys(statement), []) :
            !contains(["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"], key) ? "statements[${index}]: ${jsonencode(key)} is not a setting here; known are Sid, Effect, Action, NotAction, Resource, NotResource, Condition" :
            ""
          ],
          [
            for position, text in try(flatten([statement.Action]), []) :
            !can(regex("^(\\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$", text)) ? "statements[${index}].Action[${position}]: ${jsonencode(text)} is not an action; write \"service:Action\"" :
            ""
          ],
          [
            for position, text in try(flatten([statement.NotAction]), []) :
            !can(regex("^(\\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$", text)) ? "statements[${index}].NotAction[${position}]: ${jsonencode(text)} is not an action; write \"service:Action\"" :
            ""
          ],
          [
            for position, text in try(flatten([statement.Resource]), []) :
            can(regex("[^\\t\\n\\r\\x20-\\xff]", text)) ? "statements[${index}].Resource[${position}]: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", text))}, which a policy cannot hold; use Latin-1 characters" :
            !can(regex("^(\\*$|arn:[^:]*:[^:]*:[^:]*:[^:]*:.)", text)) ? "statements[${index}].Resource[${position}]: ${jsonencode(text)} is not a resource; write an ARN or \"*\"" :
            ""
          ],
          [
            for position, text in try(flatten([statement.NotResource]), []) :
            can(regex("[^\\t\\n\\r\\x20-\\xff]", text)) ? "statements[${index}].NotResource[${position}]: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", text))}, which a policy cannot hold; use Latin-1 characters" :
            !can(regex("^(\\*$|arn:[^:]*:[^:]*:[^:]*:[^:]*:.)", text)) ? "statements[${index}].NotResource[${position}]: ${jsonencode(text)} is not a resource; write an ARN or \"*\"" :
            ""
          ],
          [
            for text in try(
              flatten([
                for operator, tests in statement.Condition :
                [operator, [for key, value in tests : [key, value]]]
              ]),
              []
            ) :
            can(regex("[^\\t\\n\\r\\x20-\\xff]", text)) ? "statements[${index}].Condition: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", text))}, which a policy cannot hold; use Latin-1 characters" :
            ""
          ]
        )
      ]))
    )) == 0
    error_message = join(
      "\n",
      (
        length(compact([
          for index, item in flatten([var.statements]) :
          !can(keys(item)) && !can(jsondecode(item)) ? "statements[${index}]: is neither a statement nor JSON; give statements as objects, or the JSON of a policy document or of its statements" :
          try(
            length(flatten([item.Statement])),
            length(try(flatten([jsondecode(item).Statement]), jsondecode(item))),
            1
          ) == 0 ?
          "statements[${index}]: holds no statement; drop it, or correct the document" :
          ""
        ])) > 0 ?
        compact([
          for index, item in flatten([var.statements]) :
          !can(keys(item)) && !can(jsondecode(item)) ? "statements[${index}]: is neither a statement nor JSON; give statements as objects, or the JSON of a policy document or of its statements" :
          try(
            length(flatten([item.Statement])),
            length(try(flatten([jsondecode(item).Statement]), jsondecode(item))),
            1
          ) == 0 ?
          "statements[${index}]: holds no statement; drop it, or correct the document" :
          ""
        ]) :
        compact(flatten([
          for index, statement in [
            for statement in concat(
              [
                for item in flatten([var.statements]) :
                item
                if can(keys(item)) && !contains(try(keys(item), []), "Statement")
              ],
              flatten([
                for item in flatten([var.statements]) :
                item.Statement
                if contains(try(keys(item), []), "Statement")
              ]),
              flatten([
                for item in flatten([var.statements]) :
                try(flatten([jsondecode(item).Statement]), jsondecode(item))
                if !can(keys(item))
              ])
            ) :
            try({ for key, value in statement : key => value if value != null }, statement)
          ] :
          concat(
            [
              !can(keys(statement)) ? "statements[${index}]: expected an object, got ${jsonencode(statement)}" :
              "",
              can(keys(statement)) && !can(statement.Effect) ? "statements[${index}]: \"Effect\" is missing; add it" :
              can(statement.Effect) && !try(contains(["Allow", "Deny"], statement.Effect), false) ? "statements[${index}].Effect: ${jsonencode(statement.Effect)} is not possible; write \"Allow\" or \"Deny\"" :
              "",
              can(keys(statement)) && can(statement.Action) == can(statement.NotAction) ? "statements[${index}]: gives neither or both of \"Action\" and \"NotAction\"; give one" :
              "",
              can(keys(statement)) && can(statement.Resource) == can(statement.NotResource) ? "statements[${index}]: gives neither or both of \"Resource\" and \"NotResource\"; give one" :
              "",
              can(statement.Sid) && !can(regex("^[A-Za-z0-9]+$", statement.Sid)) ? "statements[${index}].Sid: Sid ${jsonencode(statement.Sid)} is not possible; use letters and digits only" :
              "",
              can(statement.Condition) && !(
                can(keys(statement.Condition)) && can({
                  for operator, tests in statement.Condition :
                  operator => { for key, value in tests : key => [for one in flatten([value]) : tostring(one)] }
                })
              ) ?
              "statements[${index}].Condition: expected operator → key → value or values, got ${jsonencode(statement.Condition)}" :
              "",
              can(statement.Action) && length(try(flatten([statement.Action]), [])) == 0 ? "statements[${index}].Action: is an empty list; name something, or leave it out" :
              "",
              can(statement.NotAction) && length(try(flatten([statement.NotAction]), [])) == 0 ? "statements[${index}].NotAction: is an empty list; name something, or leave it out" :
              "",
              can(statement.Resource) && length(try(flatten([statement.Resource]), [])) == 0 ? "statements[${index}].Resource: is an empty list; name something, or leave it out" :
              "",
              can(statement.NotResource) && length(try(flatten([statement.NotResource]), [])) == 0 ? "statements[${index}].NotResource: is an empty list; name something, or leave it out" :
              ""
            ],
            [
              for key in try(keys(statement), []) :
              !contains(["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"], key) ? "statements[${index}]: ${jsonencode(key)} is not a setting here; known are Sid, Effect, Action, NotAction, Resource, NotResource, Condition" :
              ""
            ],
            [
              for position, text in try(flatten([statement.Action]), []) :
              !can(regex("^(\\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$", text)) ? "statements[${index}].Action[${position}]: ${jsonencode(text)} is not an action; write \"service:Action\"" :
              ""
            ],
            [
              for position, text in try(flatten([statement.NotAction]), []) :
              !can(regex("^(\\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$", text)) ? "statements[${index}].NotAction[${position}]: ${jsonencode(text)} is not an action; write \"service:Action\"" :
              ""
            ],
            [
              for position, text in try(flatten([statement.Resource]), []) :
              can(regex("[^\\t\\n\\r\\x20-\\xff]", text)) ? "statements[${index}].Resource[${position}]: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", text))}, which a policy cannot hold; use Latin-1 characters" :
              !can(regex("^(\\*$|arn:[^:]*:[^:]*:[^:]*:[^:]*:.)", text)) ? "statements[${index}].Resource[${position}]: ${jsonencode(text)} is not a resource; write an ARN or \"*\"" :
              ""
            ],
            [
              for position, text in try(flatten([statement.NotResource]), []) :
              can(regex("[^\\t\\n\\r\\x20-\\xff]", text)) ? "statements[${index}].NotResource[${position}]: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", text))}, which a policy cannot hold; use Latin-1 characters" :
              !can(regex("^(\\*$|arn:[^:]*:[^:]*:[^:]*:[^:]*:.)", text)) ? "statements[${index}].NotResource[${position}]: ${jsonencode(text)} is not a resource; write an ARN or \"*\"" :
              ""
            ],
            [
              for text in try(
                flatten([
                  for operator, tests in statement.Condition :
                  [operator, [for key, value in tests : [key, value]]]
                ]),
                []
              ) :
              can(regex("[^\\t\\n\\r\\x20-\\xff]", text)) ? "statements[${index}].Condition: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\xff]", text))}, which a policy cannot hold; use Latin-1 characters" :
              ""
            ]
          )
        ]))
      )
    )
  }
}

variable "inline_policies" {
  type        = map(string)
  description = "Inline policies of the role, in any mode: name → JSON of the document, such as `data.aws_iam_policy_document.extra.json`. Together they have up to 10,240 characters. Left out: none."
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      [
        for name, document in var.inline_policies :
        !can(regex("^[\\w+=,.@-]{1,128}$", name)) ? "inline_policies[${jsonencode(name)}]: ${jsonencode(name)} (${length(name)} characters) is not the name of a policy; use 1–128 of A–Z a–z 0–9 _ + = , . @ -" :
        !contains(try(keys(jsondecode(document)), []), "Statement") ? "inline_policies[${jsonencode(name)}]: is not the JSON of a policy document; give { \"Version\": \"2012-10-17\", \"Statement\": […] } as text" :
        ""
      ],
      [
        length(join("", [for document in values(var.inline_policies) : jsonencode(try(jsondecode(document), ""))])) > 10240 ?
        "inline_policies: the inline policies have ${length(join("", [for document in values(var.inline_policies) : jsonencode(try(jsondecode(document), ""))]))} characters together, more than the 10240 that a role can have; attach managed policies by \"managed_policy_arns\", or say it in \"statements\"" :
        ""
      ]
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [
          for name, document in var.inline_policies :
          !can(regex("^[\\w+=,.@-]{1,128}$", name)) ? "inline_policies[${jsonencode(name)}]: ${jsonencode(name)} (${length(name)} characters) is not the name of a policy; use 1–128 of A–Z a–z 0–9 _ + = , . @ -" :
          !contains(try(keys(jsondecode(document)), []), "Statement") ? "inline_policies[${jsonencode(name)}]: is not the JSON of a policy document; give { \"Version\": \"2012-10-17\", \"Statement\": […] } as text" :
          ""
        ],
        [
          length(join("", [for document in values(var.inline_policies) : jsonencode(try(jsondecode(document), ""))])) > 10240 ?
          "inline_policies: the inline policies have ${length(join("", [for document in values(var.inline_policies) : jsonencode(try(jsondecode(document), ""))]))} characters together, more than the 10240 that a role can have; attach managed policies by \"managed_policy_arns\", or say it in \"statements\"" :
          ""
        ]
      ))
    )
  }
}

variable "exclusive" {
  type        = bool
  description = "Whether the role keeps only the policies that are named here. The plan shows what something else has attached or written into the role, and the apply takes it away. Left out: false, and policies that something else gives the role stay."
  default     = false
  nullable    = false
}

variable "adopt" {
  type        = bool
  description = "Whether the role is there already and is taken over. `path` is then /service-role/ unless it is given, and the output `import_blocks` has the `import` blocks for the root module, where alone Terraform takes them. Left out: false."
  default     = false
  nullable    = false
}

variable "module_address" {
  type        = string
  description = "Address of this module in the root module, for `import_blocks`: `module.NAME`, `module.NAME[\"KEY\"]`. Left out: `module.mediaconvert_role`."
  default     = null
}

variable "role_name" {
  type        = string
  description = "Name of the role, 1–64 of A–Z a–z 0–9 _ + = , . @ -. Left out: MediaConvert_Default_Role, which the MediaConvert console selects by itself. Changing it replaces the role."
  default     = "MediaConvert_Default_Role"
  nullable    = false
  validation {
    condition = length(compact([
      !can(regex("^[\\w+=,.@-]{1,64}$", var.role_name)) ? "role_name: role name ${jsonencode(var.role_name)} (${length(var.role_name)} characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        !can(regex("^[\\w+=,.@-]{1,64}$", var.role_name)) ? "role_name: role name ${jsonencode(var.role_name)} (${length(var.role_name)} characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -" :
        ""
      ])
    )
  }
}

variable "path" {
  type        = string
  description = "IAM path of the role. MediaConvert is known to work with / and /service-role/; for others error 1432 has been reported. Left out: /, and with `adopt` /service-role/. Changing it replaces the role."
  default     = null
  validation {
    condition = length(compact([
      (var.path == null ? false : !can(regex("^\\/([\\x21-\\x7e]+\\/)?$", var.path)) || length(var.path) > 512) ? "path: path ${jsonencode(var.path)} is not possible; begin and end it with \"/\", at most 512 characters without spaces, such as \"/\" or \"/service-role/\"" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        (var.path == null ? false : !can(regex("^\\/([\\x21-\\x7e]+\\/)?$", var.path)) || length(var.path) > 512) ? "path: path ${jsonencode(var.path)} is not possible; begin and end it with \"/\", at most 512 characters without spaces, such as \"/\" or \"/service-role/\"" :
        ""
      ])
    )
  }
}

variable "policy_path" {
  type        = string
  description = "IAM path of the policy that this module makes. Left out: the role's path, where a policy may have it, else /."
  default     = null
  validation {
    condition = length(compact([
      (
        var.policy_path == null ? false :
        !can(regex("^(\\/[A-Za-z0-9.,+@=_-]+)*\\/$", var.policy_path)) || length(var.policy_path) > 512
      ) ?
      "policy_path: policy path ${jsonencode(var.policy_path)} is not possible; begin and end it with \"/\", between them A–Z a–z 0–9 . , + @ = _ -" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        (
          var.policy_path == null ? false :
          !can(regex("^(\\/[A-Za-z0-9.,+@=_-]+)*\\/$", var.policy_path)) || length(var.policy_path) > 512
        ) ?
        "policy_path: policy path ${jsonencode(var.policy_path)} is not possible; begin and end it with \"/\", between them A–Z a–z 0–9 . , + @ = _ -" :
        ""
      ])
    )
  }
}

variable "description" {
  type        = string
  description = "Description of the role, up to 1000 Latin-1 characters. Left out: \"Assumed by AWS Elemental MediaConvert to run transcoding jobs\"."
  default     = "Assumed by AWS Elemental MediaConvert to run transcoding jobs"
  nullable    = false
  validation {
    condition = length(compact(concat(
      [
        length(var.description) > 1000 ? "description: has ${length(var.description)} characters, more than 1000; shorten it" :
        ""
      ],
      [
        can(regex("[^\\t\\n\\r\\x20-\\x7e\\xa1-\\xff]", var.description)) ? "description: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\x7e\\xa1-\\xff]", var.description))}, which IAM does not accept in a description; use Latin-1 characters" :
        ""
      ]
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [
          length(var.description) > 1000 ? "description: has ${length(var.description)} characters, more than 1000; shorten it" :
          ""
        ],
        [
          can(regex("[^\\t\\n\\r\\x20-\\x7e\\xa1-\\xff]", var.description)) ? "description: holds ${jsonencode(regex("[^\\t\\n\\r\\x20-\\x7e\\xa1-\\xff]", var.description))}, which IAM does not accept in a description; use Latin-1 characters" :
          ""
        ]
      ))
    )
  }
}

variable "max_session_duration" {
  type        = number
  description = "Longest session in seconds, 3600–43200. It does not limit the sessions of AWS services. Left out: 3600, IAM's own default."
  default     = 3600
  nullable    = false
  validation {
    condition = length(compact([
      var.max_session_duration < 3600 ||
      var.max_session_duration > 43200 ||
      floor(var.max_session_duration) != var.max_session_duration ?
      "max_session_duration: ${var.max_session_duration} is outside 3600–43200 seconds; give a whole number in that range" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        var.max_session_duration < 3600 ||
        var.max_session_duration > 43200 ||
        floor(var.max_session_duration) != var.max_session_duration ?
        "max_session_duration: ${var.max_session_duration} is outside 3600–43200 seconds; give a whole number in that range" :
        ""
      ])
    )
  }
}

variable "permissions_boundary" {
  type        = string
  description = "ARN of the managed policy that bounds the role. Left out: no boundary."
  default     = null
  validation {
    condition = length(compact([
      (
        var.permissions_boundary == null ? false :
        !can(regex("^arn:[a-z][a-z-]*:iam::(aws|\\d{12}):policy\\/[\\w+=,.@/-]+$", var.permissions_boundary))
      ) ?
      "permissions_boundary: ${jsonencode(var.permissions_boundary)} is not such an ARN; write \"arn:aws:iam::ACCOUNT:policy/NAME\"" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        (
          var.permissions_boundary == null ? false :
          !can(regex("^arn:[a-z][a-z-]*:iam::(aws|\\d{12}):policy\\/[\\w+=,.@/-]+$", var.permissions_boundary))
        ) ?
        "permissions_boundary: ${jsonencode(var.permissions_boundary)} is not such an ARN; write \"arn:aws:iam::ACCOUNT:policy/NAME\"" :
        ""
      ])
    )
  }
}

variable "force_detach_policies" {
  type        = bool
  description = "Whether destroying the role detaches policies that something else has attached. Left out: false, and such a policy blocks the destruction."
  default     = false
  nullable    = false
}

variable "tags" {
  type        = map(string)
  description = "Tags of the role and its policy, up to 50. Left out: no tags beside the provider's default tags."
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      [length(var.tags) > 50 ? "tags: has ${length(var.tags)} tags, more than 50; drop some" : ""],
      [
        for key, text in var.tags :
        can(regex("(?i)^aws:", key)) ? "tags[${jsonencode(key)}]: tag key ${jsonencode(key)} begins with \"aws:\", which AWS keeps for itself; rename it" :
        !can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}$", key)) ? "tags[${jsonencode(key)}]: the key of tag ${jsonencode(key)} is not possible; use 1–128 letters, digits, spaces and _ . : / = + - @" :
        !can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}$", text)) ? "tags[${jsonencode(key)}]: the value of tag ${jsonencode(key)} is not possible; use at most 256 letters, digits, spaces and _ . : / = + - @" :
        ""
      ]
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [length(var.tags) > 50 ? "tags: has ${length(var.tags)} tags, more than 50; drop some" : ""],
        [
          for key, text in var.tags :
          can(regex("(?i)^aws:", key)) ? "tags[${jsonencode(key)}]: tag key ${jsonencode(key)} begins with \"aws:\", which AWS keeps for itself; rename it" :
          !can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}$", key)) ? "tags[${jsonencode(key)}]: the key of tag ${jsonencode(key)} is not possible; use 1–128 letters, digits, spaces and _ . : / = + - @" :
          !can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}$", text)) ? "tags[${jsonencode(key)}]: the value of tag ${jsonencode(key)} is not possible; use at most 256 letters, digits, spaces and _ . : / = + - @" :
          ""
        ]
      ))
    )
  }
}

variable "trust" {
  type = object({
    source_account             = optional(string)
    queues                     = optional(list(string))
    confused_deputy_protection = optional(bool)
    policy                     = optional(string)
  })
  description = <<-EOT
    Who may assume the role. Left out: MediaConvert, on behalf of any queue of the role's account.
    - `source_account`: account whose jobs may use the role (`aws:SourceAccount`). Left out: the role's account
    - `queues`: queues whose jobs may use the role: names, which mean the queue of that name in every Region, or ARNs; `*` and `?` match as in IAM. Name hop queues too. Left out: every queue of the account
    - `confused_deputy_protection`: whether the trust policy has the conditions `aws:SourceAccount` and `aws:SourceArn`. Left out: true. Without them MediaConvert could be made to use the role for somebody else's jobs
    - `policy`: the whole trust policy as JSON, in place of the one that the other attributes make. Left out: that one
  EOT
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      [
        (var.trust.source_account == null ? false : !can(regex("^\\d{12}$", var.trust.source_account))) ? "trust.source_account: ${jsonencode(var.trust.source_account)} is not an AWS account; write its 12 digits, in quotes" :
        ""
      ],
      [
        (var.trust.queues == null ? false : length(var.trust.queues) == 0) ? "trust.queues: is an empty list; name something, or leave it out" :
        ""
      ],
      [
        for index, queue in var.trust.queues == null ? [] :
        var.trust.queues :
        !can(regex("^[\\w .*?-]{1,256}$", queue)) && !can(regex(
          "^arn:[a-z][a-z-]*:mediaconvert:[a-z0-9*-]*:[a-z0-9*]*:queues\\/[\\w .*?-]{1,256}$",
          queue
        )) ?
        "trust.queues[${index}]: ${jsonencode(queue)} is neither a queue's name nor its ARN; write \"Default\" or \"arn:aws:mediaconvert:REGION:ACCOUNT:queues/NAME\"" :
        ""
      ],
      [
        (var.trust.policy == null ? false : !contains(try(keys(jsondecode(var.trust.policy)), []), "Statement")) ? "trust.policy: is not the JSON of a policy document; give { \"Version\": \"2012-10-17\", \"Statement\": […] } as text" :
        ""
      ],
      [
        var.trust.source_account != null && var.trust.policy != null ? "trust.source_account: \"source_account\" has no effect beside \"policy\", which is the whole trust policy; drop one" :
        ""
      ],
      [
        var.trust.queues != null && var.trust.policy != null ? "trust.queues: \"queues\" has no effect beside \"policy\", which is the whole trust policy; drop one" :
        ""
      ],
      [
        var.trust.confused_deputy_protection != null && var.trust.policy != null ? "trust.confused_deputy_protection: \"confused_deputy_protection\" has no effect beside \"policy\", which is the whole trust policy; drop one" :
        ""
      ],
      [
        var.trust.source_account != null && var.trust.confused_deputy_protection == false ? "trust.source_account: \"source_account\" has no effect with \"confused_deputy_protection\": false; drop one of them" :
        ""
      ],
      [
        var.trust.queues != null && var.trust.confused_deputy_protection == false ? "trust.queues: \"queues\" has no effect with \"confused_deputy_protection\": false; drop one of them" :
        ""
      ]
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [
          (var.trust.source_account == null ? false : !can(regex("^\\d{12}$", var.trust.source_account))) ? "trust.source_account: ${jsonencode(var.trust.source_account)} is not an AWS account; write its 12 digits, in quotes" :
          ""
        ],
        [
          (var.trust.queues == null ? false : length(var.trust.queues) == 0) ? "trust.queues: is an empty list; name something, or leave it out" :
          ""
        ],
        [
          for index, queue in var.trust.queues == null ? [] :
          var.trust.queues :
          !can(regex("^[\\w .*?-]{1,256}$", queue)) && !can(regex(
            "^arn:[a-z][a-z-]*:mediaconvert:[a-z0-9*-]*:[a-z0-9*]*:queues\\/[\\w .*?-]{1,256}$",
            queue
          )) ?
          "trust.queues[${index}]: ${jsonencode(queue)} is neither a queue's name nor its ARN; write \"Default\" or \"arn:aws:mediaconvert:REGION:ACCOUNT:queues/NAME\"" :
          ""
        ],
        [
          (var.trust.policy == null ? false : !contains(try(keys(jsondecode(var.trust.policy)), []), "Statement")) ? "trust.policy: is not the JSON of a policy document; give { \"Version\": \"2012-10-17\", \"Statement\": […] } as text" :
          ""
        ],
        [
          var.trust.source_account != null && var.trust.policy != null ? "trust.source_account: \"source_account\" has no effect beside \"policy\", which is the whole trust policy; drop one" :
          ""
        ],
        [
          var.trust.queues != null && var.trust.policy != null ? "trust.queues: \"queues\" has no effect beside \"policy\", which is the whole trust policy; drop one" :
          ""
        ],
        [
          var.trust.confused_deputy_protection != null && var.trust.policy != null ? "trust.confused_deputy_protection: \"confused_deputy_protection\" has no effect beside \"policy\", which is the whole trust policy; drop one" :
          ""
        ],
        [
          var.trust.source_account != null && var.trust.confused_deputy_protection == false ? "trust.source_account: \"source_account\" has no effect with \"confused_deputy_protection\": false; drop one of them" :
          ""
        ],
        [
          var.trust.queues != null && var.trust.confused_deputy_protection == false ? "trust.queues: \"queues\" has no effect with \"confused_deputy_protection\": false; drop one of them" :
          ""
        ]
      ))
    )
  }
}

variable "submitters" {
  type        = map(string)
  description = "Names of roles that submit jobs with this one. Each gets an inline policy with `iam:PassRole` on it, for MediaConvert only; `mediaconvert:CreateJob` it has to have by itself. They are in this role's account, and something else makes them. The keys are names of your choice and part of the policies' addresses. Left out: none."
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      flatten([
        for key, name in var.submitters :
        name == null ? ["submitters[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
        [
          startswith(name, "arn:") ? "submitters[${jsonencode(key)}]: ${jsonencode(name)} is an ARN; write the role's name, which stands behind its last slash" :
          !can(regex("^[\\w+=,.@-]{1,64}$", name)) ? "submitters[${jsonencode(key)}]: role name ${jsonencode(name)} (${length(name)} characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -" :
          ""
        ]
      ]),
      flatten([
        for identity, same in {
          for key, item in var.submitters :
          lower(item) => key...
          if(item == null ? null : lower(item)) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "submitters[${jsonencode(key)}]: ${jsonencode(identity)} is also at submitters[${jsonencode(same[0])}]; drop one"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        flatten([
          for key, name in var.submitters :
          name == null ? ["submitters[${jsonencode(key)}]: is null; leave the entry out, or say what it is"] :
          [
            startswith(name, "arn:") ? "submitters[${jsonencode(key)}]: ${jsonencode(name)} is an ARN; write the role's name, which stands behind its last slash" :
            !can(regex("^[\\w+=,.@-]{1,64}$", name)) ? "submitters[${jsonencode(key)}]: role name ${jsonencode(name)} (${length(name)} characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -" :
            ""
          ]
        ]),
        flatten([
          for identity, same in {
            for key, item in var.submitters :
            lower(item) => key...
            if(item == null ? null : lower(item)) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "submitters[${jsonencode(key)}]: ${jsonencode(identity)} is also at submitters[${jsonencode(same[0])}]; drop one"
          ]
        ])
      ))
    )
  }
}

variable "managed_policy_arns" {
  type        = map(string)
  description = "ARNs of managed policies to attach, in any mode. The keys are names of your choice and part of the attachments' addresses. Left out: none beside those of the mode."
  default     = {}
  nullable    = false
  validation {
    condition = length(compact(concat(
      [
        for key, arn in var.managed_policy_arns :
        !can(regex("^arn:[a-z][a-z-]*:iam::(aws|\\d{12}):policy\\/[\\w+=,.@/-]+$", arn)) ? "managed_policy_arns[${jsonencode(key)}]: ${jsonencode(arn)} is not such an ARN; write \"arn:aws:iam::ACCOUNT:policy/NAME\"" :
        ""
      ],
      flatten([
        for identity, same in {
          for key, item in var.managed_policy_arns :
          item => key...
          if(item == null ? null : item) != null
        } :
        [
          for key in slice(same, 1, length(same)) :
          "managed_policy_arns[${jsonencode(key)}]: ${jsonencode(identity)} is also at managed_policy_arns[${jsonencode(same[0])}]; drop one"
        ]
      ])
    ))) == 0
    error_message = join(
      "\n",
      compact(concat(
        [
          for key, arn in var.managed_policy_arns :
          !can(regex("^arn:[a-z][a-z-]*:iam::(aws|\\d{12}):policy\\/[\\w+=,.@/-]+$", arn)) ? "managed_policy_arns[${jsonencode(key)}]: ${jsonencode(arn)} is not such an ARN; write \"arn:aws:iam::ACCOUNT:policy/NAME\"" :
          ""
        ],
        flatten([
          for identity, same in {
            for key, item in var.managed_policy_arns :
            item => key...
            if(item == null ? null : item) != null
          } :
          [
            for key in slice(same, 1, length(same)) :
            "managed_policy_arns[${jsonencode(key)}]: ${jsonencode(identity)} is also at managed_policy_arns[${jsonencode(same[0])}]; drop one"
          ]
        ])
      ))
    )
  }
}

variable "max_attached_policies" {
  type        = number
  description = "How many managed policies the account lets a role have, 1–25. Raise it after raising the IAM quota. Left out: 10."
  default     = 10
  nullable    = false
  validation {
    condition = length(compact([
      var.max_attached_policies < 1 ||
      var.max_attached_policies > 25 ||
      floor(var.max_attached_policies) != var.max_attached_policies ?
      "max_attached_policies: ${var.max_attached_policies} is outside 1–25; give a whole number in that range" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        var.max_attached_policies < 1 ||
        var.max_attached_policies > 25 ||
        floor(var.max_attached_policies) != var.max_attached_policies ?
        "max_attached_policies: ${var.max_attached_policies} is outside 1–25; give a whole number in that range" :
        ""
      ])
    )
  }
}

variable "partition" {
  type        = string
  description = "AWS partition: aws, aws-cn, aws-us-gov. Left out: the provider's, by a data source."
  default     = null
  validation {
    condition = length(compact([
      (var.partition == null ? false : !can(regex("^aws(-[a-z]+)*$", var.partition))) ? "partition: ${jsonencode(var.partition)} is not a partition; write \"aws\", \"aws-cn\" or \"aws-us-gov\"" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        (var.partition == null ? false : !can(regex("^aws(-[a-z]+)*$", var.partition))) ? "partition: ${jsonencode(var.partition)} is not a partition; write \"aws\", \"aws-cn\" or \"aws-us-gov\"" :
        ""
      ])
    )
  }
}

variable "account_id" {
  type        = string
  description = "Account of the role, 12 digits. Left out: the provider's, by a data source. Give it, and `partition`, where the module has `depends_on`: Terraform then still shows the policies in the plan."
  default     = null
  validation {
    condition = length(compact([
      (var.account_id == null ? false : !can(regex("^\\d{12}$", var.account_id))) ? "account_id: ${jsonencode(var.account_id)} is not an AWS account; write its 12 digits, in quotes" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        (var.account_id == null ? false : !can(regex("^\\d{12}$", var.account_id))) ? "account_id: ${jsonencode(var.account_id)} is not an AWS account; write its 12 digits, in quotes" :
        ""
      ])
    )
  }
}

variable "region" {
  type        = string
  description = "Region of the provider, for secrets given by name, for `elemental_inference`, and for checks of keys and endpoints. Left out: the provider's, by a data source where it is needed."
  default     = null
  validation {
    condition = length(compact([
      (var.region == null ? false : !can(regex("^[a-z]{2,5}(-[a-z]+){1,3}-\\d{1,2}$", var.region))) ? "region: ${jsonencode(var.region)} does not look like an AWS Region; write one such as \"eu-west-1\"" :
      ""
    ])) == 0
    error_message = join(
      "\n",
      compact([
        (var.region == null ? false : !can(regex("^[a-z]{2,5}(-[a-z]+){1,3}-\\d{1,2}$", var.region))) ? "region: ${jsonencode(var.region)} does not look like an AWS Region; write one such as \"eu-west-1\"" :
        ""
      ])
    )
  }
}
