import * as errors from "../adopt-errors";
import { WRITTEN_OUT } from "../placeholders";
import { partitionOfRegion } from "../policy/arn";
import { type AnyPolicy, terraformJson } from "../policy/model";
import { RESERVED_TAG_KEY } from "../policy/patterns";
import { FULL_ACCESS_POLICIES } from "../policy/permissions";
import type { Problem } from "../problem";
import type { MediaConvertRoleProps, TrustProps, WholePolicy } from "../props";
import { isObject, newReport } from "./check";
import { DEFAULT_ATTACHED, DEFAULT_DESCRIPTION, DEFAULT_ROLE_NAME, SESSION } from "./defaults";
import { describeUnpacked } from "./describe";

/** A role as IAM has it. Documents are JSON text. */
export interface LiveRole {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration?: number;
  readonly permissionsBoundary?: string;
  readonly tags: { readonly [key: string]: string };
  readonly trust: string;
  readonly inline: readonly { readonly name: string; readonly document: string }[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

/** Settings that reproduce a role, or why there are none. */
export interface Adopted {
  readonly role: MediaConvertRoleProps;
  readonly problems: readonly Problem[];
}

/**
 * The settings by which Terraform takes the role over and changes nothing.
 *
 * Documents arrive as IAM has them, since another form of the same is a change in a plan; only what the defaults say in
 * the same words is left out, and tags that AWS keeps for itself (`aws:cloudformation:…`), which the provider leaves alone.
 *
 * @param region Region of the stack
 */
export const adoptedRole = (live: LiveRole, region: string): Adopted => {
  const problems: Problem[] = [];
  const parsed = (what: string, text: string): WholePolicy => {
    const document = documentIn(text);
    if (document === undefined) problems.push(errors.documentNotJson(what));
    return document ?? { Statement: [] };
  };
  const [, partition = "", , , accountId = ""] = live.arn.split(":");
  if (partitionOfRegion(region) !== partition) problems.push(errors.otherPartition(live.arn, region));
  if (live.path.startsWith("/aws-service-role/")) problems.push(errors.serviceLinked(live.arn));
  const trust = parsed("its trust policy", live.trust);
  const inline = live.inline.map(
    ({ name, document }) => [name, parsed(`its inline policy ${name}`, document)] as const,
  );
  const { access, others } = accessOf(live.attached, partition);
  const { name, description = "", maxSessionDuration = SESSION.default, permissionsBoundary, attached } = live;
  const tags = Object.fromEntries(Object.entries(live.tags).filter(([key]) => !RESERVED_TAG_KEY.test(key)));
  const role: MediaConvertRoleProps = {
    adopt: true,
    accountId,
    ...(name === DEFAULT_ROLE_NAME ? {} : { roleName: name }),
    path: live.path,
    ...(description === DEFAULT_DESCRIPTION ? {} : { description }),
    ...(maxSessionDuration === SESSION.default ? {} : { maxSessionDuration }),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    access,
    ...(others.length === 0 ? {} : { managedPolicyArns: others }),
    ...(attached.length > DEFAULT_ATTACHED ? { maxAttachedPolicies: attached.length } : {}),
    ...(inline.length === 0 ? {} : { inlinePolicies: Object.fromEntries(inline) }),
  };
  return { role: { ...role, ...trustOf(trust, role, region) }, problems };
};

/** The document in a text. */
const documentIn = (text: string): WholePolicy | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && value["Statement"] !== undefined ? (value as unknown as WholePolicy) : undefined;
  } catch {
    return undefined;
  }
};

/** Mode `full` is what the console attaches, both together. */
const accessOf = (
  attached: readonly string[],
  partition: string,
): { readonly access: MediaConvertRoleProps["access"]; readonly others: readonly string[] } => {
  const ofConsole = FULL_ACCESS_POLICIES.map((name) => `arn:${partition}:iam::aws:policy/${name}`);
  const isFull = ofConsole.every((arn) => attached.includes(arn));
  return isFull
    ? { access: { mode: "full" }, others: attached.filter((arn) => !ofConsole.includes(arn)) }
    : { access: { mode: "custom" }, others: attached };
};

/** What `trust` can say without the document. */
const OWN_TRUSTS: readonly (TrustProps | undefined)[] = [undefined, { confusedDeputyProtection: false }];

const trustOf = (
  document: WholePolicy,
  role: MediaConvertRoleProps,
  region: string,
): Pick<MediaConvertRoleProps, "trust"> => {
  for (const trust of OWN_TRUSTS) {
    const more = trust === undefined ? {} : { trust };
    if (asText(trustMade({ ...role, ...more }, region)) === asText(document)) return more;
  }
  return { trust: { policy: document } };
};

const trustMade = (role: MediaConvertRoleProps, region: string): AnyPolicy | undefined => {
  const place = { partition: partitionOfRegion(region), accountId: role.accountId ?? "", region };
  const deployment = { partition: () => place.partition, accountId: () => place.accountId, region: () => region };
  return describeUnpacked(role, "", place, deployment, newReport(WRITTEN_OUT))?.policies.trust;
};

/** IAM takes a single text and a list of it for the same, and so does the provider. */
const asText = (document: AnyPolicy | undefined): string => terraformJson(listed(document));

const listed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 1 ? listed(value[0]) : value.map(listed);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, listed(item)]));
};
