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

module "mediaconvert_role" {
  source = "../../modules/mediaconvert-role"

  access_mode = "configured"
  inputs = {
    masters = { bucket = "amzn-s3-demo-source-bucket", prefix = "masters/" }
  }
  outputs = {
    vod = { bucket = "amzn-s3-demo-destination-bucket", prefix = "vod/" }
  }
}

output "role_arn" {
  value = module.mediaconvert_role.role_arn
}
