import { App, TerraformStack, TerraformVariable, Token } from "cdktf";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JobsAccess, MediaConvertRole, type MediaConvertRoleProps, SettingsError, readRolesFile } from "../../lib";
import { newFolder } from "../support/e2e";
import { jobOf, writing } from "../support/jobs";
import { only, synthesize, synthesizeRole } from "../support/synth";

const ANSWERED = { buckets: { "*": {} }, apiGateway: "none" } as const;
const FILM = {
  Settings: {
    Inputs: [{ FileInput: "s3://acme-in/a/film.mov" }],
    ...(writing("s3://acme-out/vod/")["Settings"] as object),
  },
};

const policyOf = (jobs: JobsAccess["jobs"], more: Partial<JobsAccess> = {}): string =>
  String(only(synthesizeRole({ access: { mode: "jobs", jobs, ...ANSWERED, ...more } }), "aws_iam_policy")["policy"]);

describe("a role of jobs in CDKTF", () => {
  test("jobs that the program holds", () => {
    expect(JSON.parse(policyOf([FILM]))).toMatchObject({
      Statement: [
        { Sid: "ReadInputs", Resource: ["arn:aws:s3:::acme-in/a/*"] },
        { Sid: "ListInputBuckets", Resource: ["arn:aws:s3:::acme-in"] },
        { Sid: "WriteOutputs", Resource: ["arn:aws:s3:::acme-out/vod/*"] },
      ],
    });
  });

  test("jobs in files", () => {
    const folder = newFolder("jobs");
    writeFileSync(join(folder, "film.json"), JSON.stringify(FILM));
    expect(policyOf([join(folder, "*.json")])).toBe(policyOf([FILM]));
    expect(policyOf([folder])).toBe(policyOf([FILM]));
  });

  test("in a settings file they are relative to the file, wherever the program runs", () => {
    const folder = newFolder("jobs");
    mkdirSync(join(folder, "sub/jobs"), { recursive: true });
    writeFileSync(join(folder, "sub/jobs/film.json"), JSON.stringify(FILM));
    const role = { access: { mode: "jobs", jobs: ["jobs/*.json"], ...ANSWERED } };
    writeFileSync(join(folder, "sub/roles.json"), JSON.stringify({ stacks: { media: { region: "eu-west-1", role } } }));
    const { file, warnings } = readRolesFile(join(folder, "sub/roles.json"));
    expect(warnings).toEqual([]);
    expect(file.stacks["media"]?.role.access).toMatchObject({ jobs: [join(folder, "sub/jobs/*.json")] });
    const stack = synthesize(
      (scope) =>
        new MediaConvertRole(scope, "role", {
          partition: "aws",
          accountId: "111122223333",
          ...file.stacks["media"]?.role,
        } as never),
    );
    expect(only(stack, "aws_iam_policy")["policy"]).toBe(policyOf([FILM]));
  });

  test("${…} in a job is text for Terraform", () => {
    const odd = {
      Settings: {
        Inputs: [{ FileInput: "s3://acme-in/${path.module}/%{x}.mov" }],
        ...(writing("s3://acme-out/")["Settings"] as object),
      },
    };
    const policy = policyOf([odd], { granularity: "object" });
    expect(policy).toContain("arn:aws:s3:::acme-in/$${$}{path.module}/%%{x}.mov");
  });

  test("a signing key by its id is one of the provider's account and Region, which may be unknown", () => {
    const ContainerSettings = {
      Mp4Settings: {
        C2paManifest: "INCLUDE",
        SigningKmsKey: "1234abcd-12ab-34cd-56ef-1234567890ab",
        CertificateSecret: "cert",
      },
    };
    const group = {
      OutputGroupSettings: { FileGroupSettings: { Destination: "s3://acme-out/" } },
      Outputs: [{ ContainerSettings }],
    };
    const stack = synthesize(
      (scope) =>
        new MediaConvertRole(scope, "role", {
          access: { mode: "jobs", jobs: [jobOf({ OutputGroups: [group] })], ...ANSWERED },
          secrets: ["cert"],
        }),
    );
    expect(only(stack, "aws_kms_grant")).toMatchObject({
      key_id: expect.stringMatching(
        /^arn:\$\{data\.aws_partition\.\w+\.partition\}:kms:\$\{data\.aws_region\.\w+\.id\}:\$\{data\.aws_caller_identity\.\w+\.account_id\}:key\/1234abcd-12ab-34cd-56ef-1234567890ab$/,
      ),
      operations: ["Sign"],
    });
  });

  test("a token in a job is refused: jobs are read when the stack is made", () => {
    const stack = new TerraformStack(new App({ outdir: newFolder("token") }), "test");
    const job = writing(`s3://${Token.asString({ resolve: () => "later" })}/`);
    expect(() => new MediaConvertRole(stack, "role", { access: { mode: "jobs", jobs: [job], ...ANSWERED } })).toThrow(
      /holds a CDKTF token/,
    );
  });

  test("what would make a job fail for certain stops it, with every problem", () => {
    const locked = jobOf({
      Inputs: [{ FileInput: "s3://acme-in/x.mov", DecryptionSettings: { EncryptedDecryptionKey: "QUJD" } }],
    });
    const make = () => synthesizeRole({ access: { mode: "jobs", jobs: [locked, "nowhere/*.json"], ...ANSWERED } });
    expect(make).toThrow(SettingsError);
    expect(make).toThrow(/"nowhere\/\*\.json" matches no file/);
    expect(() => synthesizeRole({ access: { mode: "jobs", jobs: [locked], ...ANSWERED } })).toThrow(
      /"kmsKeys": \[\{ "keyArn": "…", "use": \["client-side"\] \}\]/,
    );
  });

  test("other questions are warnings", () => {
    const warnings: string[] = [];
    synthesize((stack) => {
      const role = new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: { mode: "jobs", jobs: [FILM] },
      });
      warnings.push(...role.warnings.map(({ path, message }) => `${path}: ${message}`));
    });
    expect(warnings).toEqual([
      'access.jobs: access.jobs[0]: Settings.Inputs[0].FileInput: bucket "acme-in" may keep its objects under a KMS key, which no job names; answer: "buckets": { "acme-in": {} } for no key, or { "kmsKeyArn": "…" }',
      'access.jobs: access.jobs[0]: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination: bucket "acme-out" may keep its objects under a KMS key, which no job names; answer: "buckets": { "acme-out": {} } for no key, or { "kmsKeyArn": "…" }',
    ]);
  });

  describe("refinements that take what the jobs need", () => {
    const OUTPUT = "access.jobs[0]: Settings.OutputGroups[0].OutputGroupSettings.FileGroupSettings.Destination";
    const made = (statements: (stack: TerraformStack) => MediaConvertRoleProps["statements"]): readonly string[] => {
      const lines: string[] = [];
      const app = new App({ outdir: newFolder("taken"), skipValidation: true });
      const stack = new TerraformStack(app, "test");
      const extra = statements(stack);
      const role = new MediaConvertRole(stack, "role", {
        access: { mode: "jobs", jobs: [FILM], ...ANSWERED },
        ...(extra === undefined ? {} : { statements: extra }),
      });
      lines.push(...role.warnings.map(({ path, message }) => `${path}: ${message}`));
      expect(role.node.metadata.map(({ data }) => data as unknown)).toEqual(lines);
      return lines;
    };
    const deny = (Resource: string): MediaConvertRoleProps["statements"] => [
      { Effect: "Deny", Action: "s3:PutObject", Resource },
    ];

    test("are warnings, annotated too, wherever the role will be", () => {
      expect(made(() => deny("*"))).toEqual([
        `statements[0]: denies s3:PutObject on arn:aws:s3:::acme-out/vod/*, which ${OUTPUT} asks for: jobs end with error 1401 or 1517; narrow the statement to what no job needs, leave MediaConvert out of it by a condition, or drop it`,
      ]);
      expect(made(() => undefined)).toEqual([]);
    });

    test("may be, where a token hides what they are about", () => {
      const bucket = (stack: TerraformStack): string =>
        new TerraformVariable(stack, "bucket", { type: "string" }).stringValue;
      expect(made((stack) => deny(`arn:aws:s3:::${bucket(stack)}/*`))).toEqual([
        expect.stringContaining("it depends on whether the resource matches arn:aws:s3:::${var.bucket}/*, and where"),
      ]);
      expect(made((stack) => deny(`arn:aws:s3:::acme-in-${bucket(stack)}/*`))).toEqual([]);
    });
  });
});
