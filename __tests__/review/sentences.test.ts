import type { ParsedStatement } from "../../lib/access/document";
import type { Cause } from "../../lib/review/cause";
import type { Gain } from "../../lib/review/gains";
import type { StatementPlace } from "../../lib/review/report";
import { listed, placeWords, says, shortArn } from "../../lib/review/sentences";
import type { Unit } from "../../lib/review/units";

type Said = Partial<Pick<ParsedStatement, "actions" | "resources" | "principals">>;

interface Parts {
  readonly kind?: Unit["kind"];
  readonly isOfResource?: boolean;
  readonly actions?: readonly string[];
  readonly targets?: readonly string[];
  readonly statement?: Said;
  readonly cause?: Cause;
}

const NOTHING: Cause = { kind: "nothing", wasTargets: [], wasActions: [] };
const PLACE: StatementPlace = { document: "aws_iam_role_policy.media", index: 0, sid: "Keep" };
const BEFORE: StatementPlace = { document: "aws_iam_policy.base", index: 2 };

const gain = ({
  kind = "identity",
  isOfResource = false,
  actions = ["s3:GetObject"],
  targets = ["arn:aws:s3:::acme-in/*"],
  statement = {},
  cause = NOTHING,
}: Parts): Gain => ({
  // Of a unit a sentence needs what it is, and its statement, alone; a grant has none.
  unit: {
    kind,
    isOfResource,
    ...(kind === "grant" ? {} : { statement: { actions: { not: false, patterns: actions }, ...statement } }),
  } as unknown as Unit,
  actions,
  targets,
  certain: true,
  cause,
  witness: { values: {}, assumed: [] },
});

const SOURCE = { operator: "StringEquals", key: "aws:SourceAccount", values: ["111122223333"] };
const VIA = { operator: "StringLike", key: "kms:ViaService", values: ["s3.*.amazonaws.com"] };
const condition = (...tests: readonly (typeof SOURCE)[]): Cause => ({ kind: "condition", by: PLACE, tests });
const denied: Cause = { kind: "deny", by: [PLACE, BEFORE] };

