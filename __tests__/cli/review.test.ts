import Ajv from "ajv";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Review } from "../../lib/review/report";
import {
  type Part,
  type RoleAt,
  type Statement,
  TRUST,
  hiding,
  part,
  planOf,
  policyText,
  roleParts,
} from "../review/plan-of";
import { type Ended, cli, folderWith } from "../support/cli";

jest.setTimeout(240_000);

const ROOT = resolve(__dirname, "../..");
const MAIN = join(ROOT, "dist/lib/cli/main.js");

interface Files {
  readonly [name: string]: unknown;
}

const allow = (Action: string, Resource: string | readonly string[], more: object = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const VOD = allow("s3:PutObject", "arn:aws:s3:::acme-out/vod/*");
const BUCKET = allow("s3:PutObject", "arn:aws:s3:::acme-out/*");
const roleWith = (...statements: readonly Statement[]): RoleAt => ({ inline: { media: statements } });
const parts = (before: RoleAt, after: RoleAt): readonly Part[] => roleParts("media", before, after);
const change = (before: RoleAt, after: RoleAt): object => planOf(parts(before, after));
/** The same plan, in which an argument of a resource is known only after apply. */
const hidden = (address: string, argument: string, all: readonly Part[]): readonly Part[] =>
  all.map((one) => (one.change["address"] === address ? hiding(argument, one) : one));

const WIDER = change(roleWith(VOD), roleWith(BUCKET));
const NARROWER = change(roleWith(BUCKET), roleWith(VOD));
const SAME = change(roleWith(VOD), roleWith(VOD));
const OTHER_WORDS = change(roleWith(VOD), roleWith({ ...VOD, Action: ["s3:PutObject"] }));
const LOW = change(roleWith(VOD), roleWith(VOD, allow("s3:ListBucket", "arn:aws:s3:::acme-in")));
const UNKNOWN = planOf(hidden("aws_iam_role_policy.media", "policy", parts(roleWith(VOD), roleWith(BUCKET))));
const WIDER_AND_UNKNOWN = planOf([
  ...parts(roleWith(VOD), roleWith(BUCKET)),
  ...hidden(
    "aws_iam_role_policy.other",
    "policy",
    roleParts("other", { inline: { other: [VOD] } }, { inline: { other: [BUCKET] } }),
  ),
]);
/** Terraform no longer looks after a bucket; no role has to do with it. */
const FORGOTTEN = planOf([
  ...parts(roleWith(VOD), roleWith(VOD)),
  {
    change: {
      address: "aws_s3_bucket.old",
      mode: "managed",
      type: "aws_s3_bucket",
      name: "old",
      change: { actions: ["forget"], before: { bucket: "acme-old" }, after: null, after_unknown: {} },
    },
    configured: {},
  },
]);
const PARTIAL = planOf(parts(roleWith(VOD), roleWith(VOD)), { complete: false });
const FAILED = planOf(parts(roleWith(VOD), roleWith(VOD)), { errored: true });

const LETTERS = Array.from("abcdefghijklmnop");
/** Whether a text has each of sixteen letters: 65,536 combinations. */
const STARS = change(
  roleWith(...LETTERS.map((letter) => allow("s3:PutObject", `arn:aws:s3:::*${letter}*`))),
  roleWith(
    allow(
      "s3:PutObject",
      LETTERS.map((letter) => `arn:aws:s3:::*${letter}*/*`),
    ),
    ...LETTERS.map((letter) => ({ ...allow("s3:PutObject", `arn:aws:s3:::*${letter}*`), Effect: "Deny" })),
  ),
);
const GAP = "?".repeat(16);
/** An `a` sixteen characters before a `b`: as many states as there are texts of sixteen bits. */
const distant = (letters: string): readonly Statement[] =>
  Array.from(letters).map((letter) => ({ ...allow("*", `arn:aws:s3:::*${letter}${GAP}b*`), Effect: "Deny" }));
const MARKS = (label: string): readonly Part[] =>
  roleParts(
    label,
    { inline: { [label]: [allow("s3:*", "arn:aws:s3:::*"), ...distant("acde")] } },
    { inline: { [label]: [allow("s3:*", "arn:aws:s3:::*"), ...distant("fghi")] } },
  );

const ACCEPTED = {
  rule: "write-widened",
  subject: "aws_iam_role.media: s3:PutObject on arn:aws:s3:::acme-out/*",
  reason: "the live team writes there, too",
};

const STACK = {
  terraform: {},
  resource: {
    aws_iam_role: { media: { name: "media", assume_role_policy: policyText(TRUST) } },
    aws_iam_role_policy: {
      media: { name: "media", role: "${aws_iam_role.media.name}", policy: policyText(BUCKET) },
    },
  },
};
const stackWith = (statement: Statement): object => ({
  ...STACK,
  resource: {
    ...STACK.resource,
    aws_iam_role_policy: {
      media: { name: "media", role: "${aws_iam_role.media.name}", policy: policyText(statement) },
    },
  },
});

/** Runs `review` in a folder with these files. */
const review = (files: Files, ...words: readonly string[]): Ended => cli(folderWith(files), ["review", ...words]);

/** `review` of one plan. */
const reviewOf = (plan: unknown, ...words: readonly string[]): Ended =>
  review({ "plan.json": plan }, "plan.json", ...words);

/** `review` in another environment, and for no longer than two minutes. */
const reviewIn = (files: Files, words: readonly string[], env: NodeJS.ProcessEnv): Ended => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "review", ...words], {
    cwd: folderWith(files),
    env: { ...process.env, ...env },
    input: "",
    encoding: "utf8",
    maxBuffer: 100_000_000,
    timeout: 120_000,
    killSignal: "SIGKILL",
  });
  return { code: status, stdout, stderr };
};

