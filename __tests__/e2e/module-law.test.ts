import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MediaConvertRole, type MediaConvertRoleProps, type Statement } from "../../lib";
import type { RoleSettings } from "../../lib/policy/role-settings";
import type { RolePolicies } from "../../lib/policy/role-policies";
import { roleModule } from "../../lib/module/module";
import { roleProps } from "../support/arbitrary";
import { ACCOUNT, Cloud, REGION, type Plan, describeE2e, newFolder } from "../support/e2e";
import { asText, keyName, moduleVariables } from "../support/module-variables";
import { describedOf } from "../support/pure";

jest.setTimeout(300_000);

const CASES = 200;
const seed = Number(process.env["LAW_SEED"] ?? Date.now() % 2_147_483_647);

/** Where the role is: said, or left to the provider's data sources. */
const PLACES: readonly Partial<MediaConvertRoleProps>[] = [
  { partition: "aws", accountId: ACCOUNT, region: REGION },
  {},
  { partition: "aws-us-gov", accountId: "999988887777", region: "us-gov-west-1" },
  { partition: "aws-cn", accountId: "999988887777", region: "cn-northwest-1" },
];

const inPlace = (props: MediaConvertRoleProps, place: Partial<MediaConvertRoleProps>): MediaConvertRoleProps => {
  const { partition = "aws", accountId = ACCOUNT, region = REGION } = place;
  const moved = JSON.stringify(props)
    .replaceAll("arn:aws:", `arn:${partition}:`)
    .replaceAll("eu-west-1", region)
    .replaceAll("111122223333", accountId)
    .replaceAll(`${region}.amazonaws.com/`, `${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}/`);
  return { ...(JSON.parse(moved) as MediaConvertRoleProps), ...place };
};

type Resource = Plan["resource_changes"] extends infer R
  ? NonNullable<R> extends readonly (infer One)[]
    ? One
    : never
  : never;

/** Outputs of the module. */
interface Documents {
  readonly pass: string;
  readonly buckets: { readonly [bucket: string]: unknown };
  readonly keys: { readonly [key: string]: unknown };
  readonly imports: string;
  /** Of other accounts, as JSON. */
  readonly foreignBuckets: { readonly [bucket: string]: string };
  readonly foreignKeys: { readonly [key: string]: string };
}

/** The ids in printed `import` blocks. */
const importIds = (blocks: string): readonly string[] =>
  [...blocks.matchAll(/^ {2}id = (".*")$/gm)].map(([, id = ""]) => JSON.parse(id.replaceAll("$${", "${")) as string);

interface Case {
  readonly name: string;
  readonly props: MediaConvertRoleProps;
  readonly form: "list" | "JSON" | "document";
}

const cases: readonly Case[] = fc.sample(roleProps, { numRuns: CASES, seed }).map((props, index) => ({
  name: `case_${String(index)}`,
  props: inPlace({ ...props, roleName: `Role.${String(index)}` }, PLACES[index % PLACES.length] ?? {}),
  form: (["JSON", "list", "document"] as const)[index % 3] ?? "list",
}));

const root = {
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: {
    aws: {
      region: REGION,
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_region_validation: true,
    },
  },
  locals: {
    cases: asText(
      Object.fromEntries(
        cases.map(({ name, props, form }) => {
          const { statements, ...variables } = moduleVariables(props);
          const some = Array.isArray(statements) && statements.length > 0;
          const given = { list: statements, JSON: JSON.stringify(statements), document: { Statement: statements } }[
            form
          ];
          return [name, { ...variables, ...(some ? { statements: given } : {}) }];
        }),
      ),
    ),
  },
  // One call for all: Terraform reads a module's files once for each call.
  module: {
    role: {
      source: "./module",
      for_each: "${local.cases}",
      ...Object.fromEntries(
        Object.keys(roleModule().variable).map((name) => [name, `\${try(each.value.${name}, null)}`]),
      ),
    },
  },
  output: {
    documents: {
      value:
        "${{for name, role in module.role : name => {pass = role.pass_role_policy_json, buckets = role.bucket_policy_statements, keys = role.key_policy_statements, foreignBuckets = role.bucket_policies_json, foreignKeys = role.key_policies_json, imports = role.import_blocks}}}",
    },
  },
};

/** Grants as what they allow: key and constraint → operations. */
const allowed = (
  grants: readonly { readonly key: string; readonly constraint: unknown; readonly operations: readonly string[] }[],
): { readonly [subject: string]: readonly string[] } => {
  const found = new Map<string, Set<string>>();
  for (const { key, constraint, operations } of grants) {
    const subject = JSON.stringify([key, constraint]);
    found.set(subject, new Set([...(found.get(subject) ?? []), ...operations]));
  }
  return Object.fromEntries([...found].sort().map(([subject, operations]) => [subject, [...operations].sort()]));
};