describe("what a role can do", () => {
  test.each<[what: string, parts: Parts, gained: string, lost: string]>([
    [
      "something that nothing allowed",
      {},
      "can now `s3:GetObject` on `acme-in/*`",
      "can no longer `s3:GetObject` on `acme-in/*`",
    ],
    [
      "actions in AWS's capitals",
      { actions: ["s3:getobject", "s3:putobject"], targets: ["*"] },
      "can now `s3:GetObject` and `s3:PutObject` on `*`",
      "can no longer `s3:GetObject` and `s3:PutObject` on `*`",
    ],
    [
      "what was allowed in place of it: other resources",
      { cause: { kind: "nothing", wasTargets: ["arn:aws:s3:::acme-in/vod/*"], wasActions: ["s3:*"] } },
      "can now `s3:GetObject` on `acme-in/*` (was `acme-in/vod/*`)",
      "can no longer `s3:GetObject` on `acme-in/*` (now only `acme-in/vod/*`)",
    ],
    [
      "what was allowed in place of it: other actions",
      { actions: ["s3:*"], cause: { kind: "nothing", wasTargets: [], wasActions: ["s3:GetObject"] } },
      "can now `s3:*` on `acme-in/*` (was `s3:GetObject`)",
      "can no longer `s3:*` on `acme-in/*` (now only `s3:GetObject`)",
    ],
    [
      "what was allowed in place of it: less of both",
      {
        actions: ["s3:*"],
        cause: {
          kind: "nothing",
          wasTargets: [],
          wasActions: [],
          wasBoth: { actions: ["s3:getobject"], targets: ["arn:aws:s3:::acme-in/vod/*"] },
        },
      },
      "can now `s3:*` on `acme-in/*` (was `s3:GetObject` on `acme-in/vod/*`)",
      "can no longer `s3:*` on `acme-in/*` (now only `s3:GetObject` on `acme-in/vod/*`)",
    ],
    [
      "a statement of all but some",
      {
        actions: [],
        targets: [],
        statement: {
          actions: { not: true, patterns: ["iam:*"] },
          resources: { not: true, patterns: ["arn:aws:s3:::acme-masters/*"] },
        },
      },
      "can now do everything but `iam:*` on everything but `acme-masters/*`",
      "can no longer do everything but `iam:*` on everything but `acme-masters/*`",
    ],
    [
      "a grant",
      { kind: "grant", actions: ["kms:Decrypt"], targets: ["arn:aws:kms:eu-west-1:111122223333:key/k"] },
      "can now `kms:Decrypt` on `arn:aws:kms:eu-west-1:111122223333:key/k` by a grant",
      "can no longer `kms:Decrypt` on `arn:aws:kms:eu-west-1:111122223333:key/k` by a grant",
    ],
    [
      "a condition",
      { cause: condition(SOURCE) },
      "`s3:GetObject` on `acme-in/*` no longer requires `aws:SourceAccount` = `111122223333`",
      "`s3:GetObject` on `acme-in/*` now requires `aws:SourceAccount` = `111122223333`",
    ],
    [
      "two conditions, of which one is a pattern",
      { cause: condition(SOURCE, VIA) },
      "`s3:GetObject` on `acme-in/*` no longer requires `aws:SourceAccount` = `111122223333` and `kms:ViaService` = `s3.*.amazonaws.com`",
      "`s3:GetObject` on `acme-in/*` now requires `aws:SourceAccount` = `111122223333` and `kms:ViaService` = `s3.*.amazonaws.com`",
    ],
    [
      "more conditions than are told",
      { cause: condition(SOURCE, SOURCE, SOURCE, SOURCE, VIA) },
      `\`s3:GetObject\` on \`acme-in/*\` no longer requires ${Array(4).fill("`aws:SourceAccount` = `111122223333`").join(" and ")}`,
      `\`s3:GetObject\` on \`acme-in/*\` now requires ${Array(4).fill("`aws:SourceAccount` = `111122223333`").join(" and ")}`,
    ],
    [
      "a condition with several values, any of which will do",
      { cause: condition({ ...SOURCE, values: ["111122223333", "444455556666"] }) },
      "`s3:GetObject` on `acme-in/*` no longer requires `aws:SourceAccount` = `111122223333` or `444455556666`",
      "`s3:GetObject` on `acme-in/*` now requires `aws:SourceAccount` = `111122223333` or `444455556666`",
    ],
    [
      "a condition of which the tests are not known",
      { cause: condition() },
      "`s3:GetObject` on `acme-in/*` no longer requires its condition",
      "`s3:GetObject` on `acme-in/*` now requires its condition",
    ],
    [
      "the condition of a grant",
      {
        kind: "grant",
        actions: ["kms:Decrypt"],
        targets: ["arn:aws:kms:eu-west-1:111122223333:key/k"],
        cause: condition({ operator: "encryption_context_subset", key: "service", values: ["media"] }),
      },
      "`kms:Decrypt` on `arn:aws:kms:eu-west-1:111122223333:key/k` by a grant no longer requires `service` = `media`",
      "`kms:Decrypt` on `arn:aws:kms:eu-west-1:111122223333:key/k` by a grant now requires `service` = `media`",
    ],
    [
      "denies, by their Sid or their number",
      { cause: denied },
      "can now `s3:GetObject` on `acme-in/*`: no longer denied by statement `Keep` of `aws_iam_role_policy.media` and statement 3 of `aws_iam_policy.base`",
      "can no longer `s3:GetObject` on `acme-in/*`: now denied by statement `Keep` of `aws_iam_role_policy.media` and statement 3 of `aws_iam_policy.base`",
    ],
    [
      "more denies than are told",
      { cause: { kind: "deny", by: Array<StatementPlace>(6).fill({ document: "d" }) } },
      "can now `s3:GetObject` on `acme-in/*`: no longer denied by `d` and `d` and `d` and `d`",
      "can no longer `s3:GetObject` on `acme-in/*`: now denied by `d` and `d` and `d` and `d`",
    ],
    [
      "a boundary with a name",
      { cause: { kind: "boundary", by: "aws_iam_policy.limits" } },
      "can now `s3:GetObject` on `acme-in/*`, which the permissions boundary `aws_iam_policy.limits` did not allow",
      "can no longer `s3:GetObject` on `acme-in/*`, which the permissions boundary `aws_iam_policy.limits` does not allow",
    ],
    [
      "a boundary without one",
      { cause: { kind: "boundary", by: "" } },
      "can now `s3:GetObject` on `acme-in/*`, which the permissions boundary did not allow",
      "can no longer `s3:GetObject` on `acme-in/*`, which the permissions boundary does not allow",
    ],
  ])("%s", (_what, parts, gained, lost) => {
    expect([says(gain(parts), "gain"), says(gain(parts), "loss")]).toEqual([gained, lost]);
  });

  test.each([
    ["StringEquals", "`k` = `v`"],
    ["stringequals", "`k` = `v`"],
    ["StringLike", "`k` = `v`"],
    ["ArnEquals", "`k` = `v`"],
    ["ArnLike", "`k` = `v`"],
    ["Bool", "`k` = `v`"],
    ["BoolIfExists", "`k` `BoolIfExists` `v`"],
    ["StringNotEquals", "`k` `StringNotEquals` `v`"],
    ["StringEqualsIfExists", "`k` `StringEqualsIfExists` `v`"],
    ["StringEqualsIgnoreCase", "`k` `StringEqualsIgnoreCase` `v`"],
    ["ForAnyValue:StringEquals", "`k` `ForAnyValue:StringEquals` `v`"],
    ["ForAllValues:StringLike", "`k` `ForAllValues:StringLike` `v`"],
    ["NotBool", "`k` `NotBool` `v`"],
    ["Null", "`k` `Null` `v`"],
    ["IpAddress", "`k` `IpAddress` `v`"],
    ["encryption_context_subset", "`k` = `v`"],
    ["encryption_context_only", "an encryption context of exactly `k` = `v`"],
  ])("a test with %s reads %s", (operator, words) => {
    const said = says(gain({ cause: condition({ operator, key: "k", values: ["v"] }) }), "gain");
    expect(said).toBe(`\`s3:GetObject\` on \`acme-in/*\` no longer requires ${words}`);
  });
});

