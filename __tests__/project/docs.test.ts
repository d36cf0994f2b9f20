import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { type Report, reportText } from "../../benchmarks/table";
import { jobFilesIn } from "../../lib/files/job-files";
import { readSuppressions } from "../../lib/review/suppressions";
import { exchangesIn, typed } from "../support/console";
import { newFolder } from "../support/e2e";
import { isAtHand } from "../support/pipelines";
import { fileProblemsOf } from "../support/pure";

const ROOT = resolve(__dirname, "../..");
const text = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const DOCS = [
  "README.md",
  "CONTRIBUTING.md",
  "modules/mediaconvert-role/README.md",
  "examples/README.md",
  "docs/job-permissions.md",
  "docs/findings.md",
  "docs/pipelines.md",
  "docs/many-accounts.md",
  "docs/existing-roles.md",
  "docs/failures.md",
  "docs/mutation.md",
  "docs/performance.md",
];

interface Block {
  readonly name: string;
  readonly language: string;
  readonly content: string;
}

const blocks: readonly Block[] = DOCS.flatMap((file) =>
  [...text(file).matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", content = ""], index) => ({
    name: `${file} ${String(index + 1)}`,
    language,
    content,
  })),
);

const inLanguage = (language: string): readonly Block[] => blocks.filter((block) => block.language === language);

const acceptsFindings = ({ content }: Block): boolean => content.includes('"suppressions":');

/** Programs that use the package by its name. */
const PROGRAMS: ReadonlyMap<string, string> = new Map([
  ...inLanguage("ts").map(({ name, content }) => [name, content] as const),
  ...["examples/cdktf-construct", "examples/cdktf-module", "examples/two-accounts"].map(
    (folder) => [folder, text(`${folder}/main.ts`)] as const,
  ),
]);

const [FIRST = ""] = PROGRAMS.values();
const STALE = FIRST.replace("access:", "acess:");

const IMPORTED = "what they import";

/** Type errors by program. All at once: what they import is read once. */
const typeErrors = (programs: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> => {
  const files = new Map(
    [...programs.keys()].map((name, at) => [join(ROOT, `__tests__/project/block${String(at)}.ts`), name]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    moduleDetection: ts.ModuleDetectionKind.Force,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    paths: { "cdktf-mediaconvert-role": [join(ROOT, "lib/index.ts")] },
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version) => {
    const name = files.get(path);
    return name === undefined ? read(path, version) : ts.createSourceFile(path, programs.get(name) ?? "", version);
  };
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  const errors = new Map([...programs.keys(), IMPORTED].map((name): [string, string[]] => [name, []]));
  for (const { file, messageText } of ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))) {
    errors.get(files.get(file?.fileName ?? "") ?? IMPORTED)?.push(ts.flattenDiagnosticMessageText(messageText, "\n"));
  }
  return errors;
};

