import { App, TerraformStack } from "cdktf";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  MediaConvertRole,
  type MediaConvertRoleProps,
  MediaConvertRoleStack,
  type MediaConvertRoleStackProps,
} from "../../lib";
import { newFolder } from "./e2e";

/** Terraform JSON of a stack. */
export interface Synthesized {
  readonly resource?: {
    readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } };
  };
  readonly data?: Synthesized["resource"];
  readonly import?: readonly { readonly id: string; readonly to: string }[];
  readonly provider?: { readonly aws: readonly { readonly [argument: string]: unknown }[] };
  readonly terraform?: {
    readonly backend?: { readonly [type: string]: { readonly [argument: string]: unknown } };
    readonly cloud?: unknown;
    readonly required_providers?: unknown;
  };
  readonly output?: { readonly [name: string]: { readonly value: unknown } };
}

const withoutComments = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, item]) => [key, withoutComments(item)]),
  );
};

/** Synthesizes what `build` puts into a stack called `test`. */
export const synthesize = (build: (stack: TerraformStack) => unknown): Synthesized => {
  const outdir = newFolder("synth");
  const app = new App({ outdir, skipValidation: true });
  build(new TerraformStack(app, "test"));
  return read(app, outdir, "test");
};

/** Synthesizes one role, with what a stack would tell it. */
export const synthesizeRole = (props: MediaConvertRoleProps): Synthesized =>
  synthesize((stack) => {
    new MediaConvertRole(stack, "role", { partition: "aws", accountId: "111122223333", region: "eu-west-1", ...props });
  });

/** Synthesizes a stack of ours. */
export const synthesizeStack = (props: MediaConvertRoleStackProps, name = "media"): Synthesized => {
  const outdir = newFolder("synth");
  const app = new App({ outdir });
  new MediaConvertRoleStack(app, name, props);
  return read(app, outdir, name);
};

const read = (app: App, outdir: string, name: string): Synthesized => {
  app.synth();
  return withoutComments(JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"))) as Synthesized;
};

/** Addresses of all resources and data sources, sorted. */
export const addresses = ({ resource = {}, data = {} }: Synthesized): readonly string[] =>
  [
    ...Object.entries(resource).flatMap(([type, all]) => Object.keys(all).map((name) => `${type}.${name}`)),
    ...Object.entries(data).flatMap(([type, all]) => Object.keys(all).map((name) => `data.${type}.${name}`)),
  ].sort();

/** The only resource of a type. */
export const only = ({ resource = {} }: Synthesized, type: string): { readonly [argument: string]: unknown } => {
  const all = Object.values(resource[type] ?? {});
  if (all.length !== 1 || all[0] === undefined) throw new Error(`${String(all.length)} of ${type}`);
  return all[0];
};