const service = { not: false, entries: [{ kind: "Service" as const, value: "mediaconvert.amazonaws.com" }] };
const assume: Parts = {
  kind: "trust",
  actions: ["sts:AssumeRole"],
  targets: ["mediaconvert.amazonaws.com"],
  statement: { principals: service },
};

describe("who can assume a role", () => {
  test.each<[what: string, parts: Parts, gained: string, lost: string]>([
    [
      "a service",
      {},
      "`mediaconvert.amazonaws.com` can now assume the role",
      "`mediaconvert.amazonaws.com` can no longer assume the role",
    ],
    [
      "several, of whom four are told",
      { targets: ["a", "b", "c", "d", "e"] },
      "`a`, `b`, `c`, `d` can now assume the role",
      "`a`, `b`, `c`, `d` can no longer assume the role",
    ],
    [
      "everyone",
      { targets: ["*"] },
      "everyone (`*`) can now assume the role",
      "everyone (`*`) can no longer assume the role",
    ],
    [
      "everyone but some",
      {
        targets: [],
        statement: { principals: { not: true, entries: [{ kind: "AWS", value: "arn:aws:iam::111122223333:root" }] } },
      },
      "everyone but `arn:aws:iam::111122223333:root` can now assume the role",
      "everyone but `arn:aws:iam::111122223333:root` can no longer assume the role",
    ],
    [
      "in whatever case",
      { actions: ["STS:assumeROLE"] },
      "`mediaconvert.amazonaws.com` can now assume the role",
      "`mediaconvert.amazonaws.com` can no longer assume the role",
    ],
    [
      "in another way",
      { actions: ["sts:AssumeRole", "sts:TagSession"] },
      "`mediaconvert.amazonaws.com` can now assume the role (`sts:AssumeRole` and `sts:TagSession`)",
      "`mediaconvert.amazonaws.com` can no longer assume the role (`sts:AssumeRole` and `sts:TagSession`)",
    ],
    [
      "without a condition, or with one",
      { actions: ["sts:*"], cause: condition(SOURCE) },
      "`mediaconvert.amazonaws.com` can now assume the role without `aws:SourceAccount` = `111122223333` (`sts:*`)",
      "`mediaconvert.amazonaws.com` can assume the role only with `aws:SourceAccount` = `111122223333` (`sts:*`)",
    ],
    [
      "whom a deny held back",
      { cause: denied, actions: ["sts:*"] },
      "`mediaconvert.amazonaws.com` can now assume the role (`sts:*`): no longer denied by statement `Keep` of `aws_iam_role_policy.media` and statement 3 of `aws_iam_policy.base`",
      "`mediaconvert.amazonaws.com` can no longer assume the role (`sts:*`): now denied by statement `Keep` of `aws_iam_role_policy.media` and statement 3 of `aws_iam_policy.base`",
    ],
    [
      "whom more denies held back than are told",
      { cause: { kind: "deny", by: Array<StatementPlace>(6).fill({ document: "d" }) } },
      "`mediaconvert.amazonaws.com` can now assume the role: no longer denied by `d` and `d` and `d` and `d`",
      "`mediaconvert.amazonaws.com` can no longer assume the role: now denied by `d` and `d` and `d` and `d`",
    ],
  ])("%s", (_what, parts, gained, lost) => {
    const told = gain({ ...assume, ...parts });
    expect([says(told, "gain"), says(told, "loss")]).toEqual([gained, lost]);
  });
});