const jsonOf = ({ stdout }: Ended): Review => JSON.parse(stdout) as Review;

describe("what comes out", () => {
  test.each<[name: string, plan: unknown, code: number, says: RegExp]>([
    ["more", WIDER, 1, /^wider: .* \(plan\.json\)\n[^]*can now s3:PutObject on acme-out\/\* \(was acme-out\/vod\/\*\)/],
    ["less", NARROWER, 0, /^narrower: [^]*can no longer s3:PutObject on acme-out\/\* \(now only acme-out\/vod\/\*\)/],
    ["nothing", SAME, 0, /^same: the role can do what it could \(plan\.json\)\n$/],
    ["another text", OTHER_WORDS, 0, /^same: [^]*info {6}same-in-other-words: /],
    ["a policy that is known after apply", UNKNOWN, 3, /^unknown: [^]*high {6}unknown-policy: /],
    ["more, and something unknown", WIDER_AND_UNKNOWN, 1, /^wider: [^]*it cannot be told for 1/],
    ["a part of a plan", PARTIAL, 3, /^unknown: [^]*high {6}incomplete-plan: /],
    ["a plan that failed", FAILED, 3, /^unknown: [^]*high {6}incomplete-plan: /],
    ["a byte order mark", `\uFEFF${JSON.stringify(WIDER)}`, 1, /^wider/],
    ["a plan of a later Terraform 1", { ...WIDER, format_version: "1.99", news: { of: [1] } }, 1, /^wider/],
  ])("%s", (_, plan, code, says) => {
    const ended = reviewOf(plan);
    expect([ended.code, ended.stderr]).toEqual([code, ""]);
    expect(ended.stdout).toMatch(says);
  });

  test("a plan from standard input says the same", () => {
    const { code, stdout, stderr } = cli(folderWith({}), ["review", "-"], JSON.stringify(WIDER));
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toBe(reviewOf(WIDER).stdout.replace("(plan.json)", "(stdin)"));
  });

  test("two stacks are compared as a plan is", () => {
    const files = { "old.tf.json": stackWith(VOD), "new.tf.json": STACK };
    const wider = review(files, "--from", "old.tf.json", "--to", "new.tf.json");
    expect([wider.code, wider.stderr]).toEqual([1, ""]);
    expect(wider.stdout).toMatch(/^wider: .* \(old\.tf\.json with new\.tf\.json\)\n/);
    expect(wider.stdout).toContain("can now s3:PutObject on acme-out/* (was acme-out/vod/*)");
    expect(review(files, "--from", "new.tf.json", "--to", "old.tf.json").stdout).toMatch(/^narrower/);
    expect(review(files, "--from", "new.tf.json", "--to", "new.tf.json").code).toBe(0);
  });

  test("--synth tells what the plan does not know yet", () => {
    const ended = review({ "plan.json": UNKNOWN, "cdk.tf.json": STACK }, "plan.json", "--synth", "cdk.tf.json");
    expect([ended.code, ended.stderr]).toEqual([1, ""]);
    expect(ended.stdout).toContain("can now s3:PutObject on acme-out/* (was acme-out/vod/*)");
  });
});

