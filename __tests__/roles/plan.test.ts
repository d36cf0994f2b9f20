import { readRoles } from "../../lib/roles/source";
import { type Item, KEY, READS, TRUST, WRITES, change, configured, only, read, references, role } from "./plans";

describe("a plan that creates", () => {
  test("an attachment finds its policy by reference", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change("aws_iam_policy.p", { name: "p", policy: READS }, { arn: true }),
          change("aws_iam_policy.other", { name: "other", policy: WRITES }, { arn: true }),
          change("aws_iam_role_policy_attachment.a", { role: "media" }, { policy_arn: true }),
        ],
        [
          configured("aws_iam_role_policy_attachment.a", {
            role: references("aws_iam_role.r.name", "aws_iam_role.r"),
            policy_arn: references("aws_iam_policy.p.arn", "aws_iam_policy.p"),
          }),
        ],
      ),
    );
    expect(facts).toMatchObject({ where: "aws_iam_role.r", roleName: "media", path: "/", region: "eu-west-1" });
    expect(facts.trust).toEqual({ name: "aws_iam_role.r", document: TRUST });
    expect(facts.identity).toMatchObject([{ name: "aws_iam_policy.p", document: READS }]);
    expect(facts.gaps).toEqual([]);
  });

  test("a role whose name is not known is found by reference", () => {
    const facts = only(
      read(
        [
          change("aws_iam_role.r", { path: "/", assume_role_policy: TRUST }, { name: true, arn: true }),
          change("aws_iam_role_policy.p", { policy: READS }, { role: true }),
        ],
        [configured("aws_iam_role_policy.p", { role: references("aws_iam_role.r.id", "aws_iam_role.r") })],
      ),
    );
    expect(facts.roleName).toBeUndefined();
    expect(facts.identity).toMatchObject([{ name: "aws_iam_role_policy.p", document: READS }]);
  });

  test("instances of for_each find each other", () => {
    const { roles } = read(
      ["a", "b"].flatMap((key) => [
        role(`aws_iam_role.r["${key}"]`, `media-${key}`),
        change(`aws_iam_policy.p["${key}"]`, { name: key, policy: key === "a" ? READS : WRITES }, { arn: true }),
        change(`aws_iam_role_policy_attachment.a["${key}"]`, { role: `media-${key}` }, { policy_arn: true }),
      ]),
      [configured("aws_iam_role_policy_attachment.a", { policy_arn: references("aws_iam_policy.p", "each.key") })],
    );
    expect(roles.map(({ where, identity }) => [where, identity.map(({ document }) => document)])).toEqual([
      ['aws_iam_role.r["a"]', [READS]],
      ['aws_iam_role.r["b"]', [WRITES]],
    ]);
  });

  test("references lead through modules: outputs upwards, variables downwards", () => {
    const facts = only(
      read(
        [
          role("module.roles.aws_iam_role.r[0]", "media"),
          change(
            "module.keys.aws_kms_grant.g",
            { operations: ["Decrypt"], constraints: [] },
            {
              grantee_principal: true,
              key_id: true,
            },
          ),
          change("aws_kms_key.k", {}, { arn: true, key_id: true, policy: true }),
        ],
        [configured("aws_kms_key.k", {})],
        {
          configuration: {
            root_module: {
              resources: [configured("aws_kms_key.k", {})],
              module_calls: {
                roles: {
                  module: {
                    resources: [configured("aws_iam_role.r", {})],
                    outputs: { arn: { expression: references("aws_iam_role.r[0].arn", "aws_iam_role.r[0]") } },
                  },
                },
                keys: {
                  expressions: {
                    grantee: references("module.roles.arn", "module.roles"),
                    key: references("aws_kms_key.k.key_id", "aws_kms_key.k"),
                  },
                  module: {
                    resources: [
                      configured("aws_kms_grant.g", {
                        grantee_principal: references("var.grantee"),
                        key_id: references("var.key"),
                      }),
                    ],
                  },
                },
              },
            },
          },
        },
      ),
    );
    expect(facts.grants).toEqual([
      { name: "module.keys.aws_kms_grant.g", keyArn: "${aws_kms_key.k.arn}", operations: ["Decrypt"] },
    ]);
    expect(facts.gaps).toEqual([]);
    expect(Object.keys(facts.keys)).toEqual(["${aws_kms_key.k.arn}"]);
  });

  test("a grant whose key can be one of two says so", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change("aws_kms_key.a", {}, { arn: true, policy: true }),
          change("aws_kms_key.b", {}, { arn: true, policy: true }),
          change(
            "aws_kms_grant.g",
            { operations: ["Decrypt"], grantee_principal: "arn:aws:iam::111122223333:role/media", constraints: [] },
            { key_id: true },
          ),
        ],
        [
          configured("aws_kms_key.a", {}),
          configured("aws_kms_key.b", {}),
          configured("aws_kms_grant.g", {
            key_id: references("aws_kms_key.a.arn", "aws_kms_key.a", "aws_kms_key.b.arn", "aws_kms_key.b"),
          }),
        ],
      ),
    );
    expect(facts.grants).toMatchObject([{ keyArn: "${aws_kms_grant.g.key_id}" }]);
    expect(facts.gaps).toEqual([
      {
        where: "aws_kms_grant.g",
        of: "grants",
        what: "the grant's key is known only after apply: one of aws_kms_key.a, aws_kms_key.b",
      },
    ]);
  });

  test("a grant to another role is not the role's", () => {
    const grantee = (name: string): Item =>
      change(`aws_kms_grant.${name}`, {
        operations: ["Decrypt"],
        key_id: KEY,
        grantee_principal: `arn:aws:iam::111122223333:role/${name}`,
        constraints: [
          { encryption_context_equals: null, encryption_context_subset: { "aws:s3:arn": "arn:aws:s3:::b" } },
        ],
      });
    const facts = only(read([role("aws_iam_role.r", "media"), grantee("media"), grantee("other")]));
    expect(facts.grants).toEqual([
      {
        name: "aws_kms_grant.media",
        keyArn: KEY,
        operations: ["Decrypt"],
        subset: { "aws:s3:arn": "arn:aws:s3:::b" },
      },
    ]);
    expect(facts.gaps).toEqual([]);
  });

  test("a key without a policy has the one that leaves it to the account", () => {
    const facts = only(
      read(
        [role("aws_iam_role.r", "media"), change("aws_kms_key.k", {}, { arn: true, policy: true })],
        [configured("aws_kms_key.k", { description: { constant_value: "x" } })],
      ),
    );
    expect(facts.keys["${aws_kms_key.k.arn}"]?.policy).toEqual({
      name: "default policy of aws_kms_key.k",
      document: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Enable IAM User Permissions",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::${account}:root" },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      },
    });
    const given = only(
      read(
        [role("aws_iam_role.r", "media"), change("aws_kms_key.k", {}, { arn: true, policy: true })],
        [configured("aws_kms_key.k", { policy: references("aws_iam_role.r.arn", "aws_iam_role.r") })],
      ),
    );
    expect(given.keys["${aws_kms_key.k.arn}"]).toEqual({});
    expect(given.gaps).toEqual([
      {
        where: "aws_kms_key.k",
        of: "key",
        what: "the policy is known only after apply, because of aws_iam_role.r.arn",
        about: "${aws_kms_key.k.arn}",
      },
    ]);
  });

  test("a bucket has its policy and its encryption", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change("aws_kms_key.k", {}, { arn: true, policy: true }),
          change("aws_s3_bucket.b", { bucket: "acme-in" }, { id: true, arn: true, policy: true }),
          change("aws_s3_bucket.plain", { bucket: "acme-plain" }, { id: true, arn: true, policy: true }),
          change("aws_s3_bucket_policy.p", { policy: READS }, { bucket: true }),
          change(
            "aws_s3_bucket_server_side_encryption_configuration.e",
            {
              bucket: "acme-in",
              rule: [
                { bucket_key_enabled: true, apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] },
              ],
            },
            { rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: true }] }] },
          ),
        ],
        [
          configured("aws_kms_key.k", {}),
          configured("aws_s3_bucket.b", {}),
          configured("aws_s3_bucket_policy.p", { bucket: references("aws_s3_bucket.b.id", "aws_s3_bucket.b") }),
          configured("aws_s3_bucket_server_side_encryption_configuration.e", {
            rule: [
              {
                apply_server_side_encryption_by_default: [
                  { kms_master_key_id: references("aws_kms_key.k.arn", "aws_kms_key.k") },
                ],
              },
            ],
          }),
        ],
      ),
    );
    expect({ ...facts.buckets }).toEqual({
      "acme-in": {
        policy: { name: "aws_s3_bucket_policy.p", document: READS },
        encryption: { keyArn: "${aws_kms_key.k.arn}" },
        bucketKey: true,
      },
      "acme-plain": { hasNoPolicy: true, encryption: "none", bucketKey: false },
    });
  });

  test("a document out of a data source keeps what is known of it", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change("aws_iam_role_policy.p", { role: "media" }, { policy: true }),
          change(
            "data.aws_iam_policy_document.d",
            {
              version: null,
              statement: [
                {
                  effect: null,
                  actions: ["s3:GetObject"],
                  resources: ["arn:aws:s3:::acme/&{aws:username}/*", null],
                  condition: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["111122223333"] }],
                },
              ],
            },
            {
              json: true,
              statement: [{ actions: [false], resources: [false, true], condition: [{ values: [false] }] }],
            },
            { actions: ["read"] },
          ),
        ],
        [
          configured("aws_iam_role_policy.p", {
            policy: references("data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"),
          }),
        ],
      ),
    );
    expect(facts.identity).toEqual([
      {
        name: "aws_iam_role_policy.p",
        document: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["s3:GetObject"],
              Resource: [
                "arn:aws:s3:::acme/${aws:username}/*",
                "${data.aws_iam_policy_document.d.statement.0.resources.1}",
              ],
              Condition: { StringEquals: { "aws:SourceAccount": ["111122223333"] } },
            },
          ],
        },
      },
    ]);
  });
});

