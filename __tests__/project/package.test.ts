import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { newFolder } from "../support/e2e";

jest.setTimeout(180_000);

const ROOT = resolve(__dirname, "../..");

interface Ended {
  readonly code: number | null;
  readonly out: string;
}

const run = (cwd: string, command: string, ...words: readonly string[]): Ended => {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: "utf8", maxBuffer: 50_000_000 });
  return { code: status, out: stdout + stderr };
};

const bin = (name: string): string => join(ROOT, "node_modules/.bin", name);

interface Lock {
  readonly packages: {
    readonly [path: string]: { readonly dev?: boolean; readonly peer?: boolean; readonly license?: string };
  };
}

describe("the package", () => {
  let folder: string;
  let tarball: string;
  let files: readonly string[];

  beforeAll(() => {
    folder = newFolder("package");
    // What is built is what the tests run; building again would take it from under them.
    const { code, out } = run(ROOT, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
    expect([code, out]).toEqual([0, out]);
    const [packed] = JSON.parse(out) as [{ readonly filename: string; readonly files: { readonly path: string }[] }];
    tarball = join(folder, packed.filename);
    files = packed.files.map(({ path }) => path);
    expect(run(folder, "tar", "-xzf", tarball).code).toBe(0);
  });

  test("holds the compiled library, the module, the schemas and what npm adds; nothing else", () => {
    const others = files.filter((path) => !/^(dist\/lib\/|modules\/|schemas\/)/.test(path));
    expect(others.sort()).toEqual(["LICENSE", "README.md", "dist/main.js", "package.json", "roles.schema.json"]);
    for (const path of files.filter((one) => one.startsWith("dist/"))) {
      const source = path.replace(/^dist\//, "").replace(/(\.d)?\.[jt]s$/, ".ts");
      expect([path, existsSync(join(ROOT, source))]).toEqual([path, true]);
    }
  });

  test("declares the types of its API, and no others", () => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const [, target = ""] of readFileSync(path, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
        visit(`${resolve(dirname(path), target)}.d.ts`);
      }
    };
    visit(join(folder, "package/dist/lib/index.d.ts"));
    const declared = files.filter((path) => path.endsWith(".d.ts"));
    expect([...seen].map((path) => relative(join(folder, "package"), path)).sort()).toEqual([...declared].sort());
  });

  test("is right for publint and attw", () => {
    expect(run(folder, bin("publint"), "package", "--pack", "false", "--strict")).toMatchObject({ code: 0 });
    expect(run(folder, bin("attw"), tarball)).toMatchObject({ code: 0 });
  });

  test("installs into a new app: construct, settings file and command line", () => {
    const app = join(folder, "app");
    mkdirSync(app);
    writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", version: "1.0.0", private: true }));
    const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--legacy-peer-deps", tarball];
    expect(run(app, "npm", ...install)).toMatchObject({ code: 0 });
    // The peers take minutes to unpack; those of the project are the same.
    for (const peer of ["cdktf", "constructs", "@cdktf"]) {
      symlinkSync(join(ROOT, "node_modules", peer), join(app, "node_modules", peer), "dir");
    }
    mkdirSync(join(app, "node_modules/@types"));
    symlinkSync(join(ROOT, "node_modules/@types/node"), join(app, "node_modules/@types/node"), "dir");
    writeFileSync(
      join(app, "main.ts"),
      `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { MediaConvertRole, type MediaConvertRoleProps, MediaConvertRoleStack, readRolesFile } from "cdktf-mediaconvert-role";

const props: MediaConvertRoleProps = { accountId: "111122223333", partition: "aws", access: { mode: "full" } };
const app = new App();
const stack = new TerraformStack(app, "own");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
const role: MediaConvertRole = new MediaConvertRole(stack, "role", props);
const names: readonly string[] = role.documents.map((document) => document.Version);
for (const [name, settings] of Object.entries(readRolesFile("roles.json").file.stacks)) {
  new MediaConvertRoleStack(app, name, settings);
}
app.synth();
console.log(names.length);
`,
    );
    writeFileSync(
      join(app, "roles.json"),
      JSON.stringify({ stacks: { settings: { region: "eu-west-1", role: { access: { mode: "full" } } } } }),
    );
    const strict = [
      "--strict",
      "--module",
      "node16",
      "--moduleResolution",
      "node16",
      "--target",
      "es2022",
      "--types",
      "node",
    ];
    expect(run(app, bin("tsc"), ...strict, "--skipLibCheck", "main.ts")).toEqual({ code: 0, out: "" });
    expect(run(app, "node", "main.js")).toEqual({ code: 0, out: "0\n" });
    for (const stack of ["own", "settings"]) {
      expect(readFileSync(join(app, `cdktf.out/stacks/${stack}/cdk.tf.json`), "utf8")).toContain("AmazonS3FullAccess");
    }
    writeFileSync(join(app, "job.json"), readFileSync(join(ROOT, "examples/jobs/hls.json")));
    const derived = run(app, "npx", "--no-install", "mediaconvert-role", "derive", "job.json");
    expect(derived.code).toBe(0);
    expect(derived.out).toContain('"mode": "configured"');
  });

  test("no dependency that comes with it has a copyleft licence", () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock;
    const shipped = Object.entries(packages).filter(
      ([path, { dev, peer }]) => path !== "" && dev !== true && peer !== true,
    );
    expect(shipped.map(([path]) => path.replace(/^.*node_modules\//, "")).sort()).toEqual([
      "commander",
      "fdir",
      "jsonc-parser",
      "picomatch",
      "tinyglobby",
    ]);
    for (const [path, { license }] of shipped) {
      const installed = JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8")) as {
        readonly license: string;
      };
      expect([path, license, installed.license]).toEqual([path, "MIT", "MIT"]);
    }
  });
});
