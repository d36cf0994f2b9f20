import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDocuments } from "../../lib/files/document-files";
import { cli, compiled, folderWith } from "../support/cli";
import { newFolder } from "../support/e2e";
import { KEY } from "../support/pure";

const THEIRS = "444455556666";
const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const THEIR_KEY = KEY.replace("111122223333", THEIRS);
const MRK = "mrk-0123456789abcdef0123456789abcdef";
const ROLE = "arn:aws:iam::111122223333:role/MediaConvert_Default_Role";

const media = (role: object = {}, region = "eu-west-1"): object => ({
  region,
  role: {
    accountId: "111122223333",
    kmsAuthorization: "policy",
    access: {
      mode: "configured",
      inputs: ["s3://acme-in/"],
      outputs: [
        { location: "s3://acme.out/vod/", ownerAccount: THEIRS, acl: true, kmsKeyArn: THEIR_KEY, bucketKey: true },
      ],
    },
    ...role,
  },
});
const rolesJson = (stacks: object): { readonly [name: string]: unknown } => ({ "roles.json": { stacks } });

/** Every file below a folder, by name. */
const filesIn = (folder: string): { readonly [name: string]: unknown } =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown]),
  );

const INLINE = { Version: "2012-10-17", Statement: { Effect: "Deny", Action: "s3:Delete*", Resource: "*" } };

const NAMES = [
  "media/access.json",
  "media/owner-444455556666/bucket-acme.out.json",
  expect.stringMatching(/^media\/owner-444455556666\/grant-[0-9a-f]{8}\.json$/),
  `media/owner-444455556666/key-${ID}.json`,
  "media/pass-role.json",
  "media/trust.json",
];