describe("what fails", () => {
  test.each<[name: string, plan: unknown, any: number, risky: number, never: number]>([
    ["what is risky", WIDER, 1, 1, 0],
    ["what is not", LOW, 1, 0, 0],
    ["a loss", NARROWER, 0, 0, 0],
    ["nothing", SAME, 0, 0, 0],
    ["what is unknown", UNKNOWN, 3, 3, 3],
    ["what is unknown beside what is risky", WIDER_AND_UNKNOWN, 1, 1, 3],
    ["a part of a plan", PARTIAL, 3, 3, 3],
    ["what is too intricate", STARS, 3, 3, 3],
  ])("%s", (_, plan, any, risky, never) => {
    const codes = ["any", "risky", "never"].map((threshold) => reviewOf(plan, "--fail-on", threshold).code);
    expect(codes).toEqual([any, risky, never]);
  });

  test("--fail-on-loss fails where jobs may stop working, whatever --fail-on says", () => {
    expect(reviewOf(NARROWER, "--fail-on-loss").code).toBe(1);
    expect(reviewOf(NARROWER, "--fail-on-loss", "--fail-on", "never").code).toBe(1);
    expect(reviewOf(SAME, "--fail-on-loss").code).toBe(0);
    expect(reviewOf(WIDER, "--fail-on-loss", "--fail-on", "never").code).toBe(0);
  });
});

describe("suppressions", () => {
  const accepting = (suppressions: unknown, plan: unknown = WIDER, ...words: readonly string[]): Ended =>
    review({ "plan.json": plan, "ok.json": { suppressions } }, "plan.json", "--suppressions", "ok.json", ...words);

  test("an accepted finding fails nothing, and is shown with its reason", () => {
    const { code, stdout, stderr } = accepting([ACCEPTED]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^wider/);
    expect(stdout).toMatch(/\nSuppressed: 1 finding\n[^]*write-widened[^]*reason: the live team writes there, too\n/);
    expect(stdout).not.toMatch(/\nFindings/);
  });

  test("one that no finding needs is shown, and fails nothing", () => {
    const { code, stdout } = accepting([ACCEPTED, { ...ACCEPTED, subject: "aws_iam_role.gone: x" }]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nSuppressions that no finding needs\n {2}- write-widened: aws_iam_role\.gone: x\n/);
    expect(accepting([{ ...ACCEPTED, rule: "read-widened" }]).code).toBe(1);
    expect(accepting([ACCEPTED], UNKNOWN).code).toBe(3);
  });

  test("a finding is accepted for one condition that is gone, not for two", () => {
    const held = (...conditions: readonly object[]): Statement => ({
      ...TRUST,
      Condition: Object.assign({}, ...conditions) as object,
    });
    const account = { StringEquals: { "aws:SourceAccount": "111122223333" } };
    const queues = { ArnLike: { "aws:SourceArn": "arn:aws:mediaconvert:*:111122223333:queues/*" } };
    const plan = (...left: readonly object[]): object =>
      change({ ...roleWith(VOD), trust: [held(account, queues)] }, { ...roleWith(VOD), trust: [held(...left)] });
    const [found] = jsonOf(reviewOf(plan(account), "--format", "json")).findings;
    const accepted = [{ rule: found?.rule, subject: found?.subject, reason: "the account is enough" }];
    expect(accepting(accepted, plan(account)).code).toBe(0);
    expect(accepting(accepted, plan()).code).toBe(1);
  });

  test.each<[name: string, content: unknown, says: readonly RegExp[]]>([
    ["no list", {}, [/ok\.json.*suppressions/]],
    ["no object", [], [/ok\.json/]],
    ["broken", "{", [/ok\.json: is not JSON/]],
    ["empty", "", [/ok\.json: is empty/]],
    [
      "what cannot be told",
      { suppressions: [{ ...ACCEPTED, rule: "unknown-policy" }] },
      [/suppressions\[0\]\.rule: "unknown-policy" cannot be suppressed/],
    ],
    [
      "undecided",
      { suppressions: [{ ...ACCEPTED, rule: "undecided" }] },
      [/suppressions\[0\]\.rule: "undecided" cannot/],
    ],
    [
      "everything at once",
      {
        suppressions: [
          { ...ACCEPTED, rule: "write-widend" },
          { ...ACCEPTED, subject: "*" },
          { ...ACCEPTED, subject: "x", reason: " " },
          { rule: "read-widened", subject: "y" },
          ACCEPTED,
          ACCEPTED,
        ],
      },
      [
        /^5 problems/,
        /suppressions\[0\]\.rule: "write-widend" is no rule; did you mean "write-widened"\?/,
        /suppressions\[1\]\.subject: "\*" names no finding/,
        /suppressions\[2\]\.reason: says nothing/,
        /suppressions\[3\].*reason/,
        /suppressions\[5\]: has the rule and subject of suppressions\[4\]/,
      ],
    ],
    ["a deep one", "[".repeat(10_000) + "]".repeat(10_000), [/ok\.json.* nested deeper/]],
  ])("a file that accepts nothing: %s", (_, content, says) => {
    const { code, stdout, stderr } = review(
      { "plan.json": WIDER, "ok.json": content },
      "plan.json",
      "--suppressions",
      "ok.json",
    );
    expect([code, stdout]).toEqual([2, ""]);
    for (const one of says) expect(stderr).toMatch(one);
  });
});

