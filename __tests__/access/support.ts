import { type DocumentKind, type ParsedDocument, parseDocument } from "../../lib/access/document";
import type { RoleCaller, ServiceCaller } from "../../lib/access/principals";

/** The document, which has to be right. */
export const read = (value: unknown, name = "policy", kind?: DocumentKind): ParsedDocument => {
  const { document, problems } = parseDocument(value, name, kind);
  if (document === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return document;
};

/** A document of these statements, in the present version. */
export const policy = (...statements: readonly object[]): ParsedDocument => namedPolicy("policy", ...statements);

export const namedPolicy = (name: string, ...statements: readonly object[]): ParsedDocument =>
  statements.length === 0
    ? { name, version: "2012-10-17", statements: [] }
    : read({ Version: "2012-10-17", Statement: statements }, name);

export const allow = (Action: unknown, Resource: unknown, more: object = {}): object => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
export const deny = (Action: unknown, Resource: unknown, more: object = {}): object => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
export const ROLE: RoleCaller = {
  roleArn: `arn:aws:iam::${ACCOUNT}:role/media/convert`,
  roleName: "convert",
  accountId: ACCOUNT,
  partition: "aws",
};
export const MEDIACONVERT: ServiceCaller = { service: "mediaconvert.amazonaws.com" };
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/convert/job`;
