import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BackendProps, MediaConvertRoleStackProps, RolesFile } from "../../lib";
import { HOSTILE_TEXT } from "../support/all-modes";
import { Cloud, type Result, describeE2e, newFolder, runCommand } from "../support/e2e";

jest.setTimeout(200_000);

const MAIN = resolve(__dirname, "../../dist/main.js");

const BACKENDS: { readonly [name: string]: BackendProps } = {
  local: { local: { path: "here.tfstate" } },
  s3: {
    s3: {
      bucket: "b",
      key: "{${env}}/k",
      region: "eu-west-1",
      useLockfile: true,
      assumeRole: { roleArn: "arn:aws:iam::111122223333:role/state", tags: { "cost center": "1" } },
    },
  },
  http: { http: { address: "https://state.example.com/x", lockAddress: "https://state.example.com/x/lock" } },
  gcs: { gcs: { bucket: "b", prefix: "p" } },
  azurerm: { azurerm: { storageAccountName: "s", containerName: "[c]", key: "1", useOidc: true } },
  cloud: { cloud: { organization: "acme", workspaces: { name: "w" } } },
};

const stack = (name: string, backend: BackendProps): MediaConvertRoleStackProps => ({
  region: "eu-west-1",
  backend,
  provider: {
    profile: "media ${x}",
    assumeRole: [
      {
        roleArn: "arn:aws:iam::111122223333:role/a",
        sessionName: "pipeline",
        tags: { "a b": "c" },
        transitiveTagKeys: ["a b"],
      },
      { roleArn: "arn:aws:iam::111122223333:role/b" },
    ],
    defaultTags: { Team: "video", "cost:center": "a b" },
    endpoints: { iam: "http://127.0.0.1:1", kms: "http://127.0.0.1:1", sts: "http://127.0.0.1:1" },
    skipMetadataApiCheck: true,
    maxRetries: 3,
  },
  role: {
    roleName: name,
    accountId: "111122223333",
    description: HOSTILE_TEXT,
    access: { mode: "configured", inputs: ["s3://acme-in/"] },
    adopt: true,
    path: "/service-role/",
    exclusive: true,
    preventDestroy: true,
    inlinePolicies: {
      "by.hand": { Statement: { Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::${HOSTILE_TEXT}` } },
    },
    // A provider with an alias: its Region is not the stack's.
    kmsKeys: [
      { keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", use: ["input"] },
    ],
  },
});

/** Terraform reads every backend and the whole provider block, in JSON and in HCL. Nothing is deployed. */
describeE2e("settings of stacks as Terraform reads them", () => {
  const results = new Map<string, Result>();

  beforeAll(async () => {
    const cloud = await Cloud.start();
    try {
      for (const format of ["json", "hcl"]) {
        const folder = newFolder(format);
        const stacks = Object.fromEntries(
          Object.entries(BACKENDS).map(([name, backend]) => [name, stack(name, backend)]),
        );
        writeFileSync(join(folder, "roles.json"), JSON.stringify({ stacks } satisfies RolesFile));
        const hcl = format === "hcl" ? { SYNTH_HCL_OUTPUT: "true" } : {};
        results.set(`${format} synth`, await runCommand("node", [MAIN], { cwd: folder, env: hcl }));
        for (const name of Object.keys(BACKENDS)) {
          const cwd = join(folder, "cdktf.out/stacks", name);
          results.set(
            `${format} ${name}`,
            await runCommand("terraform", ["init", "-backend=false", "-input=false"], { cwd, env: cloud.env }),
          );
        }
        const cwd = join(folder, "cdktf.out/stacks/s3");
        results.set(`${format} validate`, await cloud.run(cwd, ["validate"]));
      }
    } finally {
      await cloud.stop();
    }
  });

  const steps = ["json", "hcl"].flatMap((format) =>
    ["synth", ...Object.keys(BACKENDS), "validate"].map((step) => `${format} ${step}`),
  );

  test.each(steps)("%s", (step) => {
    expect(results.get(step)).toEqual({ code: 0, out: expect.any(String) });
  });
});
