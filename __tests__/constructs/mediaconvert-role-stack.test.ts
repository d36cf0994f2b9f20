import type { BackendProps, MediaConvertRoleStackProps, ProviderProps } from "../../lib";
import { addresses, synthesizeStack } from "../support/synth";

const STACK: MediaConvertRoleStackProps = {
  region: "eu-west-1",
  role: { accountId: "111122223333", access: { mode: "full" } },
};

describe("the stack", () => {
  test("needs no data source once it knows the account", () => {
    expect(addresses(synthesizeStack(STACK)).filter((address) => address.startsWith("data."))).toEqual([]);
  });

  test("knows the partition from the Region", () => {
    const china = synthesizeStack({ ...STACK, region: "cn-northwest-1" });
    const [attachment] = Object.values(china.resource?.["aws_iam_role_policy_attachment"] ?? {});
    expect(attachment?.["policy_arn"]).toMatch(/^arn:aws-cn:iam::aws:policy\//);
  });

  test("takes a range of providers, and no exact version", () => {
    expect(synthesizeStack(STACK).terraform?.required_providers).toEqual({
      aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" },
    });
  });

  test("has these outputs", () => {
    const role = { accountId: "111122223333", access: { mode: "configured", inputs: ["s3://acme-in/"] } } as const;
    const { output = {} } = synthesizeStack({ region: "eu-west-1", role });
    expect(Object.keys(output).sort()).toEqual([
      "grant_ids",
      "pass_role_policy_json",
      "policy_arns",
      "role_arn",
      "role_name",
    ]);
    expect(output["policy_arns"]?.value).toEqual([expect.stringMatching(/^\$\{aws_iam_policy\..*\.arn\}$/)]);
    expect(JSON.parse(String(output["pass_role_policy_json"]?.value))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PassMediaConvertRole",
          Effect: "Allow",
          Action: ["iam:PassRole"],
          Resource: ["arn:aws:iam::111122223333:role/MediaConvert_Default_Role"],
          Condition: { StringEquals: { "iam:PassedToService": ["mediaconvert.amazonaws.com"] } },
        },
      ],
    });
  });

  test("says what is wrong with it", () => {
    const wrong = { ...STACK, region: "Ireland", backnd: {} } as unknown as MediaConvertRoleStackProps;
    expect(() => synthesizeStack(wrong)).toThrow(
      /2 problems in stack "media":\n.*did you mean "backend"\?\n {2}region: "Ireland"/s,
    );
  });
});

describe("the provider", () => {
  const provider = (props: ProviderProps, role = STACK.role) =>
    synthesizeStack({ ...STACK, role, provider: props }).provider?.aws;

  test("refuses other accounts than the role's", () => {
    expect(provider({})).toEqual([{ region: "eu-west-1", allowed_account_ids: ["111122223333"] }]);
    expect(provider({}, { access: { mode: "full" } })).toEqual([{ region: "eu-west-1" }]);
    expect(provider({ skipRequestingAccountId: true })).toEqual([
      { region: "eu-west-1", skip_requesting_account_id: true },
    ]);
    expect(provider({ allowedAccountIds: ["444455556666"] })).toMatchObject([
      { allowed_account_ids: ["444455556666"] },
    ]);
  });

  test("has every setting where Terraform looks for it", () => {
    const roleArn = "arn:aws:iam::111122223333:role/deploy";
    expect(
      provider({
        profile: "media",
        assumeRole: {
          roleArn,
          sessionName: "pipeline",
          externalId: "x",
          duration: "1h",
          tags: { a: "b" },
          transitiveTagKeys: ["a"],
        },
        defaultTags: { Team: "video" },
        endpoints: { iam: "http://127.0.0.1:1", kms: "http://127.0.0.1:2" },
        skipMetadataApiCheck: true,
        skipCredentialsValidation: true,
        maxRetries: 3,
        retryMode: "adaptive",
        sharedConfigFiles: ["/etc/aws/config"],
        httpsProxy: "http://proxy:3128",
        useFipsEndpoint: false,
      }),
    ).toEqual([
      {
        region: "eu-west-1",
        allowed_account_ids: ["111122223333"],
        profile: "media",
        assume_role: [
          {
            role_arn: roleArn,
            session_name: "pipeline",
            external_id: "x",
            duration: "1h",
            tags: { a: "b" },
            transitive_tag_keys: ["a"],
          },
        ],
        default_tags: [{ tags: { Team: "video" } }],
        endpoints: [{ iam: "http://127.0.0.1:1", kms: "http://127.0.0.1:2" }],
        skip_metadata_api_check: "true",
        skip_credentials_validation: true,
        max_retries: 3,
        retry_mode: "adaptive",
        shared_config_files: ["/etc/aws/config"],
        https_proxy: "http://proxy:3128",
        use_fips_endpoint: false,
      },
    ]);
  });

  test("assumes roles in a chain, or by a token's file", () => {
    const chain = ["one", "two"].map((name) => ({ roleArn: `arn:aws:iam::111122223333:role/${name}` }));
    expect(provider({ assumeRole: chain })).toMatchObject([
      { assume_role: [{ role_arn: /one/.exec("one") && chain[0]?.roleArn }, { role_arn: chain[1]?.roleArn }] },
    ]);
    const webIdentity = { roleArn: "arn:aws:iam::111122223333:role/ci", webIdentityTokenFile: "/token" };
    expect(provider({ assumeRoleWithWebIdentity: webIdentity })).toMatchObject([
      { assume_role_with_web_identity: [{ role_arn: webIdentity.roleArn, web_identity_token_file: "/token" }] },
    ]);
  });

  test("text in it is text", () => {
    expect(provider({ profile: '${file("x")}' })).toMatchObject([{ profile: '$${file("x")}' }]);
  });
});

