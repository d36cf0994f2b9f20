import { join } from "node:path";
import type { DeployedRole } from "../../tools/aws";
import { HOSTILE_TEXT, LOOKS_TYPED, type Keys, allModesApp, hostileDocument } from "../support/all-modes";
import { ACCOUNT, Cloud, type Plan, changes, describeE2e, newFolder } from "../support/e2e";

jest.setTimeout(300_000);

const ROLES = { full: "Full", configured: "Configured", byPolicy: "ByPolicy.a+b=c,d@e-f", custom: "Custom" } as const;

interface GrantShown {
  readonly to: string;
  readonly operations: readonly string[];
  readonly constraints?: unknown;
}

/** The constraints that say something; the provider sends the other kind as an empty map. */
const constraintsShown = (constraints: object): Pick<GrantShown, "constraints"> => {
  const said = Object.entries(constraints).filter(([, context]) => Object.keys(context as object).length > 0);
  return said.length === 0 ? {} : { constraints: Object.fromEntries(said) };
};

/** What a resource will hold, by address. */
const planned = (plan: Plan): unknown =>
  Object.fromEntries((plan.resource_changes ?? []).map(({ address, change }) => [address, change.after]));

const byJson = <T>(items: readonly T[]): readonly T[] =>
  [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Everything happens once, in the order of a deployment; the tests look at what was seen. */
describeE2e("every mode on real Terraform", () => {
  let keys: Keys;
  let constructs: ReturnType<typeof allModesApp>["roles"];
  let jsonPlan: Plan;
  let hclPlan: Plan;
  let afterApply: Plan;
  const deployed = new Map<string, DeployedRole>();
  const grants = new Map<keyof Keys, readonly GrantShown[]>();
  let afterDestroy: Awaited<ReturnType<Cloud["aws"]["names"]>>;
  let grantsAfterDestroy: number;

  const synthesize = (hcl: boolean): string => {
    const outdir = newFolder(hcl ? "hcl" : "json");
    if (hcl) process.env["SYNTH_HCL_OUTPUT"] = "true";
    try {
      constructs = allModesApp(outdir, keys).roles;
    } finally {
      delete process.env["SYNTH_HCL_OUTPUT"];
    }
    return join(outdir, "stacks", "modes");
  };

  const validPlan = async (cloud: Cloud, folder: string): Promise<Plan> => {
    await cloud.terraform(folder, ["init", "-input=false"]);
    await cloud.terraform(folder, ["validate"]);
    return cloud.plan(folder);
  };

  const readBack = async ({ aws }: Cloud): Promise<void> => {
    for (const name of Object.values(ROLES)) deployed.set(name, await aws.role(name));
    for (const key of ["first", "second", "signing"] as const) {
      const shown = (await aws.grants(keys[key])).map(({ GranteePrincipal, Operations, Constraints }) => ({
        to: GranteePrincipal?.replace(/^.*\//, "") ?? "",
        operations: [...(Operations ?? [])].sort(),
        ...constraintsShown(Constraints ?? {}),
      }));
      grants.set(key, byJson(shown));
    }
  };

  beforeAll(async () => {
    const cloud = await Cloud.start();
    try {
      const { aws } = cloud;
      keys = {
        first: await aws.createKey(),
        second: await aws.createKey(),
        signing: await aws.createKey("ECC_NIST_P256"),
      };
      hclPlan = await validPlan(cloud, synthesize(true));
      const folder = synthesize(false);
      jsonPlan = await validPlan(cloud, folder);
      await cloud.terraform(folder, ["apply", "-input=false", "p.tfplan"]);
      await readBack(cloud);
      afterApply = await cloud.plan(folder, "again.tfplan");
      await cloud.terraform(folder, ["destroy", "-input=false", "-auto-approve"]);
      afterDestroy = await aws.names();
      grantsAfterDestroy = (await Promise.all(Object.values<string>({ ...keys }).map((key) => aws.grants(key)))).flat()
        .length;
    } finally {
      await cloud.stop();
    }
  });

  test("the plan only creates", () => {
    expect(new Set(Object.values(changes(jsonPlan)).flat())).toEqual(new Set(["create"]));
  });

  test("HCL plans to the same resources as JSON", () => {
    expect(planned(hclPlan)).toEqual(planned(jsonPlan));
  });

  test("every policy and trust policy is readable in the plan", () => {
    const documents = (jsonPlan.resource_changes ?? []).flatMap(({ type, change }) =>
      type === "aws_iam_policy"
        ? [change.after?.["policy"]]
        : type === "aws_iam_role"
          ? [change.after?.["assume_role_policy"]]
          : [],
    );
    expect(documents).toHaveLength(7);
    for (const document of documents) expect(document).toEqual(expect.any(String));
  });

  test.each(["configured", "custom"] as const)("%s reads back as the construct's documents", (id) => {
    const role = deployed.get(ROLES[id]);
    expect(role?.trust).toEqual(constructs.get(id)?.trustDocument);
    const own = Object.entries(role?.policies ?? {}).filter(([arn]) => arn.includes(ACCOUNT));
    expect(own.map(([, document]) => document)).toEqual(constructs.get(id)?.documents);
  });

  test("account, partition and Region come from the provider where they are not given", () => {
    const { trust, policies } = deployed.get(ROLES.byPolicy) ?? {};
    expect(trust).toMatchObject({
      Statement: [
        {
          Condition: {
            ArnLike: { "aws:SourceArn": ["arn:aws:mediaconvert:*:111122223333:queues/*"] },
            StringEquals: { "aws:SourceAccount": ["111122223333"] },
          },
        },
      ],
    });
    const [document] = Object.values(policies ?? {});
    expect(document).toMatchObject({
      Statement: [
        { Sid: "ReadInputs", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme-in/*"] },
        { Sid: "ListInputBuckets", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::acme-in"] },
        { Sid: "WriteOutputs", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::acme-out/*"] },
        { Sid: "CreateFeeds", Action: ["elemental-inference:CreateFeed"], Resource: ["*"] },
        { Sid: "UseFeeds", Resource: ["arn:aws:elemental-inference:eu-west-1:111122223333:feed/*"] },
        {
          Action: ["kms:Decrypt"],
          Resource: [keys.first],
          Condition: {
            StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com.cn"] },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/*"] },
          },
        },
        {
          Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
          Resource: [keys.second],
          Condition: {
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-out", "arn:aws:s3:::acme-out/*"] },
          },
        },
        {
          Action: ["kms:Decrypt"],
          Resource: [keys.second],
          Condition: { StringEquals: { "kms:EncryptionContext:service": ["mediaconvert.amazonaws.com"] } },
        },
      ],
    });
  });

  test("every attribute of the role arrives", () => {
    expect(deployed.get(ROLES.configured)).toMatchObject({
      arn: `arn:aws:iam::${ACCOUNT}:role/service-role/Configured`,
      path: "/service-role/",
      description: "Media jobs",
      maxSessionDuration: 7200,
      permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      tags: { Team: "video", "cost:center": "42" },
    });
  });

  test("full attaches AWS's two policies and nothing else", () => {
    expect(Object.keys(deployed.get(ROLES.full)?.policies ?? {})).toEqual([
      "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess",
      "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    ]);
  });

  test("text arrives as it is, and IAM variables stay variables", () => {
    const { description, policies } = deployed.get(ROLES.custom) ?? {};
    expect(description).toBe(HOSTILE_TEXT);
    expect(Object.values(policies ?? {}).filter((policy) => typeof policy === "object")).toEqual([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Home",
            Effect: "Allow",
            Action: ["s3:GetObject"],
            Resource: ["arn:aws:s3:::acme-in/${aws:PrincipalTag/team}/*"],
            Condition: { StringEquals: { "aws:PrincipalTag/motto": ['${file("x")} "true" \\', "<&>"] } },
          },
        ],
      },
    ]);
  });

  test.each([
    ["JSON", () => jsonPlan],
    ["HCL", () => hclPlan],
  ])("no character of a text or document is lost or gains a meaning in %s", (_, plan) => {
    const value = (name: string): unknown => plan().planned_values.outputs[name]?.value;
    const document = (name: string): unknown => JSON.parse(String(value(name)));
    expect(value("literal_text")).toBe(HOSTILE_TEXT);
    expect(value("token_text")).toBe(`${HOSTILE_TEXT}${ACCOUNT}${HOSTILE_TEXT}`);
    for (const [name, text] of Object.entries(LOOKS_TYPED)) expect(value(name)).toBe(text);
    expect(document("literal_document")).toEqual(hostileDocument("x"));
    expect(document("token_document")).toEqual(hostileDocument(ACCOUNT));
  });

  test("grants are as AWS should have them", () => {
    const service = { EncryptionContextEquals: { service: "mediaconvert.amazonaws.com" } };
    const bucket = { EncryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::acme-keyed" } };
    expect(grants.get("first")).toEqual(
      byJson<GrantShown>([
        { to: ROLES.full, operations: ["Decrypt", "GenerateDataKey"] },
        { to: ROLES.configured, operations: ["Decrypt", "GenerateDataKey"] },
        { to: ROLES.byPolicy, operations: ["Decrypt"] },
      ]),
    );
    expect(grants.get("second")).toEqual(
      byJson<GrantShown>([
        { to: ROLES.configured, operations: ["Decrypt"], constraints: service },
        { to: ROLES.configured, operations: ["Decrypt"], constraints: bucket },
        { to: ROLES.byPolicy, operations: ["Decrypt"], constraints: service },
        { to: ROLES.byPolicy, operations: ["Decrypt", "Encrypt", "GenerateDataKey"] },
      ]),
    );
    expect(grants.get("signing")).toEqual([{ to: ROLES.configured, operations: ["Sign"] }]);
  });

  test("the plan after apply is empty", () => {
    expect(changes(afterApply)).toEqual({});
  });

  test("destroy leaves nothing", () => {
    expect(afterDestroy).toEqual({ roles: [], policies: [] });
    expect(grantsAfterDestroy).toBe(0);
  });
});
