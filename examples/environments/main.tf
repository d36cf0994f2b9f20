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

locals {
  environments = {
    test = { queues = ["test-*"] }
    prod = { queues = ["Default", "prod-*"] }
  }
}

module "mediaconvert_role" {
  source   = "../../modules/mediaconvert-role"
  for_each = local.environments

  role_name   = "MediaConvert_${each.key}"
  access_mode = "configured"
  inputs = {
    masters = { bucket = "amzn-s3-demo-${each.key}-masters" }
  }
  outputs = {
    vod = { bucket = "amzn-s3-demo-${each.key}-vod", acl = true }
  }
  trust = { queues = each.value.queues }
  tags  = { Environment = each.key }
}

# Who submits jobs needs iam:PassRole on the role, and nothing else of this.
resource "aws_iam_policy" "submit_jobs" {
  for_each = module.mediaconvert_role
  name     = "pass-${each.value.role_name}"
  policy   = each.value.pass_role_policy_json
}

output "role_arns" {
  value = { for environment, role in module.mediaconvert_role : environment => role.role_arn }
}
