import type { Problem } from "../problem";
import { keyPolicyPart, bucketEncryptionPart, bucketPolicyPart, grantsPart, policyOfWhat } from "./api-resources";
import { assembleRoles } from "./choose";
import type { FoundPolicy, Gap, RoleFacts } from "./facts";
import { type JsonObject, isObject, listOf, mapOf, memberOf, partAt, textOf, textsOf } from "./json-value";
import { managedPolicy } from "./managed-policies";
import { settled } from "./merge";
import { placeOfArn } from "./place";
import { idOfInline } from "./policy-ids";
import { emptyFacts, factsOfDocument, givenDocument, isPolicyDocument } from "./policy-document";

/**
 * Answers of the AWS API, as the AWS CLI prints them.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html
 */

/** What one answer tells. */
export interface Answer {
  readonly facts: readonly RoleFacts[];
  readonly problems: readonly Problem[];
}

/** Reads an answer, if it is one of the kind. */
type Reader = (answer: JsonObject, where: string) => Answer | undefined;

const answer = (...facts: readonly RoleFacts[]): Answer => ({ facts, problems: [] });

const has = (value: JsonObject, key: string): boolean => Object.hasOwn(value, key);

/** The role's own fields, which every answer about roles has. */
const roleFields = (role: JsonObject, where: string): RoleFacts => {
  const arn = textOf(role["Arn"]);
  const name = textOf(role["RoleName"]);
  const path = textOf(role["Path"]) ?? /^arn:[^:]+:iam::\d*:role(\/(?:.*\/)?)[^/]+$/.exec(arn ?? "")?.[1];
  const trust = givenDocument(role["AssumeRolePolicyDocument"]);
  const boundary = textOf(partAt(role, ["PermissionsBoundary", "PermissionsBoundaryArn"]));
  const known = boundary === undefined ? undefined : managedPolicy(boundary);
  const gap: readonly Gap[] =
    boundary === undefined || known !== undefined
      ? []
      : [
          {
            where: boundary,
            of: "boundary",
            what: `contents of the permissions boundary are not in ${where}`,
            closedBy: boundary,
          },
        ];
  return {
    ...emptyFacts(arn ?? name ?? where),
    ...(name === undefined ? {} : { roleName: name }),
    ...(path === undefined ? {} : { path }),
    ...placeOfArn(arn ?? ""),
    ...(trust === undefined ? {} : { trust: { name: `trust policy of ${arn ?? name ?? where}`, document: trust } }),
    ...(boundary === undefined || known === undefined
      ? {}
      : { boundary: { name: boundary, document: known.document } }),
    gaps: gap,
  };
};

/** `get-role`, `list-roles` and the answer to `create-role`. */
const role: Reader = (value, where) => {
  const roles = isObject(value["Role"]) ? [value["Role"]] : listOf(value["Roles"]).filter(isObject);
  if (roles.length === 0) return undefined;
  const open = (of: "attached" | "inline", command: string): Gap => ({
    where,
    of: "identity",
    what: `it is not in the sources which ${of} policies the role has; ${command} tells`,
    closedBy: of,
  });
  return answer(
    ...roles.map((one) => {
      const facts = roleFields(one, where);
      const gaps = [
        ...facts.gaps,
        open("attached", "aws iam list-attached-role-policies"),
        open("inline", "aws iam list-role-policies"),
      ];
      return { ...facts, gaps };
    }),
  );
};

/** `get-account-authorization-details`: all of a role at once. */
const authorizationDetails: Reader = (value, where) => {
  if (!Array.isArray(value["RoleDetailList"])) return undefined;
  const documents = new Map(
    listOf(value["Policies"]).flatMap((policy): readonly (readonly [string, unknown])[] => {
      const arn = textOf(memberOf(policy, "Arn"));
      const versions = listOf(memberOf(policy, "PolicyVersionList"));
      const current = versions.find(
        (one) =>
          memberOf(one, "IsDefaultVersion") === true ||
          memberOf(one, "VersionId") === (memberOf(policy, "DefaultVersionId") ?? ""),
      );
      const document = givenDocument(memberOf(current, "Document"));
      return arn === undefined || document === undefined ? [] : [[arn, document]];
    }),
  );
  const facts = value["RoleDetailList"].filter(isObject).map((one) => {
    const inline = listOf(one["RolePolicyList"]).filter(isObject);
    const attached = attachedIn(one["AttachedManagedPolicies"]);
    const boundary = textOf(partAt(one, ["PermissionsBoundary", "PermissionsBoundaryArn"])) ?? "";
    const contents = mapOf(
      [...attached, boundary].flatMap((arn): readonly (readonly [string, unknown])[] => {
        const document = documents.get(arn);
        return document === undefined ? [] : [[arn, document]];
      }),
    );
    return {
      ...roleFields(one, where),
      identity: inline.map(inlinePolicy),
      inline: inline.map(({ PolicyName }) => textOf(PolicyName) ?? ""),
      attached,
      contents,
    };
  });
  return answer(...facts);
};

