import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { MediaConvertRole } from "../../lib";
import { type Synthesized, synthesize, synthesizeRole } from "../support/synth";

const LARGEST = 6144;

const inputs = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `s3://acme-${String(index).padStart(30, "0")}/`);

const many = (count: number): Synthesized =>
  synthesizeRole({ maxAttachedPolicies: 25, access: { mode: "configured", inputs: inputs(count) } });

interface Resource {
  readonly name: string;
  readonly policy: string;
  readonly policy_arn: string;
  readonly depends_on?: readonly string[];
  readonly lifecycle?: { readonly create_before_destroy?: boolean; readonly postcondition?: readonly object[] };
  readonly input?: { readonly names: readonly string[] };
}

const of = ({ resource = {} }: Synthesized, type: string): readonly (readonly [address: string, Resource])[] =>
  Object.entries(resource[type] ?? {}).map(([name, value]) => [`${type}.${name}`, value as unknown as Resource]);

describe("several policies", () => {
  const made = many(300);
  const policies = of(made, "aws_iam_policy");
  const attachments = of(made, "aws_iam_role_policy_attachment");

  test("each is attached, and is made before another one of its place goes", () => {
    expect(policies.length).toBeGreaterThan(4);
    expect(attachments.map(([, { policy_arn: arn }]) => arn).sort()).toEqual(
      policies.map(([address]) => `\${${address}.arn}`).sort(),
    );
    for (const [, { lifecycle }] of [...policies, ...attachments]) {
      expect(lifecycle).toEqual({ create_before_destroy: true });
    }
  });

  test("each waits until all before it are attached, and the one that keeps its name waits for all", () => {
    const byWait = [...policies].sort(([, a], [, b]) => (a.depends_on?.length ?? 0) - (b.depends_on?.length ?? 0));
    const attachmentOf = (address: string): string =>
      attachments.find(([, { policy_arn: arn }]) => arn === `\${${address}.arn}`)?.[0] ?? "";
    byWait.forEach(([, { depends_on: waits = [] }], index) => {
      expect([...waits].sort()).toEqual(
        byWait
          .slice(0, index)
          .map(([address]) => attachmentOf(address))
          .sort(),
      );
    });
    expect(byWait.at(-1)?.[1].name).toBe("MediaConvert_Default_Role-access");
    expect(byWait.at(-1)?.[0]).toBe("aws_iam_policy.role_policy_391A1A04");
  });

  test("what goes waits for all: the barrier depends on every policy, and changes with their names", () => {
    const [[, barrier] = ["", undefined], ...others] = of(made, "terraform_data");
    expect(others).toEqual([]);
    expect([...(barrier?.depends_on ?? [])].sort()).toEqual(attachments.map(([address]) => address).sort());
    const names = policies.map(([, { name }]) => name.replace("MediaConvert_Default_Role-", ""));
    expect([...(barrier?.input?.names ?? [])].sort()).toEqual(names.sort());
  });

  test("a role of one policy has none of that", () => {
    const small = many(10);
    expect(of(small, "terraform_data")).toEqual([]);
    expect(of(small, "aws_iam_policy").map(([, { lifecycle, depends_on: waits }]) => [lifecycle, waits])).toEqual([
      [undefined, undefined],
    ]);
  });
});

describe("values that are not known yet", () => {
  const withBuckets = (count: number): Synthesized =>
    synthesize((stack) => {
      const buckets = Array.from({ length: count }, (_, index) => new S3Bucket(stack, `b${String(index)}`));
      new MediaConvertRole(stack, "role", {
        partition: "aws",
        accountId: "111122223333",
        access: { mode: "configured", outputs: buckets.map(({ bucket }) => `s3://${bucket}/`) },
      });
    });

  // One statement of 82 + 38 characters around it, and 63 + 18 for each bucket of the longest name, with its comma.
  test("a bucket counts as long as its name can be", () => {
    const fits = Math.floor((LARGEST - 120) / (63 + 18));
    expect(of(withBuckets(fits), "aws_iam_policy")).toHaveLength(1);
    expect(of(withBuckets(fits + 1), "aws_iam_policy").length).toBeGreaterThan(1);
  });

  test("Terraform measures the policy once they are known", () => {
    const [[, { lifecycle }] = ["", {} as Resource]] = of(withBuckets(1), "aws_iam_policy");
    expect(lifecycle?.postcondition).toEqual([
      {
        condition: "${length(self.policy) <= 6144}",
        error_message: expect.stringContaining("more than the 6144 of a managed policy"),
      },
    ]);
    expect(of(many(1), "aws_iam_policy").map(([, policy]) => policy.lifecycle)).toEqual([undefined]);
  });
});