describe("what is not known is a gap", () => {
  test("a policy that becomes unknown on update, though its old text is there", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change(
            "aws_iam_role_policy.p",
            { role: "media" },
            { policy: true },
            {
              actions: ["update"],
              before: { role: "media", policy: READS },
            },
          ),
        ],
        [configured("aws_iam_role_policy.p", { policy: references("aws_kms_key.k.arn", "aws_kms_key.k", "var.x") })],
      ),
    );
    expect(facts.identity).toEqual([]);
    expect(facts.gaps).toEqual([
      {
        where: "aws_iam_role_policy.p",
        of: "identity",
        what: "the policy is known only after apply, because of aws_kms_key.k.arn, var.x",
      },
    ]);
  });

  test("a policy that was taken out of the plan", () => {
    const facts = only(
      read([role("aws_iam_role.r", "media"), change("aws_iam_role_policy.p", { role: "media", policy: "" })]),
    );
    expect(facts.gaps).toEqual([
      { where: "aws_iam_role_policy.p", of: "identity", what: "the policy is not in the source" },
    ]);
  });

  test("an attached policy of which only the ARN is there; AWS's own are known", () => {
    const attachment = (id: string, policy_arn: string): Item =>
      change(`aws_iam_role_policy_attachment.${id}`, { role: "media", policy_arn });
    const facts = only(
      read([
        role("aws_iam_role.r", "media"),
        attachment("a", "arn:aws:iam::111122223333:policy/x"),
        attachment("b", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
        attachment("c", "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"),
      ]),
    );
    expect(facts.identity.map(({ name }) => name)).toEqual(["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]);
    expect(facts.gaps.map(({ where, of, what }) => [where, of, what])).toEqual([
      ["arn:aws:iam::111122223333:policy/x", "identity", "contents of the attached policy are not in the plan"],
      [
        "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
        "identity",
        "contents of the attached policy are not in the plan",
      ],
    ]);
  });

  test("an inline policy of which it is not known whose it is concerns every role", () => {
    const { roles } = read(
      [
        role("aws_iam_role.a", "a"),
        role("aws_iam_role.b", "b"),
        change("aws_iam_role_policy.p", { policy: READS }, { role: true }),
      ],
      [configured("aws_iam_role_policy.p", { role: references("local.names") })],
    );
    expect(roles.map(({ gaps }) => gaps.map(({ where }) => where))).toEqual([
      ["aws_iam_role_policy.p"],
      ["aws_iam_role_policy.p"],
    ]);
  });

  test("an index in a reference means that instance alone", () => {
    const facts = only(
      read(
        [
          role("aws_iam_role.r", "media"),
          change('aws_iam_policy.p["a"]', { name: "a", policy: READS }, { arn: true }),
          change('aws_iam_policy.p["b"]', { name: "b", policy: WRITES }, { arn: true }),
          change("aws_iam_role_policy_attachment.a", { role: "media" }, { policy_arn: true }),
        ],
        [
          configured("aws_iam_role_policy_attachment.a", {
            policy_arn: references('aws_iam_policy.p["b"].arn', 'aws_iam_policy.p["b"]', "aws_iam_policy.p"),
          }),
        ],
      ),
    );
    expect(facts.identity).toMatchObject([{ name: 'aws_iam_policy.p["b"]', document: WRITES }]);
  });

  test("the boundary: by reference, by ARN, or a gap", () => {
    const boundary = (value: string | undefined, refs: readonly string[]) =>
      only(
        read(
          [
            role(
              "aws_iam_role.r",
              "media",
              value === undefined ? {} : { permissions_boundary: value },
              value === undefined ? { permissions_boundary: true } : {},
            ),
            change("aws_iam_policy.b", { name: "b", policy: READS }, { arn: true }),
          ].map((item) => (value === undefined ? withoutBoundary(item) : item)),
          [configured("aws_iam_role.r", { permissions_boundary: references(...refs) })],
        ),
      );
    expect(boundary(undefined, ["aws_iam_policy.b.arn", "aws_iam_policy.b"]).boundary).toEqual({
      name: "aws_iam_policy.b",
      document: READS,
    });
    expect(boundary("arn:aws:iam::aws:policy/AdministratorAccess", []).boundary?.name).toBe(
      "arn:aws:iam::aws:policy/AdministratorAccess",
    );
    expect(boundary("arn:aws:iam::111122223333:policy/pb", []).gaps).toMatchObject([
      { where: "arn:aws:iam::111122223333:policy/pb", of: "boundary" },
    ]);
    expect(boundary(undefined, ["local.boundary"]).gaps).toMatchObject([{ where: "aws_iam_role.r", of: "boundary" }]);
  });
});

const withoutBoundary = (item: Item): Item => {
  const { change: inner } = item as { readonly change: { readonly after: { readonly [key: string]: unknown } } };
  const after = Object.fromEntries(Object.entries(inner.after).filter(([key]) => key !== "permissions_boundary"));
  return { ...item, change: { ...inner, after } };
};

describe("what changes", () => {
  const live = {
    name: "media",
    path: "/",
    arn: "arn:aws:iam::111122223333:role/media",
    assume_role_policy: TRUST,
    inline_policy: [
      { name: "managed", policy: READS },
      { name: "by-hand", policy: WRITES },
    ],
    managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"],
  };

  test("parts that stay as they are count, those that go do not", () => {
    const facts = only(
      read([
        change("aws_iam_role.r", live, {}, { actions: ["no-op"], before: live }),
        change(
          "aws_iam_role_policy.p",
          null,
          {},
          {
            actions: ["delete"],
            before: { name: "managed", role: "media", policy: READS },
          },
        ),
        change(
          "aws_iam_role_policy_attachment.a",
          null,
          {},
          {
            actions: ["delete"],
            before: { role: "media", policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
          },
        ),
      ]),
    );
    expect(facts).toMatchObject({ accountId: "111122223333", partition: "aws" });
    // What the role lists of itself is from before the plan: only what no resource looks after still holds.
    expect(facts.identity).toMatchObject([{ name: "aws_iam_role.r.inline_policy[1]", document: WRITES }]);
    expect(facts.gaps).toEqual([]);
  });

  test("a role that goes is no role", () => {
    const gone = change("aws_iam_role.gone", null, {}, { actions: ["delete"], before: live });
    expect(only(read([role("aws_iam_role.r", "media"), gone])).where).toBe("aws_iam_role.r");
  });

  test("a moved resource stands at its new address; a deposed one is gone", () => {
    const facts = only(
      read([
        change("aws_iam_role.r", live, {}, { actions: ["no-op"], before: live, previous_address: "aws_iam_role.old" }),
        change("aws_iam_role.r", null, {}, { actions: ["delete"], before: live, deposed: "cb2f83e4" }),
      ]),
    );
    expect(facts.where).toBe("aws_iam_role.r");
    expect(facts.identity.map(({ document }) => document)).toContain(READS);
  });

  test("a replaced attachment attaches the new policy", () => {
    const facts = only(
      read([
        change("aws_iam_role.r", live, {}, { actions: ["no-op"], before: live }),
        change(
          "aws_iam_role_policy_attachment.a",
          { role: "media", policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
          {},
          {
            actions: ["delete", "create"],
            before: { role: "media", policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
          },
        ),
      ]),
    );
    const names = facts.identity.map(({ name }) => name);
    expect(names).toContain("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    expect(names).not.toContain("arn:aws:iam::aws:policy/AmazonS3FullAccess");
  });

  test("what is forgotten stays, and is a gap", () => {
    const facts = only(
      read([
        role("aws_iam_role.r", "media"),
        change(
          "aws_iam_role_policy.p",
          null,
          {},
          {
            actions: ["forget"],
            before: { name: "p", role: "media", policy: WRITES },
          },
        ),
      ]),
    );
    expect(facts.identity).toMatchObject([{ name: "aws_iam_role_policy.p", document: WRITES }]);
    expect(facts.gaps).toMatchObject([{ where: "aws_iam_role_policy.p", of: "identity" }]);
  });

  test("sensitive values are used and never told", () => {
    const facts = only(
      read([
        role("aws_iam_role.r", "media"),
        {
          ...change("aws_iam_role_policy.p", { role: "media", policy: READS }),
          after_sensitive: { policy: true },
        },
      ]),
    );
    expect(facts.identity[0]?.document).toBe(READS);
    expect(JSON.stringify([facts.where, facts.gaps, facts.identity.map(({ name }) => name)])).not.toContain("s3:");
  });
});

describe("which plans can be read", () => {
  test.each(["0.1", "0.2", "1.0", "1.2", "1.17"])("format %s", (format_version) => {
    expect(read([role("aws_iam_role.r", "media")], [], { format_version }).problems).toEqual([]);
  });

  test.each([undefined, "2.0", "10.1", "0.0", 1, "x"])("not format %p", (format_version) => {
    const { roles, problems } = read([role("aws_iam_role.r", "media")], [], { format_version });
    expect(roles).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test("one that is not whole says so", () => {
    expect(read([], [], { complete: false }).incomplete).toMatch(/complete: false/);
    expect(read([], [], { errored: true }).incomplete).toMatch(/errored: true/);
    expect(read([], [], { complete: true, errored: false }).incomplete).toBeUndefined();
  });

  test("a state is all known", () => {
    const { roles, kind, problems } = readRoles(
      {
        format_version: "1.0",
        terraform_version: "1.11.4",
        values: {
          root_module: {
            child_modules: [
              {
                address: "module.m",
                resources: [
                  {
                    address: "module.m.aws_iam_role.r",
                    mode: "managed",
                    type: "aws_iam_role",
                    name: "r",
                    values: {
                      name: "media",
                      path: "/x/",
                      arn: "arn:aws-cn:iam::111122223333:role/x/media",
                      assume_role_policy: TRUST,
                      inline_policy: [{ name: "p", policy: READS }],
                      managed_policy_arns: [],
                    },
                  },
                ],
              },
            ],
          },
        },
      },
      "state.json",
    );
    expect({ kind, problems }).toEqual({ kind: "state", problems: [] });
    expect(roles).toMatchObject([
      {
        where: "module.m.aws_iam_role.r",
        roleName: "media",
        path: "/x/",
        partition: "aws-cn",
        accountId: "111122223333",
        identity: [{ document: READS }],
        gaps: [],
      },
    ]);
  });
});
