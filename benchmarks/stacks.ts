import type { ConfiguredAccess, RolesFile } from "../lib";

/** A settings file with a stack for each of many accounts. */
export const manyStacks = (count: number): RolesFile => ({
  defaults: {
    region: "eu-west-1",
    backend: { s3: { bucket: "acme-states", region: "eu-west-1" } },
    role: { tags: { team: "media" } },
  },
  stacks: Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const name = `prod-${String(index)}`;
      const accountId = String(111_100_000_000 + index);
      return [
        name,
        {
          backend: { s3: { key: `mediaconvert/${name}.tfstate` } },
          provider: { assumeRole: { roleArn: `arn:aws:iam::${accountId}:role/deploy` } },
          role: {
            accountId,
            access: { mode: "configured", inputs: [`s3://acme-${name}-masters/`], outputs: [`s3://acme-${name}-vod/`] },
          },
        },
      ] as const;
    }),
  ),
});

/** A settings file with one stack, whose role has this access. */
export const oneStack = (access: ConfiguredAccess): RolesFile => ({
  stacks: { role: { region: "eu-west-1", role: { accountId: "111122223333", maxAttachedPolicies: 25, access } } },
});