describe("whom a bucket or a key lets in", () => {
  const bucket: Parts = {
    kind: "trust",
    isOfResource: true,
    targets: ["arn:aws:iam::444455556666:root"],
    statement: { principals: service, resources: { not: false, patterns: ["arn:aws:s3:::acme-in/*"] } },
  };

  test.each<[what: string, parts: Parts, gained: string]>([
    ["an account", {}, "`arn:aws:iam::444455556666:root` can now `s3:GetObject` on `acme-in/*`"],
    [
      "an account without a condition",
      { cause: condition(SOURCE) },
      "for `arn:aws:iam::444455556666:root` `s3:GetObject` on `acme-in/*` no longer requires `aws:SourceAccount` = `111122223333`",
    ],
    [
      "an account that was denied",
      { cause: { kind: "deny", by: [BEFORE] } },
      "`arn:aws:iam::444455556666:root` can now `s3:GetObject` on `acme-in/*`: no longer denied by statement 3 of `aws_iam_policy.base`",
    ],
    [
      "an account, to all but some",
      { statement: { principals: service, resources: { not: true, patterns: ["arn:aws:s3:::acme-in/x/*"] } } },
      "`arn:aws:iam::444455556666:root` can now `s3:GetObject` on everything but `acme-in/x/*`",
    ],
  ])("%s", (_what, parts, gained) => {
    expect(says(gain({ ...bucket, ...parts }), "gain")).toBe(gained);
  });
});

describe("parts of sentences", () => {
  test.each([
    [[], ""],
    [["a"], "`a`"],
    [["a", "b"], "`a` and `b`"],
    [["a", "b", "c", "d"], "`a`, `b`, `c` and `d`"],
    [["a", "b", "c", "d", "e"], "`a`, `b`, `c`, `d` and 1 more"],
    [["a", "b", "c", "d", "e", "f", "g"], "`a`, `b`, `c`, `d` and 3 more"],
  ])("the list %j reads %s", (texts, words) => {
    expect(listed(texts)).toBe(words);
    expect(listed(texts, undefined, "or")).toBe(words.replace(" and ", " or "));
  });

  test.each([
    ["arn:aws:s3:::acme-in/*", "acme-in/*"],
    ["arn:aws-us-gov:s3:::acme-in", "acme-in"],
    ["arn:aws-cn:s3:::acme-in/a", "acme-in/a"],
    ["arn:*:s3:::acme-in/*", "acme-in/*"],
    // Nothing would be left but stars, which say something else.
    ["arn:aws:s3:::*", "arn:aws:s3:::*"],
    ["arn:aws:s3:::*/*", "*/*"],
    ["arn:aws:s3:::", "arn:aws:s3:::"],
    ["arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:kms:eu-west-1:111122223333:key/k"],
    ["x-arn:aws:s3:::acme-in/*", "x-arn:aws:s3:::acme-in/*"],
    ["arn:a b:s3:::acme-in/*", "arn:a b:s3:::acme-in/*"],
    ["arn:aws:s3:::acme\n-in/*", "acme\n-in/*"],
  ])("%j is written %j", (arn, short) => {
    expect(shortArn(arn)).toBe(short);
  });

  test.each<[place: StatementPlace, words: string]>([
    [PLACE, "statement `Keep` of `aws_iam_role_policy.media`"],
    [{ document: "p", index: 0 }, "statement 1 of `p`"],
    [{ document: "p" }, "`p`"],
  ])("%j is %s", (place, words) => {
    expect(placeWords(place)).toBe(words);
  });
});
