import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import {
  type Brought,
  type GitLab,
  type Ran,
  type Workplace,
  bring,
  callsIn,
  describeWith,
  newWorkplace,
  runScript,
  startGitLab,
} from "../support/pipelines";

const ROOT = resolve(__dirname, "../..");
const text = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const MARKER = "<!-- mediaconvert-role review -->";
const STACK_FOLDER = "cdktf.out/stacks/mediaconvert-role";

interface ResourceChange {
  readonly type: string;
  readonly change: { readonly before: { readonly policy: string }; readonly [key: string]: unknown };
}

const widened = JSON.parse(text("examples/plans/widened.json")) as { readonly resource_changes: ResourceChange[] };

/** The example's plan with another change of the policy, and none of the role. */
const planWith = (after: object, unknown: object = {}): object => ({
  ...widened,
  resource_changes: widened.resource_changes.map(({ type, change, ...rest }) => ({
    ...rest,
    type,
    change:
      type === "aws_iam_policy"
        ? { ...change, after: { ...change.before, policy: undefined, ...after }, after_unknown: unknown }
        : { ...change, actions: ["no-op"], after: change.before },
  })),
});

const policyBefore = JSON.parse(
  widened.resource_changes.find(({ type }) => type === "aws_iam_policy")?.change.before.policy ?? "",
) as { readonly Statement: readonly object[] };

const stackWith = (policy: string): object => ({
  resource: {
    aws_iam_policy: { media: { name: "MediaConvert_Default_Role", policy } },
    aws_iam_role: { mediaconvert: { name: "MediaConvert_Default_Role" } },
    aws_iam_role_policy_attachment: {
      media: { role: "${aws_iam_role.mediaconvert.name}", policy_arn: "${aws_iam_policy.media.arn}" },
    },
  },
});

