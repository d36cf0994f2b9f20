terraform {
  required_version = ">= 1.5.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

# Buckets whose objects are encrypted with keys of this workspace.
resource "aws_kms_key" "media" {
  for_each                = toset(["masters", "vod"])
  description             = "Objects of the ${each.key} bucket"
  deletion_window_in_days = 7
}

resource "aws_s3_bucket" "media" {
  for_each = toset(["masters", "vod"])
  bucket   = "amzn-s3-demo-${each.key}-bucket"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "media" {
  for_each = aws_s3_bucket.media
  bucket   = each.value.bucket
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.media[each.key].arn
    }
  }
}

module "mediaconvert_role" {
  source = "../../modules/mediaconvert-role"

  access_mode = "configured"
  inputs = {
    masters = { bucket = aws_s3_bucket.media["masters"].bucket, kms_key = "masters" }
  }
  outputs = {
    # Bucket Keys have been on from the start, so the permission can be narrowed to this bucket.
    vod = { bucket = aws_s3_bucket.media["vod"].bucket, prefix = "public/", kms_key = "vod", bucket_key = true }
  }
  kms_keys = {
    masters = { arn = aws_kms_key.media["masters"].arn }
    vod     = { arn = aws_kms_key.media["vod"].arn }
  }
}

output "grant_ids" {
  value = module.mediaconvert_role.grant_ids
}