describe("formats", () => {
  const compiled = (path: string): ReturnType<Ajv["compile"]> => {
    const read = JSON.parse(readFileSync(join(ROOT, path), "utf8")) as object;
    return new Ajv({ strict: false }).compile(read);
  };
  const sensitive = (plan: object, address: string): object => {
    const { resource_changes: changes, ...rest } = plan as {
      readonly resource_changes: readonly { readonly address: string; readonly change: object }[];
    };
    const marks = { before_sensitive: { policy: true }, after_sensitive: { policy: true } };
    return {
      ...rest,
      variables: { token: { value: "hunter2" } },
      resource_changes: changes.map((one) =>
        one.address === address ? { ...one, change: { ...one.change, ...marks } } : one,
      ),
    };
  };
  const SECRET = sensitive(
    change(roleWith(VOD), roleWith(allow("s3:PutObject", "arn:aws:s3:::top-secret/*"))),
    "aws_iam_role_policy.media",
  );
  const FORMATS = ["text", "json", "markdown", "sarif", "html"] as const;

  test("JSON keeps its schema", () => {
    const validate = compiled("schemas/review.schema.json");
    for (const plan of [WIDER, NARROWER, SAME, OTHER_WORDS, UNKNOWN, WIDER_AND_UNKNOWN, PARTIAL, STARS, SECRET]) {
      const ended = review(
        { "plan.json": plan, "ok.json": { suppressions: [ACCEPTED] } },
        "plan.json",
        "--format",
        "json",
        "--suppressions",
        "ok.json",
      );
      expect([validate(jsonOf(ended)), validate.errors]).toEqual([true, null]);
    }
  });

  test("each is what it says, and ends with the same code", () => {
    const [text, json, markdown, sarif, html] = FORMATS.map((format) => reviewOf(WIDER, "--format", format));
    for (const ended of [text, json, markdown, sarif, html]) expect([ended?.code, ended?.stderr]).toEqual([1, ""]);
    expect(text?.stdout).toBe(reviewOf(WIDER).stdout);
    expect(JSON.parse(json?.stdout ?? "")).toMatchObject({ version: 1, verdict: "wider" });
    expect(markdown?.stdout).toMatch(/^<!-- mediaconvert-role review -->\n/);
    expect(JSON.parse(sarif?.stdout ?? "")).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{ ruleId: "write-widened" }] }],
    });
    expect(html?.stdout).toMatch(/^<!doctype html>\n/i);
    expect(html?.stdout).toMatch(/<\/html>\s*$/);
  });

  test("SARIF points at the line of the stack that is there after the change", () => {
    const text = JSON.stringify(STACK, undefined, 2);
    const line = text.split("\n").findIndex((one) => one.includes('"aws_iam_role_policy"')) + 2;
    const files = { "plan.json": WIDER, "old.tf.json": stackWith(VOD), "new.tf.json": text };
    const place = { physicalLocation: { artifactLocation: { uri: "new.tf.json" }, region: { startLine: line } } };
    for (const sources of [
      ["plan.json", "--synth", "new.tf.json"],
      ["--from", "old.tf.json", "--to", "new.tf.json"],
    ]) {
      const { stdout } = review(files, ...sources, "--format", "sarif");
      expect(JSON.parse(stdout)).toMatchObject({ runs: [{ results: [{ locations: [place] }] }] });
    }
  });

  test("--only-if-changed prints nothing where nothing is new, and all else as ever", () => {
    for (const format of FORMATS) {
      expect(reviewOf(SAME, "--only-if-changed", "--format", format)).toEqual({ code: 0, stdout: "", stderr: "" });
    }
    for (const plan of [WIDER, NARROWER, OTHER_WORDS, FORGOTTEN, UNKNOWN, PARTIAL]) {
      expect(reviewOf(plan, "--only-if-changed")).toEqual(reviewOf(plan));
    }
    const unused = { "plan.json": SAME, "ok.json": { suppressions: [ACCEPTED] } };
    expect(review(unused, "plan.json", "--suppressions", "ok.json", "--only-if-changed").stdout).toContain(
      "Suppressions that no finding needs",
    );
  });

  test("what is sensitive is shown only where it is asked for, and variables never", () => {
    for (const format of FORMATS) {
      const masked = reviewOf(SECRET, "--format", format);
      expect([masked.code, masked.stderr]).toEqual([1, ""]);
      expect(masked.stdout).not.toMatch(/top-secret|acme-out|hunter2/);
      const shown = reviewOf(SECRET, "--format", format, "--show-sensitive");
      expect([shown.code, shown.stderr]).toEqual([1, ""]);
      expect(shown.stdout).toContain("top-secret");
      expect(shown.stdout).not.toContain("hunter2");
    }
    const unread = change(roleWith(VOD), { inline: { media: "top-secret, and no policy" } });
    const { code, stdout } = reviewOf(sensitive(unread, "aws_iam_role_policy.media"));
    expect(code).toBe(3);
    expect(stdout).not.toContain("top-secret");
  });
});