const WIDER: Brought = { plan: widened, stack: stackWith("{}") };
/** The same statements the other way round, under other names. */
const SAME: Brought = {
  plan: planWith({
    policy: JSON.stringify({
      ...policyBefore,
      Statement: [...policyBefore.Statement].reverse().map((each, at) => ({ ...each, Sid: `S${String(at)}` })),
    }),
  }),
  stack: stackWith("{}"),
};
/** Neither the plan nor the stack has the policy. */
const UNKNOWN: Brought = { plan: planWith({}, { policy: true }), stack: stackWith("${var.policy}") };
const NO_PLAN: Brought = { plan: "{}", stack: {} };
/** Would be run if a script took text from the plan for its own. */
const COMMAND = '$(touch pwned)`touch pwned`"; touch pwned; "';
const HOSTILE: Brought = {
  plan: planWith({
    policy: JSON.stringify({
      ...policyBefore,
      Statement: [{ Sid: COMMAND, Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::${COMMAND}` }],
    }),
  }),
  stack: stackWith("{}"),
};

/** What a pipeline makes of what is brought: how it ends, and what the comment says. */
const OUTCOMES: readonly (readonly [name: string, brought: Brought, code: number, heading: string])[] = [
  ["wider", WIDER, 1, "IAM review: wider"],
  ["the same in other words", SAME, 0, "IAM review: same"],
  ["not known", UNKNOWN, 3, "IAM review: unknown"],
  ["made to be run", HOSTILE, 1, "IAM review: wider and narrower"],
];

const BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"];

/** Programs that every pipeline calls, in their order. */
const CALLS = [
  "npm ci",
  "npx cdktf synth",
  `terraform -chdir=${STACK_FOLDER} init -input=false`,
  `terraform -chdir=${STACK_FOLDER} plan -input=false -lock=false -out=plan.tfplan`,
  `terraform -chdir=${STACK_FOLDER} show -json plan.tfplan`,
];

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly env?: { readonly [name: string]: string };
  readonly with?: { readonly [name: string]: unknown };
  readonly run?: string;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: { readonly [name: string]: string };
  readonly jobs: {
    readonly review: {
      readonly env: { readonly [name: string]: string };
      readonly defaults: { readonly run: { readonly shell: string } };
      readonly steps: readonly Step[];
    };
  };
}

// Each pipeline starts a dozen programs.
jest.setTimeout(60_000);

describe("examples/pipelines/github.yml", () => {
  const workflow = parse(text("examples/pipelines/github.yml")) as Workflow;
  const { steps } = workflow.jobs.review;

  test("runs on pull requests, with no more permissions than the steps need", () => {
    expect(workflow.on).toBe("pull_request");
    expect(workflow.permissions).toEqual({
      contents: "read",
      "pull-requests": "write",
      "security-events": "write",
    });
  });

  test("takes actions by their major version", () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.replace(/@v\d+$/, "@v")]));
    expect(used).toEqual([
      "actions/checkout@v",
      "actions/setup-node@v",
      "hashicorp/setup-terraform@v",
      "actions/upload-artifact@v",
      "github/codeql-action/upload-sarif@v",
    ]);
    expect(steps.find(({ uses }) => uses?.startsWith("hashicorp/"))?.with).toEqual({ terraform_wrapper: false });
  });

  test("no script has an expression in its text", () => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
    expect(steps.filter(({ run }) => run !== undefined).map(({ name }) => name)).toEqual([
      "Synthesize",
      "Plan",
      "Review",
      "Comment",
      "Gate",
    ]);
  });

  test("uploads the report alone", () => {
    const uploads = steps.filter(({ uses }) => uses?.includes("upload") === true).map((step) => step.with);
    expect(uploads).toEqual([
      { name: "iam-review", path: "review.html", "if-no-files-found": "error" },
      { sarif_file: "review.sarif", category: "iam-review" },
    ]);
  });

  describeWith("jq")("run", () => {
    interface Job extends Ran {
      /** Names of the steps that were run, to the one that failed. */
      readonly steps: readonly string[];
      readonly summary: string;
    }

    /** Runs the steps as the runner does: each script by the job's shell, until one fails. */
    const runJob = async (workplace: Workplace, isFork = false): Promise<Job> => {
      const { world, repository } = workplace;
      const files = { GITHUB_OUTPUT: join(world, "output"), GITHUB_STEP_SUMMARY: join(world, "summary") };
      for (const file of Object.values(files)) writeFileSync(file, "");
      const valueOf = (expression: string): string => {
        const outputs = new Map(
          readFileSync(files.GITHUB_OUTPUT, "utf8")
            .split("\n")
            .map((line) => line.split("=") as [string, string]),
        );
        const values: { readonly [expression: string]: string | undefined } = {
          "github.token": "token of the run",
          "github.event.pull_request.number": "7",
          "steps.review.outputs.code": outputs.get("code"),
        };
        const value = values[expression];
        if (value === undefined) throw new Error(`no value for ${expression}`);
        return value;
      };
      const { env, defaults } = workflow.jobs.review;
      expect(defaults.run.shell).toBe("bash"); // which GitHub runs as in BASH
      const ran: string[] = [];
      let out = "";
      for (const { name = "", run, if: condition, env: own = {} } of steps) {
        if (condition !== undefined) {
          expect(condition).toBe("github.event.pull_request.head.repo.full_name == github.repository");
          if (isFork) continue;
        }
        if (run === undefined) continue;
        ran.push(name);
        const ended = await runScript(workplace, repository, BASH, run, {
          ...env,
          ...files,
          ...Object.fromEntries(
            Object.entries(own).map(([key, value]) => [
              key,
              value.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => valueOf(expression)),
            ]),
          ),
          GITHUB_REPOSITORY: "acme/media",
        });
        out += ended.out;
        if (ended.code !== 0)
          return { ...ended, out, steps: ran, summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
      }
      return { code: 0, out, steps: ran, summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
    };

    interface Comment {
      readonly id: number;
      readonly user: { readonly login: string };
      readonly body: string;
    }

    const commentsFile = ({ world }: Workplace): string => join(world, "comments.json");
    const comments = (workplace: Workplace): readonly Comment[] =>
      existsSync(commentsFile(workplace))
        ? (JSON.parse(readFileSync(commentsFile(workplace), "utf8")) as readonly Comment[])
        : [];

    test.each(OUTCOMES)("%s", async (_, brought, code, heading) => {
      const workplace = newWorkplace(brought);
      const job = await runJob(workplace);
      expect({ code: job.code, at: job.steps.at(-1) }).toEqual({ code, at: "Gate" });
      expect(callsIn(workplace).slice(0, CALLS.length)).toEqual(CALLS);
      const [comment, ...others] = comments(workplace);
      expect(others).toEqual([]);
      expect(comment?.body.startsWith(`${MARKER}\n## ${heading}\n`)).toBe(true);
      expect(job.summary).toBe(comment?.body);
      const report = (name: string): string => readFileSync(join(workplace.repository, name), "utf8");
      expect(report("review.html")).toMatch(/^<!doctype html>/i);
      expect(JSON.parse(report("review.sarif"))).toHaveProperty("version", "2.1.0");
      expect(existsSync(join(workplace.repository, "pwned"))).toBe(false);
    });

    test("the comment is written once and then updated, among those of others", async () => {
      const workplace = newWorkplace(WIDER);
      const others: readonly Comment[] = [
        { id: 1, user: { login: "octocat" }, body: `${MARKER} I was here first` },
        { id: 2, user: { login: "github-actions[bot]" }, body: `Coverage ${MARKER}` },
        { id: 3, user: { login: "octocat" }, body: "LGTM" },
      ];
      writeFileSync(commentsFile(workplace), JSON.stringify(others));
      expect((await runJob(workplace)).code).toBe(1);
      const [first] = comments(workplace).slice(3);
      bring(workplace, SAME);
      expect((await runJob(workplace)).code).toBe(0);
      const [second, ...more] = comments(workplace).slice(3);
      expect(more).toEqual([]);
      expect(comments(workplace).slice(0, 3)).toEqual(others);
      expect(second?.id).toBe(first?.id);
      expect(first?.body).toContain("IAM review: wider");
      expect(second?.body).toContain("IAM review: same");
    });

    test("from a fork there is no comment, but a summary and the gate", async () => {
      const workplace = newWorkplace(WIDER);
      const job = await runJob(workplace, true);
      expect(job).toMatchObject({ code: 1, steps: ["Synthesize", "Plan", "Review", "Gate"] });
      expect(job.summary).toContain("IAM review: wider");
      expect(comments(workplace)).toEqual([]);
    });

    test("what cannot be read fails before anything is written", async () => {
      const workplace = newWorkplace(NO_PLAN);
      expect(await runJob(workplace)).toMatchObject({ code: 2, steps: ["Synthesize", "Plan", "Review"], summary: "" });
      expect(comments(workplace)).toEqual([]);
    });
  });
});

interface GitLabJob {
  readonly extends: string;
  readonly image: string | { readonly name: string };
  readonly needs?: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[]; readonly access: string; readonly when?: string };
}