describe("documentation", () => {
  test("every block has a language that is tested here", () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect(new Set(blocks.map(({ language }) => language))).toEqual(
      new Set(["console", "hcl", "json", "sh", "ts", "yaml"]),
    );
  });

  test.each(inLanguage("json").filter((block) => !acceptsFindings(block)))(
    "$name is a settings file without problems",
    ({ content }) => {
      expect(fileProblemsOf(content, jobFilesIn(ROOT))).toEqual([]);
    },
  );

  test.each(inLanguage("json").filter(acceptsFindings))("$name accepts findings without problems", ({ content }) => {
    expect(readSuppressions(JSON.parse(content), "block").problems).toEqual([]);
  });

  test("sessions print what they say", () => {
    const exchanges = inLanguage("console")
      .filter(({ content }) => isAtHand("jq") || !content.includes("$ jq "))
      .flatMap(({ content }) => exchangesIn(content));
    const printed = typed(exchanges.map(({ command }) => command));
    const lines = (output: string): string => output.replace(/\n+$/, "");
    expect(exchanges.map(({ command }, index) => ({ command, printed: lines(printed[index] ?? "") }))).toEqual(
      exchanges.map(({ command, printed: expected }) => ({ command, printed: lines(expected) })),
    );
    expect(exchanges.length).toBeGreaterThan(5);
  }, 60_000);

  test("the first block is roles.json", () => {
    expect(JSON.parse(inLanguage("json")[0]?.content ?? "")).toEqual(JSON.parse(text("roles.json")));
  });

  describe("programs", () => {
    let errors: ReadonlyMap<string, readonly string[]>;

    beforeAll(() => {
      errors = typeErrors(new Map([...PROGRAMS, ["stale", STALE]]));
    }, 60_000);

    test.each([...PROGRAMS.keys(), IMPORTED])("%s compiles", (name) => {
      expect(errors.get(name)).toEqual([]);
    });

    test("a stale block is caught", () => {
      expect(STALE).not.toBe(FIRST);
      expect(errors.get("stale")?.join()).toContain("acess");
    });
  });

  test.each(inLanguage("hcl"))("$name is part of an example that is applied", ({ content }) => {
    const anySource = (hcl: string): string => hcl.replace(/^( *source) += "[^"]*"$/gm, "$1 = …");
    const examples = readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".tf") && !file.includes(".terraform"))
      .map((file) => anySource(text(join("examples", file))));
    expect(examples.filter((example) => example.includes(anySource(content)))).not.toEqual([]);
  });

  test.each(inLanguage("yaml"))("$name is part of a pipeline that is run", ({ content }) => {
    const unindented = (yaml: string): string => yaml.replace(/^ +/gm, "");
    const pipelines = ["github.yml", "gitlab-ci.yml"].map((file) => unindented(text(`examples/pipelines/${file}`)));
    expect(pipelines.filter((pipeline) => pipeline.includes(unindented(content)))).toHaveLength(1);
  });

  test("every change in the comparison with cdk diff is a case by hand", () => {
    const rows = [...text("README.md").matchAll(/^\| (.*) \| (wider|narrower|same) \| (yes|no) \| (.*) \|$/gm)];
    const cases = text("__tests__/review/tables.test.ts");
    expect(rows).toHaveLength(10);
    for (const [index, [, change = "", access, broader, verdict]] of rows.entries()) {
      expect(cases).toContain(`"${String(index + 1)} ${change.replaceAll("`", "")}"`);
      const isRight = (access === "wider") === (broader === "yes");
      expect(verdict).toBe(isRight ? "right" : access === "wider" ? "missed" : "false alarm");
    }
  });

  test("links lead somewhere", () => {
    for (const file of DOCS) {
      const anchors = new Set([
        ...[...text(file).matchAll(/<a name="([\w-]+)">/g)].map(([, name = ""]) => name),
        ...[...text(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
          heading
            .toLowerCase()
            .replace(/[^a-z0-9 -]/g, "")
            .replace(/ /g, "-"),
        ),
      ]);
      for (const [, target = ""] of text(file).matchAll(/\]\((#?[^)]+)\)/g)) {
        if (target.startsWith("#")) expect([...anchors]).toContain(target.slice(1).replaceAll("\\_", "_"));
        else if (!target.startsWith("http"))
          expect([target, existsSync(join(ROOT, dirname(file), target.replace(/#.*/, "")))]).toEqual([target, true]);
      }
    }
  });
});

/** Who runs each command of the documentation: this file, another test, or the pipeline. */
const RUN_BY: { readonly [command: string]: "here" | { readonly file: string; readonly as: string } } = {
  "npm ci": { file: ".ci/run", as: "npm ci" },
  "npm test": { file: ".ci/run", as: "npm test" },
  "npm run synth": "here",
  "npm run synth -- prod-eu": "here",
  "npm run synth -- 'prod-*'": "here",
  "npm run bench": "here",
  "npm run bench -- --json": "here",
  "npm run bench -- --only review --runs 5": "here",
  "npm run deploy:local": { file: "__tests__/e2e/deploy-local.test.ts", as: "dist/tools/deploy-local.js" },
  "npx mediaconvert-role adopt --into roles.json": { file: "__tests__/cli/adopt.test.ts", as: 'adopt("--into", file)' },
  "npx mediaconvert-role adopt --format imports --module-address module.mediaconvert_role": {
    file: "__tests__/cli/adopt.test.ts",
    as: 'adopt("--format", "imports", "--module-address"',
  },
  "npx mediaconvert-role check --preflight --role plan.json": {
    file: "__tests__/cli/preflight.test.ts",
    as: '"check", "--preflight", "--role"',
  },
  "npx cdktf diff": { file: "__tests__/e2e/cdktf.test.ts", as: '"diff", unlocked' },
  "npx cdktf deploy mediaconvert-role": { file: "__tests__/e2e/cdktf.test.ts", as: '"deploy", "mediaconvert-role"' },
  "npx cdktf deploy 'prod-*'": { file: "__tests__/e2e/cdktf.test.ts", as: '"deploy", "prod-*"' },
  "npx cdktf deploy 'prod-*' --parallelism 5 --auto-approve": {
    file: "__tests__/e2e/cdktf.test.ts",
    as: '"deploy", "prod-*", "--parallelism", "5"',
  },
  "terraform -chdir=cdktf.out/stacks/prod-eu init -input=false": {
    file: "__tests__/e2e/packing.test.ts",
    as: '["init", "-input=false"]',
  },
  "terraform -chdir=cdktf.out/stacks/prod-eu apply -input=false -auto-approve": {
    file: "__tests__/e2e/packing.test.ts",
    as: '["apply", "-input=false", "-auto-approve"]',
  },
  "npx cdktf destroy mediaconvert-role": { file: "__tests__/e2e/cdktf.test.ts", as: '"destroy", "mediaconvert-role"' },
  "npx cdktf synth --hcl": { file: "__tests__/e2e/cdktf.test.ts", as: '"synth", "--hcl"' },
};

describe("commands in the documentation", () => {
  const commands = inLanguage("sh").flatMap(({ content }) => content.trim().split(/\n| && /));
  const run = promisify(execFile);

  test("each is run by somebody", () => {
    expect([...new Set(commands)].sort()).toEqual(Object.keys(RUN_BY).sort());
    for (const by of Object.values(RUN_BY)) if (by !== "here") expect(text(by.file)).toContain(by.as);
  });

  test("npm run synth prints where the Terraform JSON is", async () => {
    const folder = newFolder("readme");
    const { stdout } = await run("npm", ["run", "synth"], { cwd: ROOT, env: { ...process.env, CDKTF_OUTDIR: folder } });
    const file = stdout.trim().split("\n").at(-1) ?? "";
    expect(file).toBe(`${folder}/stacks/mediaconvert-role/cdk.tf.json`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveProperty("resource.aws_iam_role");
  }, 60_000);

  test("npm run synth makes one stack alone, or those of a pattern", async () => {
    const folder = newFolder("many");
    const [block] = blocks.filter(({ content }) => content.includes('"defaults":'));
    writeFileSync(join(folder, "roles.json"), block?.content ?? "");
    const made = async (pattern: string): Promise<readonly string[]> => {
      const env = { ...process.env, CDKTF_OUTDIR: folder, MEDIACONVERT_ROLES: join(folder, "roles.json") };
      const { stdout } = await run("npm", ["run", "--silent", "synth", "--", pattern], { cwd: ROOT, env });
      return stdout.trim().split("\n");
    };
    const stack = (name: string): string => `${folder}/stacks/${name}/cdk.tf.json`;
    expect(await made("prod-eu")).toEqual([stack("prod-eu")]);
    expect(await made("prod-*")).toEqual([stack("prod-eu"), stack("prod-us")]);
    expect(readFileSync(stack("prod-us"), "utf8")).toContain("mediaconvert/prod-us.tfstate");
  }, 60_000);

  test("npm run bench measures what it is asked for, as JSON or as a table", async () => {
    const words = ["run", "--silent", "bench", "--", "--runs", "1", "--only", "locations", "--json"];
    const report = JSON.parse((await run("npm", words, { cwd: ROOT })).stdout) as Report;
    const table = reportText(report);
    expect(table).toMatch(/^\d{4}-\d\d-\d\d, Node v\d+.*, cdktf .*; medians of up to 1 alternating runs$/m);
    const row =
      /^\| synth (\d+) inputs in buckets of their own +\| +\d+ \| +\d+ \| an empty stack \| .* \| × [\d.]+ \|$/gm;
    expect([...table.matchAll(row)].map(([, count]) => count)).toEqual(["1", "10", "100", "500"]);
    expect(table).toMatch(/^\| outputs in one bucket +\| +500 \| +\d+ \| +\d+ \| +\d+ \| +\d+ % \| +\d+ \|$/m);
    // The committed run has the same tables.
    for (const line of table.split("\n").filter((one) => one.startsWith("| what") || one.startsWith("| locations"))) {
      const head = line.replace(/ +/g, " ");
      expect(text("docs/performance.md").replace(/ +/g, " ")).toContain(head);
    }
  }, 200_000);

  test("help and package.json name the same scripts", () => {
    const named = [...text("help").matchAll(/npm (?:run )?([\w:]+)/g)].map(([, script = ""]) => script);
    const { scripts } = JSON.parse(text("package.json")) as { readonly scripts: { readonly [name: string]: string } };
    for (const script of named) expect(scripts).toHaveProperty([script]);
    const hidden = ["prepare", "prepack", "types", "lint", "tools"];
    expect([...new Set(named), ...hidden].sort()).toEqual(Object.keys(scripts).sort());
  });
});