describe("colours", () => {
  const ESCAPE = "\u001b[";
  const version = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout as string | null;
  const hasTerminal = version?.includes("util-linux") === true;
  /** The same on a pseudo-terminal. */
  const onTerminal = (env: NodeJS.ProcessEnv): string => {
    const command = `'${process.execPath}' '${MAIN}' review plan.json`;
    const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
      cwd: folderWith({ "plan.json": WIDER }),
      env: { ...process.env, TERM: "xterm", NO_COLOR: "", ...env },
      encoding: "utf8",
      input: "",
    });
    return stdout;
  };

  test("a pipe gets none", () => {
    for (const format of ["text", "markdown"]) {
      const { stdout } = reviewIn({ "plan.json": WIDER }, ["plan.json", "--format", format], {
        FORCE_COLOR: "1",
        NO_COLOR: "",
        TERM: "xterm",
      });
      expect(stdout).toContain("acme-out");
      expect(stdout).not.toContain("\u001b");
    }
  });

  (hasTerminal ? test : test.skip)("a terminal gets them, but for NO_COLOR (needs script of util-linux)", () => {
    expect(onTerminal({})).toContain(`${ESCAPE}31mwider`);
    for (const plain of [onTerminal({ NO_COLOR: "1" }), onTerminal({ TERM: "dumb" })]) {
      expect(plain).toContain("wider");
      expect(plain).not.toContain(ESCAPE);
    }
  });
});

describe("wrong calls", () => {
  const files = { "plan.json": WIDER, "old.tf.json": stackWith(VOD), "new.tf.json": STACK, "job.json": { Queue: "x" } };

  test.each<[name: string, words: readonly string[], says: readonly RegExp[]]>([
    ["nothing", [], [/^1 problem in the call/, /names no plan/]],
    ["two plans", ["plan.json", "job.json"], [/too many arguments/]],
    ["one stack", ["--from", "old.tf.json"], [/^1 problem/, /--from and --to belong together/]],
    ["the other stack", ["--to", "new.tf.json"], [/^1 problem/, /--from and --to belong together/]],
    [
      "a plan and stacks",
      ["plan.json", "--from", "old.tf.json", "--synth", "new.tf.json"],
      [
        /^3 problems in the call/,
        /drop --from and --to/,
        /--from and --to belong together/,
        /--synth completes a plan/,
      ],
    ],
    ["only --synth", ["--synth", "new.tf.json"], [/names no plan/]],
    ["standard input twice", ["-", "--suppressions", "-"], [/standard input more than once/]],
    ["standard input for both stacks", ["--from", "-", "--to", "-"], [/standard input more than once/]],
    [
      "a mask for stacks, in which nothing is marked",
      ["--from", "old.tf.json", "--to", "new.tf.json", "--show-sensitive"],
      [/--show-sensitive/],
    ],
    ["a format that is none", ["plan.json", "--format", "xml"], [/--format.*text, json, markdown, sarif, html/]],
    ["a threshold that is none", ["plan.json", "--fail-on", "high"], [/--fail-on.*any, risky, never/]],
    ["a flag that is none", ["plan.json", "--strict"], [/unknown option '--strict'/]],
    ["a flag without its value", ["plan.json", "--suppressions"], [/--suppressions <file>.*argument missing/]],
    [
      "files that are not there, all of them",
      ["no.json", "--synth", "no.tf.json", "--suppressions", "none.json"],
      [/^3 problems/, /"no\.json" cannot be read.*no such file/, /"no\.tf\.json"/, /"none\.json"/],
    ],
    ["a folder", ["."], [/is no ordinary file/]],
    [
      "a plan for a stack",
      ["--from", "plan.json", "--to", "job.json"],
      [/^2 problems/, /plan\.json is a plan/, /job\.json/],
    ],
    ["a plan for --synth", ["plan.json", "--synth", "plan.json"], [/plan\.json is no synthesized stack/]],
    ["one stack for a plan", ["new.tf.json"], [/is a synthesized stack.*--from and --to/]],
  ])("%s", (_, words, says) => {
    const { code, stdout, stderr } = review(files, ...words);
    expect([code, stdout]).toEqual([2, ""]);
    for (const one of says) expect(stderr).toMatch(one);
  });

  test("--help names every flag and the exit codes", () => {
    const { code, stdout, stderr } = review({}, "--help");
    expect([code, stderr]).toEqual([0, ""]);
    const flags = ["from", "to", "synth", "format", "fail-on", "fail-on-loss", "suppressions", "only-if-changed"];
    for (const flag of [...flags, "show-sensitive"]) expect(stdout).toMatch(new RegExp(`\\n  --${flag} `));
    expect(stdout).toContain("Exit codes: 0 clean, 1 findings, 2 wrong input or call, 3 cannot decide.");
    expect(cli(folderWith({}), ["--help"]).stdout).toMatch(/\n {2}review .*what can roles newly do\?/);
  });
});