interface GitLabFile {
  readonly ".iam-review": {
    readonly variables: { readonly [name: string]: string };
    readonly rules: readonly { readonly if: string }[];
  };
  readonly "iam-synth": GitLabJob;
  readonly "iam-plan": GitLabJob;
  readonly "iam-review": GitLabJob;
}

describe("examples/pipelines/gitlab-ci.yml", () => {
  const file = parse(text("examples/pipelines/gitlab-ci.yml")) as GitLabFile;
  const JOBS = ["iam-synth", "iam-plan", "iam-review"] as const;

  test("runs for merge requests", () => {
    expect(file[".iam-review"].rules).toEqual([{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }]);
    expect(Object.keys(file)).toEqual([".iam-review", ...JOBS]);
    for (const name of JOBS) expect(file[name].extends).toBe(".iam-review");
  });

  test("nobody gets the plan, and developers get the report", () => {
    expect(JOBS.map((name) => [name, file[name].artifacts.access, ...file[name].artifacts.paths])).toEqual([
      ["iam-synth", "none", "cdktf.out/"],
      ["iam-plan", "none", "$STACK/plan.json"],
      ["iam-review", "developer", "review.html"],
    ]);
    expect(file["iam-review"].artifacts.when).toBe("always");
  });

  describeWith("curl")("run", () => {
    const TOKEN = "token of the project";
    let gitLab: GitLab;
    beforeEach(async () => {
      gitLab = await startGitLab(TOKEN);
    });
    afterEach(() => gitLab.stop());

    /** Runs the jobs one after the other, each in a new clone with the artefacts of the jobs that it needs. */
    const runPipeline = async (workplace: Workplace, token = TOKEN): Promise<Ran & { readonly at: string }> => {
      const { variables } = file[".iam-review"];
      const folderOf = (job: string): string => join(workplace.world, job);
      const expanded = (path: string): string => path.replace("$STACK", variables["STACK"] ?? "");
      let ended: Ran & { readonly at: string } = { code: 0, out: "", at: "" };
      for (const name of JOBS) {
        const { image, needs = [], script } = file[name];
        const folder = folderOf(name);
        cpSync(workplace.repository, folder, { recursive: true });
        for (const needed of needs as readonly (typeof JOBS)[number][]) {
          for (const path of file[needed].artifacts.paths.map(expanded)) {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            cpSync(join(folderOf(needed), path), join(folder, path), { recursive: true });
          }
        }
        // Terraform's image has no bash.
        const shell = typeof image === "string" ? BASH : ["sh", "-e"];
        ended = {
          ...(await runScript(workplace, folder, shell, script.join("\n"), {
            ...variables,
            CI_API_V4_URL: gitLab.url,
            CI_PROJECT_ID: "5",
            CI_MERGE_REQUEST_IID: "7",
            REVIEW_TOKEN: token,
          })),
          at: name,
        };
        if (ended.code !== 0) return ended;
      }
      return ended;
    };

    test.each(OUTCOMES)("%s", async (_, brought, code, heading) => {
      const workplace = newWorkplace(brought);
      expect(await runPipeline(workplace)).toMatchObject({ code, at: "iam-review" });
      expect(callsIn(workplace).slice(0, CALLS.length)).toEqual(CALLS);
      expect(gitLab.notes).toHaveLength(1);
      expect(gitLab.notes[0]?.body.startsWith(`${MARKER}\n## ${heading}\n`)).toBe(true);
      const folder = join(workplace.world, "iam-review");
      expect(readFileSync(join(folder, "review.html"), "utf8")).toMatch(/^<!doctype html>/i);
      expect(existsSync(join(folder, "pwned"))).toBe(false);
    });

    test("the note is written once and then updated, among those of others", async () => {
      const workplace = newWorkplace(WIDER);
      const others = Array.from({ length: 150 }, (__, at) => ({
        id: at,
        author: { id: at === 1 ? 42 : 1 },
        body: at === 0 ? `${MARKER} I was here first` : `note ${MARKER}`,
      }));
      gitLab.notes.push(...others);
      expect((await runPipeline(workplace)).code).toBe(1);
      const [first] = gitLab.notes.slice(150);
      bring(workplace, SAME);
      expect((await runPipeline(workplace)).code).toBe(0);
      const [second, ...more] = gitLab.notes.slice(150);
      expect(more).toEqual([]);
      expect(gitLab.notes.slice(0, 150)).toEqual(others);
      expect(second?.id).toBe(first?.id);
      expect(first?.body).toContain("IAM review: wider");
      expect(second?.body).toContain("IAM review: same");
    });

    test("without the token it fails, whatever the review says", async () => {
      const ended = await runPipeline(newWorkplace(SAME), "");
      expect(ended).toMatchObject({ at: "iam-review" });
      expect(ended.code).not.toBe(0);
      expect(gitLab.notes).toEqual([]);
    });

    test("what cannot be read fails before anything is written", async () => {
      expect(await runPipeline(newWorkplace(NO_PLAN))).toMatchObject({ code: 2, at: "iam-review" });
      expect(gitLab.asked).toEqual([]);
    });
  });
});
