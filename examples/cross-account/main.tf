terraform {
  required_version = ">= 1.5.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

# MediaConvert runs in this account.
provider "aws" {
  region = "eu-west-1"
}

# The outputs belong to that one.
provider "aws" {
  alias  = "archive"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/deploy"
  }
}

module "mediaconvert_role" {
  source = "../../modules/mediaconvert-role"

  access_mode = "configured"
  inputs = {
    masters = { bucket = "amzn-s3-demo-source-bucket" }
  }
  outputs = {
    archive = { bucket = aws_s3_bucket.archive.bucket, prefix = "vod/", kms_key = "archive" }
  }
  kms_keys = {
    archive = { arn = aws_kms_key.archive.arn }
  }
  # The other account's key policy admits the role, so nobody needs kms:CreateGrant there.
  kms_authorization = "policy"
}

resource "aws_s3_bucket" "archive" {
  provider = aws.archive
  bucket   = "amzn-s3-demo-archive-bucket"
}

resource "aws_s3_bucket_policy" "archive" {
  provider = aws.archive
  bucket   = aws_s3_bucket.archive.bucket
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = module.mediaconvert_role.bucket_policy_statements[aws_s3_bucket.archive.bucket]
  })
}

resource "aws_kms_key" "archive" {
  provider                = aws.archive
  description             = "Objects of the archive bucket"
  deletion_window_in_days = 7
}

# A resource of its own: the statements hold the key's ARN, so they cannot stand in the key itself.
resource "aws_kms_key_policy" "archive" {
  provider = aws.archive
  key_id   = aws_kms_key.archive.key_id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = "kms:*"
        Resource  = "*"
      }],
      module.mediaconvert_role.key_policy_statements["archive"],
    )
  })
}

output "role_arn" {
  value = module.mediaconvert_role.role_arn
}