describe("wrong input", () => {
  const text = JSON.stringify(WIDER);
  const DEEP = "[".repeat(10_000) + "]".repeat(10_000);
  const CONTENTS: readonly [name: string, content: unknown, says: RegExp][] = [
    ["an empty file", "", /is empty/],
    ["blanks", " \n", /is empty/],
    ["no JSON", "resource {}", /is not JSON: .*line 1, column 1/],
    ["the half of a plan", text.slice(0, text.length / 2), /is not JSON: .*line 1, column \d+/],
    ["a list", [], /is no object/],
    ["null", "null", /is no object/],
    ["an empty object", {}, /is no plan/],
    ["a settings file", { stacks: { a: { role: { access: { mode: "full" } } } } }, /is no plan/],
    ["a job", { Queue: "x", Settings: { Inputs: [] } }, /is no plan/],
    ["a state", { format_version: "1.0", values: { root_module: {} } }, /is a state, which does not say what will/],
    ["another format", { ...WIDER, format_version: "2.0" }, /format_version "2\.0"/],
    ["a format that is a number", { ...WIDER, format_version: 1.2 }, /format_version 1\.2/],
    [
      "a format that steers terminals",
      { ...WIDER, format_version: "\u001b[2J\n::error::" },
      /"\\u001b\[2J\\n::error::"/,
    ],
    ["no format", { ...WIDER, format_version: undefined }, /has no format_version/],
    ["changes that are no list", { ...WIDER, resource_changes: { a: 1 } }, /resource_changes is no list/],
    ...[null, 1, "x", [], {}, { address: "aws_iam_role.a", type: 5, change: { actions: [] } }].map(
      (item): [string, unknown, RegExp] => [
        `a change that is none: ${JSON.stringify(item)}`,
        { ...WIDER, resource_changes: [item] },
        /resource_changes\[0\] is no change of a resource/,
      ],
    ),
    [
      "changes without actions",
      {
        ...WIDER,
        resource_drift: [{ address: "aws_iam_role.a", type: "aws_iam_role", change: { actions: "update" } }],
      },
      /resource_drift\[0\] is no change of a resource/,
    ],
    [
      "a key that stands twice",
      '{"format_version":"1.2",\n"resource_changes":[],\n"resource_changes":[]}',
      /has the key "resource_changes" twice in one object \(line 3\)/,
    ],
    [
      "a key that stands twice, the second time far from its colon",
      text.replace(/}$/, `,"resource_changes"${" ".repeat(200)}:[]}`),
      /has the key "resource_changes" twice/,
    ],
    ["10,000 lists in each other", DEEP, /nested deeper/],
    ["10,000 lists in a plan", text.replace('"1.2"', `"1.2","x":${DEEP}`), /nested deeper/],
  ];

  const expectRefused = ({ code, stdout, stderr }: Ended, says: RegExp): void => {
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ {4}at |\u001b|^::/m);
  };

  test.each(CONTENTS)("%s", (_, content, says) => {
    expectRefused(reviewOf(content), says);
  });

  test.each([
    [["plan.json", "--synth", "deep.json"]],
    [["--from", "deep.json", "--to", "cdk.tf.json"]],
    [["--from", "cdk.tf.json", "--to", "deep.json"]],
  ])("a stack without end: %j", (words) => {
    const files = { "plan.json": WIDER, "cdk.tf.json": STACK, "deep.json": `{"resource":${DEEP}}` };
    expectRefused(review(files, ...words), /deep\.json: is nested deeper than 200 levels/);
  });

  test("the same from standard input", () => {
    const piped = (input: string): Ended => cli(folderWith({}), ["review", "-"], input);
    expectRefused(piped(""), /stdin: is empty/);
    expectRefused(piped(text.slice(0, 100)), /stdin: is not JSON/);
    expectRefused(piped('{"x":1,"x":2}'), /stdin: has the key "x" twice in one object \(line 1\)/);
    expectRefused(piped(DEEP), /stdin.* nested deeper/);
  });

  test("bytes that are no UTF-8 make no JSON of something else, and none crashes", () => {
    const folder = folderWith({});
    const broken = Buffer.concat([
      Buffer.from(`${text.slice(0, -1)},"x":"`),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    writeFileSync(join(folder, "broken.json"), broken);
    writeFileSync(join(folder, "utf16.json"), Buffer.from(`\uFEFF${text}`, "utf16le"));
    expect(cli(folder, ["review", "broken.json"]).code).toBe(1);
    const { code, stderr } = cli(folder, ["review", "utf16.json"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is not JSON/)]);
  });

  test("a saved plan stands in the plan's place only, and needs terraform", () => {
    const saved = "PK\u0003\u0004";
    const files = { "p.tfplan": saved, "plan.json": WIDER, "cdk.tf.json": STACK };
    const without = reviewIn(files, ["p.tfplan"], { PATH: "" });
    expect([without.code, without.stdout]).toEqual([2, ""]);
    expect(without.stderr).toMatch(/p\.tfplan: is a saved plan.*terraform is not on PATH.*run it in the plan's folder/);
    for (const words of [
      ["plan.json", "--suppressions", "p.tfplan"],
      ["plan.json", "--synth", "p.tfplan"],
      ["--from", "cdk.tf.json", "--to", "p.tfplan"],
    ]) {
      const { code, stderr } = review(files, ...words);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/p\.tfplan: is a saved plan; it can only stand in the/),
      ]);
    }
  });

  test("a saved plan is read by terraform, whose words are shown where it fails", () => {
    const folder = folderWith({ "p.tfplan": "PK\u0003\u0004", "plan.json": WIDER, "bin/none": "" });
    const terraform = (script: string): Ended => {
      const path = join(folder, "bin", "terraform");
      mkdirSync(join(folder, "bin"), { recursive: true });
      writeFileSync(path, `#!${process.execPath}\n${script}\n`);
      chmodSync(path, 0o755);
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "review", "p.tfplan"], {
        cwd: folder,
        env: { ...process.env, PATH: join(folder, "bin") },
        encoding: "utf8",
      });
      return { code: status, stdout, stderr };
    };
    const shown = terraform(
      'const fs = require("fs"); if (process.argv.slice(2).join(" ") !== "show -json -no-color p.tfplan") process.exit(9); process.stdout.write(fs.readFileSync("plan.json"));',
    );
    expect([shown.code, shown.stderr]).toEqual([1, ""]);
    expect(shown.stdout).toMatch(/^wider: .* \(p\.tfplan\)\n/);
    const failed = terraform(
      'console.error("╷\\n│ Error: Required plugins are not installed\\n│ \\n│ run init\\n╵"); process.exit(1);',
    );
    expect([failed.code, failed.stdout]).toEqual([2, ""]);
    expect(failed.stderr).toContain("Error: Required plugins are not installed run init");
  });
});

