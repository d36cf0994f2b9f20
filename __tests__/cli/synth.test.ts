import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { readRolesFile } from "../../lib";
import { newFolder } from "../support/e2e";

const ROOT = resolve(__dirname, "../..");
const run = promisify(execFile);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The compiled app in an empty folder. */
const main = async (content: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<Ended> => {
  const cwd = newFolder("main");
  if (content !== undefined) writeFileSync(join(cwd, "roles.json"), content);
  return run("node", [join(ROOT, "dist/main.js")], { cwd, env: { ...process.env, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Ended,
  );
};

const file = (role: object): string => JSON.stringify({ stacks: { media: { region: "eu-west-1", role } } });

describe("main", () => {
  test("prints where each stack's Terraform JSON is", async () => {
    const role = { region: "eu-west-1", role: { access: { mode: "full" } } };
    expect(await main(JSON.stringify({ stacks: { a: role, b: role } }))).toEqual({
      code: 0,
      stdout: "cdktf.out/stacks/a/cdk.tf.json\ncdktf.out/stacks/b/cdk.tf.json\n",
      stderr: "",
    });
  });

  test("prints warnings, and goes on", async () => {
    const { code, stderr } = await main(file({ path: "/media/", access: { mode: "full" } }));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: stacks\.media\.role\.path: error 1432 .*\n$/);
  });

  test("warns where a statement takes what jobs need", async () => {
    const Inputs = [{ FileInput: "s3://acme-in/film.mov" }];
    const OutputGroups = [{ OutputGroupSettings: { FileGroupSettings: { Destination: "s3://acme-out/" } } }];
    const access = { mode: "jobs", jobs: [{ Settings: { Inputs, OutputGroups } }], buckets: { "*": {} } };
    const statements = [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-fonts/*" },
      { Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-in/*" },
    ];
    const { code, stderr } = await main(file({ access, statements }));
    expect([code, stderr]).toEqual([
      0,
      "warning: stacks.media.role.statements[1]: denies s3:GetObject on arn:aws:s3:::acme-in/film.mov, which " +
        "stacks.media.role.access.jobs[0]: Settings.Inputs[0].FileInput asks for: jobs end with error 1401; narrow the " +
        "statement to what no job needs, leave MediaConvert out of it by a condition, or drop it\n",
    ]);
  });

  test("leaves warnings to the cdktf command line, which shows annotations", async () => {
    const env = { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true" };
    expect((await main(file({ path: "/media/", access: { mode: "full" } }), env)).stderr).toBe("");
  });

  test("ends with 2 and every problem, without a stack trace", async () => {
    expect(await main(file({ roleName: "a b", access: { mode: "configured" } }))).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "2 problems in roles.json:\n" +
        '  stacks.media.role.access: names no location in "inputs" or "outputs"; add one, or choose mode "custom"\n' +
        '  stacks.media.role.roleName: role name "a b" (3 characters) is not possible; use 1–64 of A–Z a–z 0–9 _ + = , . @ -\n',
    });
  });

  test("says which file is missing", async () => {
    expect(await main(undefined)).toMatchObject({
      code: 2,
      stderr:
        '1 problem in roles.json:\n  there is no file "roles.json"; create it, or name another in MEDIACONVERT_ROLES\n',
    });
    expect((await main(undefined, { MEDIACONVERT_ROLES: "elsewhere.json" })).stderr).toContain('"elsewhere.json"');
  });

  test("a folder or an endless file is no settings file", () => {
    const folder = newFolder("files");
    mkdirSync(join(folder, "roles.json"));
    expect(() => readRolesFile(join(folder, "roles.json"))).toThrow(/is no ordinary file/);
    expect(() => readRolesFile("/dev/zero")).toThrow(/is no ordinary file/);
    writeFileSync(join(folder, "large.json"), " ".repeat(11_000_000));
    expect(() => readRolesFile(join(folder, "large.json"))).toThrow(/has 11000000 bytes/);
  });

  test("a byte order mark does no harm", () => {
    const path = join(newFolder("bom"), "roles.json");
    writeFileSync(path, `\uFEFF${file({ access: { mode: "full" } })}`);
    expect(readRolesFile(path).warnings).toEqual([]);
  });
});
