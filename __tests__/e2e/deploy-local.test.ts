import { join, resolve } from "node:path";
import { mkdirSync, readdirSync } from "node:fs";
import { type Result, describeE2e, newFolder, runCommand } from "../support/e2e";

jest.setTimeout(200_000);

const ROOT = resolve(__dirname, "../..");

describeE2e("npm run deploy:local", () => {
  let result: Result;
  let left: readonly string[];

  beforeAll(async () => {
    const temporary = join(newFolder("local"), "tmp");
    mkdirSync(temporary);
    result = await runCommand("node", [join(ROOT, "dist/tools/deploy-local.js")], {
      cwd: ROOT,
      env: { TMPDIR: temporary },
    });
    left = readdirSync(temporary).filter((name) => name.startsWith("mediaconvert-role"));
  });

  test("succeeds, and says what it makes", () => {
    expect(result).toMatchObject({ code: 0 });
    expect(result.out).toContain("bucket amzn-s3-demo-source-bucket");
    expect(result.out).toContain("bucket amzn-s3-demo-destination-bucket");
  });

  test("shows the role and the grant as the API returns them", () => {
    expect(result.out).toContain('"arn": "arn:aws:iam::111122223333:role/MediaConvert_Default_Role"');
    expect(result.out).toContain('"GranteePrincipal": "arn:aws:iam::111122223333:role/MediaConvert_Default_Role"');
  });

  test("leaves no folder behind", () => {
    expect(left).toEqual([]);
  });
});
