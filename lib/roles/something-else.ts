import { isObject, listOf, memberOf, objectOf, partAt } from "./json-value";

/** What may be given as a source. */
const GIVE =
  "give terraform show -json of a plan, a synthesized cdk.tf.json, answers of the AWS CLI (aws iam get-account-authorization-details), or a policy document";

/** What a file is that is often taken for a source, and what to give in its place. */
const OTHERS: readonly (readonly [looks: (value: unknown) => boolean, words: string])[] = [
  [
    (value) => isObject(memberOf(value, "stacks")) && !Array.isArray(memberOf(value, "stacks")),
    "looks like the settings of this package (roles.json); synthesize it and give cdk.tf.json",
  ],
  [
    (value) => memberOf(value, "lineage") !== undefined && memberOf(value, "serial") !== undefined,
    "is a state file of Terraform; give terraform show -json",
  ],
  [
    (value) => [value, memberOf(value, "Job"), memberOf(value, "JobTemplate")].some(isJob),
    "looks like a MediaConvert job; a source for the role is wanted here",
  ],
  [
    (value) => memberOf(value, "AWSTemplateFormatVersion") !== undefined || isCloudFormation(value),
    "is a CloudFormation template, which is not read; give answers of the AWS CLI about the role it makes",
  ],
  [
    (value) => memberOf(value, "runs") !== undefined && memberOf(value, "version") !== undefined,
    "is a SARIF report, and no source",
  ],
  [
    (value) =>
      typeof memberOf(value, "name") === "string" &&
      ["dependencies", "devDependencies", "scripts"].some((key) => isObject(memberOf(value, key))),
    "is a package.json, and no source",
  ],
  [
    (value) => memberOf(value, "language") !== undefined && memberOf(value, "app") !== undefined,
    "is a cdktf.json; run cdktf synth, and give cdktf.out/stacks/…/cdk.tf.json",
  ],
  [
    (value) => isObject(memberOf(value, "stacks")) || partAt(value, ["terraform", "backend"]) !== undefined,
    "is a stack without resources",
  ],
  [(value) => isObject(memberOf(value, "module")), "has no resources of its own; give terraform show -json of a plan"],
];

const isJob = (value: unknown): boolean =>
  isObject(memberOf(value, "Settings")) &&
  (listOf(partAt(value, ["Settings", "OutputGroups"])).length > 0 || memberOf(value, "Role") !== undefined);

const isCloudFormation = (value: unknown): boolean =>
  Object.values(objectOf(memberOf(value, "Resources"))).some((one) =>
    String(memberOf(one, "Type")).startsWith("AWS::"),
  );

/** "looks like …": what a value is that is no source, and what to give. */
export const somethingElse = (value: unknown): string => {
  const words = OTHERS.find(([looks]) => looks(value))?.[1];
  if (words !== undefined) return words;
  if (Array.isArray(value) && value.length === 0) return `is an empty list; ${GIVE}`;
  if (!isObject(value) && !Array.isArray(value)) return `is not an object; ${GIVE}`;
  return `is none of the sources that can be read; ${GIVE}`;
};