describe("the backend", () => {
  const backendOf = (backend: BackendProps) => synthesizeStack({ ...STACK, backend }).terraform;

  test("is local by default, with the state beside the app and no folder of this machine", () => {
    const path = String(synthesizeStack(STACK).terraform?.backend?.["local"]?.["path"]);
    expect(path).toMatch(/^(\.\.\/)+.*terraform\.media\.tfstate$/);
    expect(path.startsWith("/")).toBe(false);
  });

  test.each<[BackendProps, object]>([
    [{ local: { path: "here.tfstate" } }, { backend: { local: { path: "here.tfstate" } } }],
    [
      {
        s3: {
          bucket: "b",
          key: "k",
          region: "eu-west-1",
          useLockfile: true,
          assumeRole: { roleArn: "arn:aws:iam::1:role/r" },
        },
      },
      {
        backend: {
          s3: {
            bucket: "b",
            key: "k",
            region: "eu-west-1",
            use_lockfile: true,
            assume_role: { role_arn: "arn:aws:iam::1:role/r" },
          },
        },
      },
    ],
    [
      {
        http: { address: "https://state.example.com/x", lockAddress: "https://state.example.com/x/lock", retryMax: 3 },
      },
      {
        backend: {
          http: {
            address: "https://state.example.com/x",
            lock_address: "https://state.example.com/x/lock",
            retry_max: 3,
          },
        },
      },
    ],
    [{ gcs: { bucket: "b", prefix: "p" } }, { backend: { gcs: { bucket: "b", prefix: "p" } } }],
    [
      { azurerm: { storageAccountName: "s", containerName: "c", key: "k", useOidc: true } },
      { backend: { azurerm: { storage_account_name: "s", container_name: "c", key: "k", use_oidc: true } } },
    ],
    [
      { cloud: { organization: "o", workspaces: { name: "w", project: "p" } } },
      { cloud: { organization: "o", workspaces: { name: "w", project: "p" } } },
    ],
    [
      { cloud: { organization: "o", workspaces: { tags: ["a", "b"] } } },
      { cloud: { organization: "o", workspaces: { tags: ["a", "b"] } } },
    ],
  ])("%j", (backend, expected) => {
    expect(backendOf(backend)).toMatchObject(expected);
  });

  test("text in it is text", () => {
    expect(backendOf({ s3: { bucket: "b", key: "${env}/k" } })?.backend).toEqual({
      s3: { bucket: "b", key: "$${env}/k" },
    });
  });
});
