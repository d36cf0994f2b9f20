# Written by npm run module.

data "aws_partition" "this" {
  count = var.partition == null ? 1 : 0
}

data "aws_caller_identity" "this" {
  count = var.account_id == null ? 1 : 0
}

data "aws_region" "this" {
  count = var.region == null && (length(var.secrets) + length(var.kms_keys) > 0 || var.elemental_inference) ? 1 : 0
}

resource "aws_iam_role" "this" {
  name                  = var.role_name
  path                  = local.path
  description           = var.description
  assume_role_policy    = local.trust_policy
  max_session_duration  = var.max_session_duration
  permissions_boundary  = var.permissions_boundary
  force_detach_policies = var.force_detach_policies
  tags                  = var.tags
  lifecycle {
    precondition {
      condition     = length(local.problems_of_trust) == 0
      error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_trust))
    }
  }
}

resource "aws_iam_policy" "this" {
  count = local.makes_policy ? 1 : 0
  name  = "${var.role_name}-access"
  path = (
    var.policy_path != null ? var.policy_path :
    can(regex("^(\\/[A-Za-z0-9.,+@=_-]+)*\\/$", local.path)) && length(local.path) <= 512 ? local.path :
    "/"
  )
  description = "What AWS Elemental MediaConvert jobs may do with this role"
  policy      = local.policy
  tags        = var.tags
  lifecycle {
    precondition {
      condition     = length(local.problems_of_policy) == 0
      error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_policy))
    }
  }
}

resource "aws_iam_role_policy_attachment" "this" {
  count      = local.makes_policy ? 1 : 0
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.this[0].arn
}

resource "aws_iam_role_policy_attachment" "full_access" {
  for_each   = toset(var.access_mode == "full" ? ["AmazonS3FullAccess", "AmazonAPIGatewayInvokeFullAccess"] : [])
  role       = aws_iam_role.this.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each   = var.managed_policy_arns
  role       = aws_iam_role.this.name
  policy_arn = each.value
}

resource "aws_iam_role_policies_exclusive" "this" {
  count        = var.exclusive ? 1 : 0
  role_name    = aws_iam_role.this.name
  policy_names = [for policy in aws_iam_role_policy.this : policy.name]
}

resource "aws_iam_role_policy_attachments_exclusive" "this" {
  count     = var.exclusive ? 1 : 0
  role_name = aws_iam_role.this.name
  policy_arns = concat(
    [for attachment in aws_iam_role_policy_attachment.this : attachment.policy_arn],
    [for attachment in aws_iam_role_policy_attachment.full_access : attachment.policy_arn],
    [for attachment in aws_iam_role_policy_attachment.managed : attachment.policy_arn]
  )
}

resource "aws_iam_role_policy" "this" {
  for_each = var.inline_policies
  role     = aws_iam_role.this.name
  name     = each.key
  policy   = each.value
}

resource "aws_iam_role_policy" "submitter" {
  for_each = var.submitters
  name     = "${var.role_name}-pass-role"
  role     = each.value
  policy = jsonencode({
    "Version" = "2012-10-17",
    "Statement" = [{
      "Sid"       = "PassMediaConvertRole",
      "Effect"    = "Allow",
      "Action"    = ["iam:PassRole"],
      "Resource"  = [local.role_arn],
      "Condition" = { "StringEquals" = { "iam:PassedToService" = ["mediaconvert.amazonaws.com"] } }
    }]
  })
  lifecycle {
    precondition {
      condition     = length(local.problems_of_submitters) == 0
      error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_submitters))
    }
  }
}

resource "aws_kms_grant" "key" {
  for_each          = local.key_grants
  name              = "${replace(var.role_name, "/[^A-Za-z0-9_-]/", "-")}/${substr(sha256(join("\n", [local.partition, local.account_id, var.role_name, "key", each.key])), 0, 16)}"
  key_id            = var.kms_keys[each.key].arn
  grantee_principal = aws_iam_role.this.arn
  operations        = each.value
  lifecycle {
    precondition {
      condition     = length(local.problems_of_each_key[each.key]) == 0
      error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_each_key[each.key]))
    }
  }
}

resource "aws_kms_grant" "client_side" {
  for_each          = local.client_side_grants
  name              = "${replace(var.role_name, "/[^A-Za-z0-9_-]/", "-")}/${substr(sha256(join("\n", [local.partition, local.account_id, var.role_name, "client_side", each.key])), 0, 16)}"
  key_id            = var.kms_keys[each.key].arn
  grantee_principal = aws_iam_role.this.arn
  operations        = ["Decrypt"]
  constraints {
    encryption_context_equals = { service = "mediaconvert.amazonaws.com" }
  }
  lifecycle {
    precondition {
      condition     = length(local.problems_of_each_key[each.key]) == 0
      error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_each_key[each.key]))
    }
  }
}

resource "aws_kms_grant" "bucket" {
  for_each          = local.bucket_grants
  name              = "${replace(var.role_name, "/[^A-Za-z0-9_-]/", "-")}/${substr(sha256(join("\n", [local.partition, local.account_id, var.role_name, "bucket", each.key])), 0, 16)}"
  key_id            = var.kms_keys[each.value.kms_key].arn
  grantee_principal = aws_iam_role.this.arn
  operations        = each.value.operations
  constraints {
    encryption_context_subset = { "aws:s3:arn" = each.value.bucket_arn }
  }
  lifecycle {
    precondition {
      condition = length(local.problems_of_each_key[each.value.kms_key]) == 0
      error_message = join(
        "\n",
        concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_each_key[each.value.kms_key])
      )
    }
  }
}

resource "aws_kms_grant" "secret" {
  for_each          = local.secret_grants
  name              = "${replace(var.role_name, "/[^A-Za-z0-9_-]/", "-")}/${substr(sha256(join("\n", [local.partition, local.account_id, var.role_name, "secret", each.key])), 0, 16)}"
  key_id            = var.kms_keys[each.value].arn
  grantee_principal = aws_iam_role.this.arn
  operations        = ["Decrypt"]
  constraints {
    encryption_context_subset = { "SecretARN" = local.secrets[each.key] }
  }
  lifecycle {
    precondition {
      condition     = length(local.problems_of_each_key[each.value]) == 0
      error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.problems_of_each_key[each.value]))
    }
  }
}

check "adoption" {
  assert {
    condition     = length(local.warnings_of_adoption) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_adoption))
  }
}

check "access" {
  assert {
    condition     = length(local.warnings_of_access) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_access))
  }
}

check "attached_policies" {
  assert {
    condition     = length(local.warnings_of_attached_policies) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_attached_policies))
  }
}

check "path" {
  assert {
    condition     = length(local.warnings_of_path) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_path))
  }
}

check "prefixes" {
  assert {
    condition     = length(local.warnings_of_prefixes) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_prefixes))
  }
}

check "foreign_outputs" {
  assert {
    condition     = length(local.warnings_of_foreign_outputs) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_foreign_outputs))
  }
}

check "trust" {
  assert {
    condition     = length(local.warnings_of_trust) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_trust))
  }
}

check "endpoints" {
  assert {
    condition     = length(local.warnings_of_endpoints) == 0
    error_message = join("\n", concat(["Role ${jsonencode(var.role_name)}:"], local.warnings_of_endpoints))
  }
}