const inlinePolicy = (value: JsonObject): FoundPolicy => ({
  ...idOfInline(value["PolicyName"]),
  name: textOf(value["PolicyName"]) ?? "",
  document: givenDocument(value["PolicyDocument"]),
});

const attachedIn = (policies: unknown): readonly string[] =>
  listOf(policies).flatMap((policy) => textOf(memberOf(policy, "PolicyArn")) ?? []);

/** `get-role-policy`. */
const rolePolicy: Reader = (value, where) => {
  if (!has(value, "PolicyDocument") || !has(value, "PolicyName")) return undefined;
  const name = textOf(value["RoleName"]);
  return answer({
    ...emptyFacts(where),
    ...(name === undefined ? {} : { roleName: name }),
    identity: [inlinePolicy(value)],
  });
};

/** `list-attached-role-policies`. */
const attachedPolicies: Reader = (value, where) =>
  Array.isArray(value["AttachedPolicies"])
    ? answer({ ...emptyFacts(where), attached: attachedIn(value["AttachedPolicies"]) })
    : undefined;

/** `list-role-policies`. */
const inlineNames: Reader = (value, where) =>
  Array.isArray(value["PolicyNames"])
    ? answer({ ...emptyFacts(where), inline: textsOf(value["PolicyNames"]) })
    : undefined;

/** `get-policy-version`, which does not say whose version it is; `PolicyArn` may be added to it. */
const policyVersion: Reader = (value, where) => {
  const version = value["PolicyVersion"];
  if (!isObject(version)) return undefined;
  const document = givenDocument(version["Document"]);
  const arn = textOf(value["PolicyArn"]);
  return answer({
    ...emptyFacts(where),
    ...(arn === undefined ? { unnamedContents: [document] } : { contents: mapOf([[arn, document]]) }),
  });
};

/** A policy document among answers. */
const bareDocument: Reader = (value, where) => {
  if (!isPolicyDocument(value)) return undefined;
  const facts = factsOfDocument(value, where);
  return facts === undefined ? { facts: [], problems: [policyOfWhat(where)] } : answer(facts);
};

const READERS: readonly Reader[] = [
  authorizationDetails,
  role,
  rolePolicy,
  attachedPolicies,
  inlineNames,
  policyVersion,
  grantsPart,
  keyPolicyPart,
  bucketPolicyPart,
  bucketEncryptionPart,
];

const read = (value: unknown, where: string, readers: readonly Reader[]): Answer | undefined => {
  if (!isObject(value)) return undefined;
  for (const reader of readers) {
    const found = reader(value, where);
    if (found !== undefined) return { ...found, problems: [...found.problems, ...truncated(value, where)] };
  }
  return undefined;
};

/** A page of an answer is not the whole. */
const truncated = (value: JsonObject, where: string): readonly Problem[] =>
  value["IsTruncated"] === true || value["Truncated"] === true
    ? [{ path: "", message: `${where} is one page of a longer answer; give all pages (the AWS CLI joins them)` }]
    : [];

/** One answer or several. `undefined`: it is something else. */
export const readAnswers = (
  value: unknown,
  name: string,
): { readonly roles: readonly RoleFacts[]; readonly problems: readonly Problem[] } | undefined => {
  const several = Array.isArray(value);
  const answers = (several ? (value as readonly unknown[]) : [value]).map((one, at) => {
    const where = several ? `${name}[${String(at)}]` : name;
    return read(one, where, several ? [...READERS, bareDocument] : READERS);
  });
  if (answers.length === 0 || answers.every((one) => one === undefined)) return undefined;
  const unread = answers.flatMap((one, at) =>
    one === undefined
      ? [{ path: "", message: `${name}[${String(at)}] is no answer of the AWS API that tells of a role` }]
      : [],
  );
  const found = answers.filter((one) => one !== undefined);
  const { roles, problems } = assembleRoles(found.flatMap(({ facts }) => facts));
  return { roles: roles.map(settled), problems: [...found.flatMap((one) => one.problems), ...unread, ...problems] };
};
