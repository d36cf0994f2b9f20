/** Plans by hand, for the tests of what is read out of them. */

import { readRoles } from "../../lib/roles/source";

export const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "mediaconvert.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
export const READS = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
export const WRITES =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}';
export const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

export interface Item {
  readonly [key: string]: unknown;
}

/** One entry of resource_changes. */
export const change = (
  address: string,
  after: object | null,
  unknown: unknown = {},
  more: { readonly actions?: readonly string[]; readonly before?: object; readonly [key: string]: unknown } = {},
): Item => {
  const { actions = ["create"], before = null, ...rest } = more;
  const [, moduleAddress, data, type, name, , index] =
    /^(?:((?:module\.[^.]+\.?)+)\.)?(data\.)?(aws\w*_\w+)\.(\w+)(\[(.*)\])?$/.exec(address) ?? [];
  return {
    address,
    ...(moduleAddress === undefined ? {} : { module_address: moduleAddress }),
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    ...(index === undefined ? {} : { index: JSON.parse(index) as unknown }),
    ...rest,
    change: { actions, before, after, after_unknown: unknown },
  };
};

export const role = (address: string, name: string, more: object = {}, unknown: object = {}): Item =>
  change(
    address,
    { name, path: "/", assume_role_policy: TRUST, permissions_boundary: null, ...more },
    { arn: true, inline_policy: true, managed_policy_arns: true, ...unknown },
  );

export const configured = (address: string, expressions: object, more: object = {}): object => ({
  address,
  provider_config_key: "aws",
  expressions,
  ...more,
});

export const references = (...names: readonly string[]): object => ({ references: names });

export const read = (changes: readonly Item[], resources: readonly object[] = [], more: object = {}) =>
  readRoles(
    {
      format_version: "1.2",
      terraform_version: "1.11.4",
      resource_changes: changes,
      configuration: {
        provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "eu-west-1" } } } },
        root_module: { resources },
      },
      ...more,
    },
    "plan.json",
  );

export const only = (result: ReturnType<typeof readRoles>) => {
  expect(result.problems).toEqual([]);
  const [facts, ...others] = result.roles;
  if (facts === undefined || others.length > 0) throw new Error(`${String(result.roles.length)} roles`);
  return facts;
};
