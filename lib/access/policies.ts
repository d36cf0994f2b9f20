import { type Scope, conditionFormula } from "./conditions";
import { type Context, variablesOf } from "./context";
import type { ParsedDocument, ParsedStatement, Patterns } from "./document";
import { ACTION, type Formula, RESOURCE, TRUE, and, not, opaque, or } from "./formula";
import { type Piece, fillHoles, parsePattern } from "./pattern";
import { actionFormula, resourceFormula } from "./patterns";
import { type Caller, type Named, named, namedAtAll } from "./principals";

/** A policy that is known to be there, and not what it says: its contents are not at hand. */
export interface UnreadDocument {
  readonly name: string;
  readonly unread: true;
}

/** A policy, read or not. */
export type PolicySource = ParsedDocument | UnreadDocument;

/** Which statement. */
export interface StatementRef {
  readonly document: string;
  /** From 0; left out: some statement of a policy that is not read. */
  readonly index?: number;
  readonly sid?: string;
}

/** What one statement does. */
export interface Contribution {
  readonly statement: StatementRef;
  readonly effect: "Allow" | "Deny";
  /** For which actions, resources and conditions. */
  readonly applies: Formula;
  /** How it names the caller; everyone, in a policy without principals. */
  readonly named: Named;
}

/** What documents allow and what they deny. Only what is allowed and not denied may be done. */
export interface Effects {
  readonly allow: Formula;
  readonly deny: Formula;
}

/** What a resource's policy does for one caller. */
export interface ResourceEffects {
  /** The role is named by its ARN (or the service by its name). */
  readonly allowRole: Formula;
  /** The session is named by its ARN. */
  readonly allowSession: Formula;
  /** `*` is named. */
  readonly allowEveryone: Formula;
  /** The account is named: it may pass the access on to its roles. */
  readonly allowAccount: Formula;
  readonly deny: Formula;
}

const EVERYONE: Named = { direct: TRUE, session: TRUE, everyone: TRUE, account: TRUE };

/**
 * What each statement does.
 *
 * @param caller left out: the documents are about whoever has them attached, and have no principals
 */
export const contributions = (
  documents: readonly PolicySource[],
  context: Context,
  caller?: Caller,
): readonly Contribution[] => documents.flatMap((document) => ofDocument(document, context, caller));

/** What identity policies allow and deny. */
export const effects = (documents: readonly PolicySource[], context: Context): Effects => {
  const all = contributions(documents, context);
  return {
    allow: or(...all.filter(({ effect }) => effect === "Allow").map(({ applies }) => applies)),
    deny: or(...all.filter(({ effect }) => effect === "Deny").map(({ applies }) => applies)),
  };
};

/** What resource policies allow and deny the caller. */
export const resourceEffects = (
  documents: readonly PolicySource[],
  context: Context,
  caller: Caller,
): ResourceEffects => {
  const all = contributions(documents, context, caller);
  const allowed = (how: (one: Named) => Formula): Formula =>
    or(...all.filter(({ effect }) => effect === "Allow").map((one) => and(how(one.named), one.applies)));
  return {
    allowRole: allowed((one) => one.direct),
    allowSession: allowed((one) => one.session),
    allowEveryone: allowed((one) => one.everyone),
    allowAccount: allowed((one) => one.account),
    deny: or(...all.filter(({ effect }) => effect === "Deny").map((one) => and(namedAtAll(one.named), one.applies))),
  };
};

const ofDocument = (document: PolicySource, context: Context, caller: Caller | undefined): readonly Contribution[] => {
  if ("unread" in document) return unread(document, caller);
  const scope: Scope = { context, version: document.version };
  return document.statements.map((statement) => ({
    statement: {
      document: document.name,
      index: statement.index,
      ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    },
    effect: statement.effect,
    applies: applies(statement, scope),
    named: caller === undefined ? EVERYONE : named(statement.principals, caller),
  }));
};

/** It may allow anything and deny anything. */
const unread = ({ name }: UnreadDocument, caller: Caller | undefined): readonly Contribution[] => {
  const open = (what: string): Formula => opaque(`unread:${name}:${what}`, `what the policy ${name} says`);
  const how: Named =
    caller === undefined
      ? EVERYONE
      : { direct: open("role"), session: open("session"), everyone: open("everyone"), account: open("account") };
  return (["Allow", "Deny"] as const).map((effect) => ({
    statement: { document: name },
    effect,
    applies: open(effect),
    named: how,
  }));
};

const applies = ({ actions, resources, tests }: ParsedStatement, scope: Scope): Formula =>
  and(
    patterns(actions, (pieces) => actionFormula(ACTION, pieces), scope),
    resources === undefined ? TRUE : patterns(resources, (pieces) => resourceFormula(RESOURCE, pieces), scope),
    conditionFormula(tests, scope),
  );

/** `NotAction` and `NotResource` are complements: they hold for actions and resources that do not exist yet. */
const patterns = (
  { not: complement, patterns: texts }: Patterns,
  formula: (pieces: readonly Piece[]) => Formula,
  { version, context }: Scope,
): Formula => {
  const any = or(...texts.map((text) => formula(fillHoles(parsePattern(text, version), variablesOf(context)))));
  return complement ? not(any) : any;
};