describe("hostile input", () => {
  const LARGE = `{"format_version":"1.2","x":"${"y".repeat(100_000_000)}"}`;
  const named = (name: string): string =>
    JSON.stringify(WIDER).replaceAll("aws_iam_role.media", `aws_iam_role.${name}`);

  test("names of prototypes are names", () => {
    const polluted = JSON.stringify(WIDER).replace(
      '{"format_version"',
      '{"__proto__":{"errored":true},"constructor":{"prototype":{"errored":true}},"hasOwnProperty":1,"format_version"',
    );
    expect(reviewOf(polluted)).toEqual(reviewOf(WIDER));
    for (const name of ["__proto__", "constructor", "toString"]) {
      const { code, stdout } = reviewOf(named(name));
      expect([code, stdout]).toEqual([
        1,
        reviewOf(WIDER).stdout.replaceAll("aws_iam_role.media", `aws_iam_role.${name}`),
      ]);
    }
    const policy = `{"Version":"2012-10-17","Statement":[{"__proto__":{"Effect":"Allow"},"Action":"*","Resource":"*"}]}`;
    expect(reviewOf(change(roleWith(VOD), { inline: { media: policy } })).code).toBe(3);
  });

  test("no text of a plan steers a terminal or a pipeline", () => {
    const text = "acme\u001b[2J\n::error::x\r##vso[task]\u202e\u2028";
    const labels = part("aws_iam_role_policy.x", undefined, { role: "media", name: text, policy: text });
    const plan = planOf([...parts(roleWith(VOD), roleWith(allow("s3:PutObject", `arn:aws:s3:::${text}/*`))), labels]);
    const { stdout } = reviewOf(plan);
    expect(stdout).toContain("acme\\u001b[2J");
    expect(stdout).not.toMatch(/[\u001b\r\u202e\u2028]|^::|##vso/m);
  });

  const count = <T>(length: number, make: (at: string) => T): readonly T[] =>
    Array.from({ length }, (_, at) => make(String(at)));
  const puts = (...resources: readonly string[]): object =>
    change(
      roleWith(VOD),
      roleWith(
        allow(
          "s3:PutObject",
          resources.map((text) => `arn:aws:s3:::${text}`),
        ),
      ),
    );

  test.each<[name: string, plan: () => unknown, roles: number]>([
    ["sixteen letters anywhere", () => STARS, 1],
    ["letters sixteen characters apart", () => planOf(MARKS("media")), 1],
    ["forty roles of that kind", () => planOf(count(40, (at) => MARKS(`r${at}`)).flat()), 40],
  ])("too intricate: %s", (_, plan, roles) => {
    const ended = reviewIn({ "plan.json": plan() }, ["plan.json", "--format", "json", "--fail-on", "never"], {});
    expect([ended.code, ended.stderr]).toEqual([3, ""]);
    const found = jsonOf(ended);
    expect(found.verdict).toBe("unknown");
    expect(found.findings.map(({ rule, severity, effect }) => [rule, severity, effect])).toEqual(
      Array.from({ length: roles }, () => ["undecided", "medium", "unknown"]),
    );
  });

  test.each<[name: string, plan: () => unknown]>([
    ["a statement of more than a megabyte", () => puts(`${"x".repeat(1_000_000)}/*`)],
    ["a pattern of 900,000 characters", () => puts(`${"x".repeat(900_000)}/*`)],
    ["a pattern of 90,000 characters", () => puts(`${"x".repeat(90_000)}/*`)],
    ["a pattern of 450,000 wildcards", () => puts("x*".repeat(450_000))],
    ["20,000 resources in a statement", () => puts(...count(20_000, (at) => `acme-${at}/some/*`))],
    [
      "8,000 statements in a policy",
      () =>
        change(roleWith(VOD), roleWith(...count(8_000, (at) => allow("s3:PutObject", `arn:aws:s3:::acme-${at}/*`)))),
    ],
    [
      "10,000 lists in a policy",
      () => change(roleWith(VOD), { inline: { media: `{"Statement":${"[".repeat(10_000)}${"]".repeat(10_000)}}` } }),
    ],
    [
      "4,000 attached policies",
      () =>
        change(roleWith(VOD), {
          ...roleWith(VOD),
          attached: count(4_000, (at) => `arn:aws:iam::111122223333:policy/p${at}`),
        }),
    ],
    [
      "2,000 grants",
      () =>
        change(roleWith(VOD), {
          ...roleWith(VOD),
          grants: Object.fromEntries(
            count(2_000, (at) => [
              `g${at}`,
              { key: `arn:aws:kms:eu-west-1:111122223333:key/${at}`, operations: ["Decrypt"] },
            ]),
          ),
        }),
    ],
  ])("larger than anything that IAM has, it ends all the same, and not as harmless: %s", (_, plan) => {
    const ended = reviewIn({ "plan.json": plan() }, ["plan.json", "--format", "json"], {});
    expect(ended.stderr).toBe("");
    expect([1, 3]).toContain(ended.code);
    expect(["wider", "both", "unknown"]).toContain(jsonOf(ended).verdict);
  });

  test("50 megabytes of other resources are read over", () => {
    const others = count(12_500, (at) =>
      part(`aws_instance.i${at}`, { user_data: "y".repeat(2000) }, { user_data: "z".repeat(2000) }),
    );
    const plan = JSON.stringify(planOf([...parts(roleWith(VOD), roleWith(BUCKET)), ...others]));
    expect(plan.length).toBeGreaterThan(50_000_000);
    const { stdout } = reviewOf(WIDER);
    const folder = folderWith({ "plan.json": plan });
    expect(cli(folder, ["review", "plan.json"])).toEqual({ code: 1, stdout, stderr: "" });
    const piped = { code: 1, stdout: stdout.replace("(plan.json)", "(stdin)"), stderr: "" };
    expect(cli(folder, ["review", "-"], plan)).toEqual(piped);
  });

  test("100 megabytes are refused", () => {
    for (const source of ["plan.json", "-"]) {
      const ended = cli(folderWith({ "plan.json": LARGE }), ["review", source], source === "-" ? LARGE : "");
      expect([ended.code, ended.stdout]).toEqual([2, ""]);
      expect(ended.stderr).toMatch(/has 1\d{8} bytes, more than 100000000/);
    }
  });
});
