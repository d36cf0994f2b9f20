import { createHash } from "node:crypto";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { keyGrants, keyStatements } from "../../lib/policy/keys";
import type { RoleSettings } from "../../lib/policy/role-settings";
import { rolePolicies } from "../../lib/policy/role-policies";
import { KEY, OTHER_KEY, describedOf } from "../support/pure";

const PLACES = { inputs: ["s3://acme-in/masters/"], outputs: ["s3://acme-out/"] };

const settingsOf = (props: object, access: object = { mode: "configured", ...PLACES }): RoleSettings =>
  describedOf({ access, kmsAuthorization: "policy", ...props } as Parameters<typeof describedOf>[0]).settings;

const conditionsOf = (settings: RoleSettings) =>
  keyStatements(settings, WRITTEN_OUT).map(({ statement }) => statement.Condition?.["StringLike"]);

describe("a key that is named without a place", () => {
  test.each([
    ["input", ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/masters/*"]],
    ["output", ["arn:aws:s3:::acme-out", "arn:aws:s3:::acme-out/*"]],
  ])("is used for every place: %s", (use, contexts) => {
    expect(conditionsOf(settingsOf({ kmsKeys: [{ keyArn: KEY, use: [use] }] }))).toEqual([
      { "kms:EncryptionContext:aws:s3:arn": contexts },
    ]);
  });

  test("where no place is known, any context will do", () => {
    expect(conditionsOf(settingsOf({ kmsKeys: [{ keyArn: KEY, use: ["input"] }] }, { mode: "custom" }))).toEqual([
      undefined,
    ]);
  });

  test("signing has no condition at all", () => {
    const { own } = rolePolicies(settingsOf({ kmsKeys: [{ keyArn: KEY, use: ["signing"] }] }), WRITTEN_OUT).statements;
    expect(Object.keys(own.at(-1) ?? {})).toEqual(["Sid", "Effect", "Action", "Resource"]);
  });
});

describe("L-GRANT-NAME", () => {
  const named = () => settingsOf({ roleName: "a.b=c+d", kmsKeys: [{ keyArn: KEY, use: ["input"] }] });

  test("what a grant's name cannot hold is a hyphen in it", () => {
    const [grant] = keyGrants(named(), WRITTEN_OUT);
    expect(grant?.name).toMatch(/^a-b-c-d\/[0-9a-f]{16}$/);
    // The address of a grant without constraint depends on nothing but the key.
    expect(grant?.id).toBe(`grant-${createHash("sha256").update(KEY).digest("hex").slice(0, 8)}`);
    expect(Object.keys(grant ?? {})).toEqual(["id", "name", "keyArn", "operations"]);
  });

  test("a name that is not known is not in it", () => {
    const [grant] = keyGrants(named(), { ...WRITTEN_OUT, isKnown: () => false });
    expect(grant?.name).toMatch(/^mediaconvert-role\/[0-9a-f]{16}$/);
  });
});

test("each key's policy has the statements of that key", () => {
  const settings = settingsOf({
    kmsKeys: [
      { keyArn: KEY, use: ["input"] },
      { keyArn: OTHER_KEY, use: ["signing"] },
    ],
  });
  const { keyPolicies } = rolePolicies(settings, WRITTEN_OUT);
  expect(Object.entries(keyPolicies).map(([key, statements]) => [key, statements.map(({ Action }) => Action)])).toEqual(
    [
      [KEY, [["kms:Decrypt"]]],
      [OTHER_KEY, [["kms:Sign"]]],
    ],
  );
});

test("a place that another one covers counts for its ACL only", () => {
  const settings = settingsOf({}, { mode: "configured", outputs: [{ location: "s3://acme-out/a/", acl: true }] });
  const covered = { ...settings, outputs: settings.outputs.map((place) => ({ ...place, covered: true })) };
  expect(rolePolicies(settings, WRITTEN_OUT).statements.own.map(({ Sid }) => Sid)).toEqual([
    "WriteOutputs",
    "WriteOutputAcls",
  ]);
  expect(rolePolicies(covered, WRITTEN_OUT).statements.own.map(({ Sid }) => Sid)).toEqual(["WriteOutputAcls"]);
});

test("extra statements stand in an order of their own", () => {
  const statements = ["s3:GetObject", "s3:DeleteObject", "sqs:SendMessage"].map((action) => ({
    Effect: "Deny" as const,
    Action: [action],
    Resource: ["*"],
  }));
  const actions = (given: typeof statements) =>
    rolePolicies({ ...settingsOf({}), statements: given }, WRITTEN_OUT).statements.extra.map(
      ({ Action }) => Action?.[0],
    );
  expect(actions(statements)).toEqual(["s3:DeleteObject", "s3:GetObject", "sqs:SendMessage"]);
  expect(actions([...statements].reverse())).toEqual(actions(statements));
});

test("keys stand in an order of their own, whichever comes first, and a statement's Sid has the key in it", () => {
  const keys = [KEY, OTHER_KEY].map((keyArn) => ({ keyArn, use: ["input"] }));
  const both = [settingsOf({ kmsKeys: keys }), settingsOf({ kmsKeys: [...keys].reverse() })];
  for (const settings of both) {
    const changed = { ...settings, keys: [...settings.keys].reverse() };
    expect(keyGrants(changed, WRITTEN_OUT).map(({ keyArn }) => keyArn)).toEqual([KEY, OTHER_KEY]);
  }
  const sids = keyStatements(settingsOf({ kmsKeys: keys }), WRITTEN_OUT).map(({ statement }) => statement.Sid);
  expect(sids).toEqual(
    [KEY, OTHER_KEY].map((key) => `DecryptInputs${createHash("sha256").update(key).digest("hex").slice(0, 8)}`),
  );
});