describe("documents", () => {
  test("inline policies are among them, whatever IAM lets them be called", () => {
    const folder = folderWith(rolesJson({ media: media({ inlinePolicies: { "a+=,.@_-b": INLINE } }) }));
    expect(cli(folder, ["documents", "--out", "made"])).toMatchObject({ code: 0, stderr: "" });
    expect(filesIn(join(folder, "made"))["media/inline-a+=,.@_-b.json"]).toEqual(INLINE);
  });

  test("are written, one document a file", () => {
    const folder = folderWith(rolesJson({ media: media() }));
    const ended = cli(folder, ["documents", "--out", "made/here"]);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const files = filesIn(join(folder, "made/here"));
    expect(Object.keys(files)).toEqual(NAMES);
    expect(ended.stdout.trim().split("\n").sort()).toEqual(Object.keys(files).map((name) => `made/here/${name}`));
    const [access, bucket, grant, key, pass, trust] = Object.values(files);
    const admitted = { Effect: "Allow", Principal: { AWS: [ROLE] } };
    expect(bucket).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "WriteOutputs", ...admitted, Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::acme.out/vod/*"] },
        { Sid: "WriteOutputAcls", ...admitted, Action: ["s3:PutObjectAcl"], Resource: ["arn:aws:s3:::acme.out/vod/*"] },
      ],
    });
    // https://docs.aws.amazon.com/cli/latest/reference/kms/create-grant.html
    expect(grant).toEqual({
      KeyId: THEIR_KEY,
      GranteePrincipal: ROLE,
      Operations: ["Decrypt", "GenerateDataKey"],
      Constraints: { EncryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::acme.out" } },
      Name: expect.stringMatching(/^MediaConvert_Default_Role\/[0-9a-f]{16}$/),
    });
    expect(key).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: expect.stringMatching(/^EncryptOutputs/),
          ...admitted,
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: ["*"],
          Condition: {
            StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme.out"] },
          },
        },
      ],
    });
    expect(pass).toMatchObject({ Statement: [{ Action: ["iam:PassRole"], Resource: [ROLE] }] });
    expect(trust).toMatchObject({ Statement: [{ Principal: { Service: ["mediaconvert.amazonaws.com"] } }] });
    expect(access).toMatchObject({
      Statement: [{ Sid: "ReadInputs" }, { Sid: "ListInputBuckets" }, { Sid: "WriteOutputs" }, {}, {}],
    });
  });

  test("without a folder they are printed as one object", () => {
    const folder = folderWith(rolesJson({ media: media() }));
    const { code, stdout } = compiled(folder, ["documents"]);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual(["roles.json"]);
    cli(folder, ["documents", "--out", "."]);
    expect(JSON.parse(stdout)).toEqual(
      Object.fromEntries(Object.entries(filesIn(folder)).filter(([name]) => name !== "roles.json")),
    );
  });

  test("of the stacks that are wanted, from another file", () => {
    const stacks = {
      "prod-a": media(),
      "prod-b": media({ accountId: "222233334444" }),
      test: media({ accountId: "999988887777" }),
    };
    const folder = folderWith({ "other.json": { stacks } });
    const stacksOf = (...words: string[]) => {
      const { stdout } = cli(folder, ["documents", "--settings", "other.json", ...words]);
      return [...new Set(Object.keys(JSON.parse(stdout) as object).map((name) => name.split("/")[0]))];
    };
    expect(stacksOf("--stack", "test")).toEqual(["test"]);
    expect(stacksOf("--stack", "prod-*")).toEqual(["prod-a", "prod-b"]);
    expect(stacksOf("--stack", "prod-a", "--stack", "test")).toEqual(["prod-a", "test"]);
    expect(stacksOf()).toEqual(["prod-a", "prod-b", "test"]);
  });

  test("a grant alone where the role has grants, and replicas of a key by Region", () => {
    const at = (region: string) => `arn:aws:kms:${region}:${THEIRS}:key/${MRK}`;
    const kmsKeys = ["eu-west-1", "us-east-1"].map((region) => ({ keyArn: at(region), use: ["client-side"] }));
    const access = { mode: "custom" };
    const namesOf = (kmsAuthorization: string) => {
      const folder = folderWith(rolesJson({ media: media({ access, kmsKeys, kmsAuthorization }) }));
      const { stdout } = cli(folder, ["documents"]);
      return Object.keys(JSON.parse(stdout) as object)
        .filter((name) => name.includes("/owner-"))
        .map((name) => name.replace(/^.*\//, "").replace(/grant-\w+/, "grant-…"))
        .sort();
    };
    expect(namesOf("grant")).toEqual(["grant-….json", "grant-….json"]);
    expect(namesOf("policy")).toEqual([
      "grant-….json",
      "grant-….json",
      `key-eu-west-1-${MRK}.json`,
      `key-us-east-1-${MRK}.json`,
    ]);
  });

  test("policies of a role that needs several", () => {
    const inputs = Array.from({ length: 200 }, (_, n) => `s3://acme-${String(n)}-${"x".repeat(40)}/`);
    const folder = folderWith(rolesJson({ media: media({ access: { mode: "configured", inputs } }) }));
    const { stdout } = cli(folder, ["documents"]);
    const names = Object.keys(JSON.parse(stdout) as object).filter((name) => name.startsWith("media/access"));
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) expect(name).toMatch(/^media\/access(-[0-9a-z]+)*\.json$/);
  });

  test("the account may be said in the call, and only where it is not said already", () => {
    const folder = folderWith(rolesJson({ media: media({ accountId: undefined }), other: media() }));
    const run = (...words: string[]) => cli(folder, ["documents", "--out", "made", ...words]);
    const unsaid = run();
    expect([unsaid.code, unsaid.stderr]).toEqual([
      2,
      '1 problem in roles.json:\n  stacks.media.role: says no "accountId", and documents name the role\'s account; add it, or give --account\n',
    ]);
    const another = run("--account", "999988887777");
    expect([another.code, another.stderr]).toEqual([
      2,
      expect.stringContaining("stacks.other.role: is in account 111122223333, and --account says 999988887777"),
    ]);
    expect(existsSync(join(folder, "made"))).toBe(false);
    expect(run("--account", "999988887777", "--stack", "media").code).toBe(0);
    expect(JSON.stringify(filesIn(join(folder, "made"))["media/pass-role.json"])).toContain(
      "arn:aws:iam::999988887777:role/MediaConvert_Default_Role",
    );
  });

  test("the owner's account is no other once it is the role's", () => {
    const folder = folderWith(
      rolesJson({
        media: media({
          accountId: undefined,
          access: { mode: "configured", outputs: [{ bucket: "acme-out", ownerAccount: THEIRS }] },
        }),
      }),
    );
    const owned = cli(folder, ["documents", "--account", THEIRS]);
    expect([owned.code, owned.stderr]).toEqual([0, ""]);
    expect(owned.stdout).not.toContain("owner-");
    const foreign = cli(folder, ["documents", "--account", "111122223333"]);
    expect(foreign.stdout).toContain('"media/owner-444455556666/bucket-acme-out.json"');
    expect(foreign.stderr.match(/^warning: .*enforces its owner's ownership/gm)).toHaveLength(1);
  });

  test("a file that says something else stays, and then nothing is written", () => {
    const folder = folderWith({ ...rolesJson({ media: media() }), "made/media/trust.json": "{}\n" });
    const refused = cli(folder, ["documents", "--out", "made"]);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toMatch(
      /"made\/media\/trust\.json" is there and says something else; --force overwrites it/,
    );
    expect(Object.keys(filesIn(join(folder, "made")))).toEqual(["media/trust.json"]);
    expect(cli(folder, ["documents", "--out", "made", "--force"]).code).toBe(0);
    expect(Object.keys(filesIn(join(folder, "made")))).toEqual(NAMES);
    // The same again is no change.
    expect(cli(folder, ["documents", "--out", "made"]).code).toBe(0);
  });

  test("what is left of earlier settings is named", () => {
    const folder = folderWith({
      ...rolesJson({ media: media() }),
      "made/media/owner-444455556666/bucket-old.json": {},
      "made/media/notes.txt": "x",
      "made/elsewhere/x.json": {},
    });
    const { code, stderr } = cli(folder, ["documents", "--out", "made"]);
    expect([code, stderr]).toEqual([
      0,
      'warning: "made/media/owner-444455556666/bucket-old.json" is of settings that have gone; remove it\n',
    ]);
  });

  test.each<[what: string, make: (made: string, outside: string) => void]>([
    ["a link in a folder's place", (made, outside) => symlinkSync(outside, join(made, "media"))],
    [
      "a link in a file's place",
      (made, outside) => {
        mkdirSync(join(made, "media"));
        symlinkSync(join(outside, "x"), join(made, "media/trust.json"));
      },
    ],
    ["a file in a folder's place", (made) => writeFileSync(join(made, "media"), "")],
    ["a folder in a file's place", (made) => void mkdirSync(join(made, "media/trust.json"), { recursive: true })],
  ])("%s is in the way, by force too", (_, make) => {
    const folder = folderWith(rolesJson({ media: media() }));
    const outside = newFolder("outside");
    mkdirSync(join(folder, "made"));
    make(join(folder, "made"), outside);
    const { code, stderr } = cli(folder, ["documents", "--out", "made", "--force"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is there and no (file|folder); remove it/)]);
    expect(readdirSync(outside)).toEqual([]);
  });

  test.each([
    "../x.json",
    "media/../../x.json",
    "/x.json",
    "media//x.json",
    "media/.x",
    "a\\..\\x",
    "c:/x",
    "a/\u0000",
  ])("no name leaves the folder: %j", (name) => {
    const folder = newFolder("names");
    expect(() => {
      writeDocuments(join(folder, "in"), [{ name, text: "x" }], true);
    }).toThrow(/is no name for a file here/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("stacks that only case tells apart are one file on some systems", () => {
    const folder = folderWith(rolesJson({ media: media(), Media: media({ accountId: "999988887777" }) }));
    const { code, stderr } = cli(folder, ["documents", "--out", "made"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("are one file where case is ignored")]);
    expect(existsSync(join(folder, "made"))).toBe(false);
  });

  test.each<[words: readonly string[], says: RegExp]>([
    [["--force"], /--force overwrites files, and none are written/],
    [["--account", "12"], /Write it as 111122223333/],
    [["--settings", "none.json"], /there is no file "none\.json"/],
    [["--stack", "x"], /no stack is called "x"/],
    [["--out", "roles.json"], /"roles\.json" is there and no folder/],
    [["extra"], /too many arguments/],
    [["--format", "json"], /unknown option '--format'/],
  ])("wrong: %j", (words, says) => {
    const { code, stdout, stderr } = cli(folderWith(rolesJson({ media: media() })), ["documents", ...words]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});