const grantsOf = (policies: RolePolicies): object =>
  allowed(
    policies.grants.map(({ keyArn, constraint, operations }) => ({
      key: keyArn,
      constraint: constraint === undefined ? null : { [constraint.kind]: constraint.context },
      operations,
    })),
  );

const plannedGrants = (resources: readonly Resource[]): object =>
  allowed(
    resources.map(({ change }) => {
      const { key_id, operations, constraints } = change.after as {
        readonly key_id: string;
        readonly operations: readonly string[];
        readonly constraints: readonly {
          readonly encryption_context_equals: object | null;
          readonly encryption_context_subset: object | null;
        }[];
      };
      const [one] = constraints;
      return {
        key: key_id,
        constraint:
          one === undefined
            ? null
            : one.encryption_context_equals === null
              ? { subset: one.encryption_context_subset }
              : { equals: one.encryption_context_equals },
        operations,
      };
    }),
  );

/** No tags are no tags, for the provider. */
const tagsOf = ({ tags }: RoleSettings): object | null => (Object.keys(tags).length === 0 ? null : tags);

/** The construct's documents and the module's are the same, statement for statement. */
describeE2e(`the module's plan equals the construct (LAW_SEED=${String(seed)})`, () => {
  const stack = new TerraformStack(new App({ outdir: newFolder("law-construct") }), "law");
  let plan: Plan;
  const byModule = new Map<string, Resource[]>();

  beforeAll(async () => {
    const folder = newFolder("law");
    cpSync(resolve(__dirname, "../../modules/mediaconvert-role"), join(folder, "module"), { recursive: true });
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(root, null, 1));
    const cloud = await Cloud.start();
    try {
      await cloud.terraform(folder, ["init", "-input=false"]);
      plan = await cloud.plan(folder);
    } finally {
      await cloud.stop();
    }
    for (const change of plan.resource_changes ?? []) {
      const name = /^module\.role\["(\w+)"\]/.exec(change.address)?.[1] ?? "";
      byModule.set(name, [...(byModule.get(name) ?? []), change]);
    }
  });

  test.each(cases)("$name", ({ name, props }) => {
    const { partition = "aws", accountId = ACCOUNT, region = REGION } = props;
    const { settings, policies, documents } = describedOf(props, { partition, accountId, region });
    const construct = new MediaConvertRole(stack, name, { partition, accountId, region, ...props });
    const resources = byModule.get(name) ?? [];
    const of = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);
    const json = (value: unknown): unknown => JSON.parse(String(value));
    const output = (plan.planned_values.outputs["documents"]?.value as { readonly [name: string]: Documents })[name];
    if (output === undefined) throw new Error("not planned");

    expect(of("aws_iam_role").map(({ change }) => change.after)).toEqual([
      expect.objectContaining({
        name: settings.roleName,
        path: settings.path,
        description: settings.description,
        max_session_duration: settings.maxSessionDuration ?? 3600,
        permissions_boundary: settings.permissionsBoundary ?? null,
        force_detach_policies: settings.forceDetachPolicies,
        tags: tagsOf(settings),
      }),
    ]);
    expect(of("aws_iam_policy").map(({ change }) => change.after)).toEqual(
      documents.map((): unknown =>
        expect.objectContaining({
          name: `${settings.roleName}-access`,
          path: settings.policyPath,
          description: "What AWS Elemental MediaConvert jobs may do with this role",
          tags: tagsOf(settings),
        }),
      ),
    );
    expect(of("aws_iam_role").map(({ change }) => json(change.after?.["assume_role_policy"]))).toEqual([
      construct.trustDocument,
    ]);
    expect(of("aws_iam_policy").map(({ change }) => json(change.after?.["policy"]))).toEqual(construct.documents);
    expect(
      of("aws_iam_role_policy_attachment")
        .map(({ change }) => change.after?.["policy_arn"])
        .filter((arn) => arn !== undefined)
        .sort(),
    ).toEqual(policies.managedPolicies.map(({ arn }) => arn).sort());
    expect(
      of("aws_iam_role_policy")
        .filter(({ address }) => address.includes(".aws_iam_role_policy.this["))
        .map(({ change }) => [change.after?.["name"], json(change.after?.["policy"])]),
    ).toEqual(settings.inlinePolicies.map(({ name: policy, document }) => [policy, document]));
    expect(
      of("aws_iam_role_policy")
        .filter(({ address }) => address.includes(".aws_iam_role_policy.submitter["))
        .map(({ change }) => [change.after?.["role"], json(change.after?.["policy"])])
        .sort(),
    ).toEqual([...settings.submitters].sort().map((submitter) => [submitter, json(output.pass)]));
    expect(of("aws_iam_role_policies_exclusive").map(({ change }) => change.after?.["policy_names"])).toEqual(
      props.exclusive === true ? [settings.inlinePolicies.map(({ name: policy }) => policy)] : [],
    );
    expect(of("aws_iam_role_policy_attachments_exclusive")).toHaveLength(props.exclusive === true ? 1 : 0);
    const taken = [
      settings.roleName,
      ...policies.managedPolicies.map(({ arn }) => `${settings.roleName}/${arn}`),
      ...settings.inlinePolicies.map(({ name: policy }) => `${settings.roleName}:${policy}`),
      ...(props.exclusive === true ? [settings.roleName, settings.roleName] : []),
    ];
    expect([...importIds(output.imports)].sort()).toEqual(props.adopt === true ? taken.sort() : []);
    expect(plannedGrants(of("aws_kms_grant"))).toEqual(grantsOf(policies));
    expect(json(output.pass)).toEqual({ Version: "2012-10-17", Statement: [construct.passRoleStatement] });
    expect(output.buckets).toEqual(
      Object.fromEntries(Object.entries(policies.bucketPolicies).map(([arn, found]) => [arn.split(":::")[1], found])),
    );
    expect(output.keys).toEqual(
      Object.fromEntries(Object.entries(policies.keyPolicies).map(([arn, found]) => [keyName(props, arn), found])),
    );
  });

  test.each(cases)("$name: what other accounts must add", ({ name, props }) => {
    const { partition = "aws", accountId = ACCOUNT, region = REGION } = props;
    const construct = new MediaConvertRole(stack, `${name}-owners`, { partition, accountId, region, ...props });
    const output = (plan.planned_values.outputs["documents"]?.value as { readonly [name: string]: Documents })[name];
    const written = (found: { readonly [name: string]: string } = {}): object =>
      Object.fromEntries(Object.entries(found).map(([key, json]) => [key, JSON.parse(json) as unknown]));
    const owners = construct.ownerDocuments;
    const document = (Statement: readonly Statement[]): object => ({ Version: "2012-10-17", Statement });
    expect(written(output?.foreignBuckets)).toEqual(
      Object.fromEntries(
        owners.flatMap(({ buckets }) => buckets.map(({ bucket, statements }) => [bucket, document(statements)])),
      ),
    );
    expect(written(output?.foreignKeys)).toEqual(
      Object.fromEntries(
        owners.flatMap(({ keys }) =>
          keys.flatMap(({ keyArn, isNeeded, statements }) =>
            isNeeded ? [[keyName(props, keyArn), document(statements)]] : [],
          ),
        ),
      ),
    );
  });

  test("the cases are of every kind", () => {
    const some = (wanted: (props: MediaConvertRoleProps) => unknown): number =>
      cases.filter(({ props }) => wanted(props)).length;
    const configured = ({ access }: MediaConvertRoleProps) => (access.mode === "configured" ? access : undefined);
    expect(some(({ access }) => access.mode === "full")).toBeGreaterThan(9);
    expect(some(({ access }) => access.mode === "custom")).toBeGreaterThan(9);
    expect(some((props) => Array.isArray(configured(props)?.apiGateway))).toBeGreaterThan(9);
    for (const given of ['"bucketKey":true', '"pattern":', '"ownerAccount":"444455556666"', ":444455556666:key/"]) {
      expect(some((props) => JSON.stringify(configured(props)?.inputs ?? []).includes(given))).toBeGreaterThan(9);
    }
    for (const key of [
      "secrets",
      "tamsConnections",
      "elementalInference",
      "inferenceFeeds",
      "kmsKeys",
      "statements",
      "managedPolicyArns",
      "trust",
      "kmsEncrypt",
      "inlinePolicies",
      "submitters",
      "adopt",
      "exclusive",
    ] as const) {
      expect(some((props) => props[key] !== undefined)).toBeGreaterThan(9);
    }
    expect(some(({ tamsConnections }) => JSON.stringify(tamsConnections ?? []).includes("kmsKeyArn"))).toBeGreaterThan(
      3,
    );
    expect(some(({ elementalInference, region }) => elementalInference && region === undefined)).toBeGreaterThan(0);
    expect(cases.length).toBeGreaterThanOrEqual(200);
  });
});
