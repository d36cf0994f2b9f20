import { conditionFormula } from "../access/conditions";
import { type Context, variablesOf } from "../access/context";
import type { ConditionTest, ParsedDocument, ParsedStatement, Patterns } from "../access/document";
import { ACTION, type Formula, RESOURCE, TRUE, and, not, or } from "../access/formula";
import { type KeyGrant, grantFormula } from "../access/grants";
import { fillHoles, parsePattern } from "../access/pattern";
import { actionFormula, resourceFormula } from "../access/patterns";
import { type PolicySource, contributions } from "../access/policies";
import { type Caller, namedAtAll } from "../access/principals";
import { whoFormula } from "../access/who";
import { type ActionRange, EVERY_ACTION, actionRange } from "./action-range";
import type { StatementPlace } from "./report";

/** What a unit stands in. */
export type UnitKind = "identity" | "boundary" | "resource" | "grant" | "trust";

/** A pattern of a unit, and for what it holds. */
export interface Part {
  readonly text: string;
  readonly formula: Formula;
}

/** A condition of a unit. */
export interface Test {
  readonly test: ConditionTest;
  readonly formula: Formula;
}

/** A statement or a grant: it allows something, or forbids it. Its formulas are made when they are asked for. */
export interface Unit {
  readonly kind: UnitKind;
  readonly effect: "Allow" | "Deny";
  readonly place: StatementPlace;
  /** The same for units that say the same. */
  readonly key: string;
  /** For which requests it holds. */
  readonly applies: Formula;
  /** The same without its conditions. */
  readonly reach: Formula;
  readonly tests: readonly Test[];
  /** Its action patterns; empty for `NotAction`, and for a policy that cannot be read. */
  readonly actions: readonly Part[];
  /** Its resource patterns; for trust its principals; empty for `NotResource` and `NotPrincipal`. */
  readonly targets: readonly Part[];
  /** Bounds the actions that it is about. */
  readonly range: ActionRange;
  /** Its policy belongs to a bucket or a key. */
  readonly isOfResource: boolean;
  /** Left out for a grant, and for a policy that cannot be read. */
  readonly statement?: ParsedStatement;
  /** Resource patterns of the whole statement; left out where it is no statement. */
  readonly stated?: readonly string[];
  /** The same statement with some of its resource patterns only; left out where it is no statement. */
  withTargets?(texts: readonly string[]): Unit;
  readonly grant?: KeyGrant;
}

/** Who the documents of a unit's kind are about. */
export type About =
  /** Whoever has them attached. */
  | { readonly kind: "identity" | "boundary" }
  /** One caller, to whom a resource's policy gives access. */
  | { readonly kind: "resource"; readonly caller: Caller; readonly resource: string }
  /** Everybody whom a trust policy, or a resource's policy, names. */
  | { readonly kind: "trust"; readonly isOfResource: boolean };

/** The units of policies. */
export const unitsOf = (documents: readonly PolicySource[], about: About, context: Context): readonly Unit[] =>
  documents.flatMap((document) =>
    "unread" in document
      ? unreadUnits(document, about)
      : document.statements.map((one) => new StatementUnit(document, one, about, context)),
  );

/** A policy that cannot be read. */
export const isUnread = ({ statement, grant }: Unit): boolean => statement === undefined && grant === undefined;

const ofResource = (about: About): boolean =>
  about.kind === "resource" || (about.kind === "trust" && about.isOfResource);

const unreadUnits = (document: PolicySource, about: About): readonly Unit[] => {
  const caller = about.kind === "resource" ? about.caller : undefined;
  return contributions([document], { keys: {}, others: "unknown" }, caller).map(({ effect, applies, named }) => {
    const formula = and(namedAtAll(named), applies);
    return {
      kind: about.kind,
      effect,
      place: { document: document.name },
      key: JSON.stringify([about.kind, effect, "unread", document.name]),
      applies: formula,
      reach: formula,
      tests: [],
      actions: [],
      targets: [],
      range: EVERY_ACTION,
      isOfResource: ofResource(about),
    };
  });
};

/** A formula that is made when it is asked for: of most statements nothing is ever asked. */
class LazyFormula {
  private made?: Formula;

  constructor(private readonly make: () => Formula) {}

  get formula(): Formula {
    return (this.made ??= this.make());
  }
}

class LazyPart extends LazyFormula implements Part {
  constructor(
    readonly text: string,
    make: () => Formula,
  ) {
    super(make);
  }
}

class LazyTest extends LazyFormula implements Test {
  constructor(
    readonly test: ConditionTest,
    make: () => Formula,
  ) {
    super(make);
  }
}

const either = ({ not: complement }: Patterns, parts: readonly Part[]): Formula => {
  const any = or(...parts.map(({ formula }) => formula));
  return complement ? not(any) : any;
};

/** A statement of a policy. */
class StatementUnit implements Unit {
  readonly kind: UnitKind;
  readonly effect: Unit["effect"];
  readonly place: StatementPlace;
  readonly isOfResource: boolean;
  readonly tests: readonly Test[];
  private readonly actionParts: readonly Part[];
  private readonly resourceParts: readonly Part[];
  private readonly principalParts: readonly Part[];
  private reached?: Formula;
  private applied?: Formula;
  private says?: string;
  private bounds?: ActionRange;

  constructor(
    private readonly document: ParsedDocument,
    readonly statement: ParsedStatement,
    private readonly about: About,
    private readonly context: Context,
    readonly stated: readonly string[] = statement.resources?.patterns ?? [],
  ) {
    const { actions, resources, tests, principals, effect, sid, index } = statement;
    const { version, name } = document;
    const pieces = (text: string) => fillHoles(parsePattern(text, version), variablesOf(context));
    this.kind = about.kind;
    this.effect = effect;
    this.place = { document: name, index, ...(sid === undefined ? {} : { sid }) };
    this.isOfResource = ofResource(about);
    this.actionParts = actions.patterns.map((text) => new LazyPart(text, () => actionFormula(ACTION, pieces(text))));
    this.resourceParts = (resources?.patterns ?? []).map(
      (text) => new LazyPart(text, () => resourceFormula(RESOURCE, pieces(text))),
    );
    this.principalParts = (principals?.entries ?? []).map(
      (entry) => new LazyPart(entry.value, () => whoFormula({ not: false, entries: [entry] })),
    );
    this.tests = tests.map((test) => new LazyTest(test, () => conditionFormula([test], { context, version })));
  }

  get actions(): readonly Part[] {
    return this.statement.actions.not ? [] : this.actionParts;
  }

  get targets(): readonly Part[] {
    const { principals, resources } = this.statement;
    if (this.kind === "trust") return principals?.not === true ? [] : this.principalParts;
    return resources?.not === true ? [] : this.resourceParts;
  }

  get reach(): Formula {
    const { actions, resources } = this.statement;
    return (this.reached ??= and(
      whoOf(this.document, this.statement, this.about, this.context),
      either(actions, this.actionParts),
      resources === undefined ? TRUE : either(resources, this.resourceParts),
    ));
  }

  get applies(): Formula {
    return (this.applied ??= and(this.reach, ...this.tests.map(({ formula }) => formula)));
  }

  get key(): string {
    return (this.says ??= keyOf(this.about, this.document.version, this.statement));
  }

  withTargets(texts: readonly string[]): Unit {
    const statement = { ...this.statement, resources: { not: false, patterns: texts } };
    return new StatementUnit(this.document, statement, this.about, this.context, this.stated);
  }

  get range(): ActionRange {
    const { actions } = this.statement;
    return (this.bounds ??= actions.not ? EVERY_ACTION : actionRange(actions.patterns));
  }
}

const whoOf = (document: ParsedDocument, statement: ParsedStatement, about: About, context: Context): Formula => {
  if (about.kind === "trust") return whoFormula(statement.principals);
  if (about.kind !== "resource") return TRUE;
  const [only] = contributions([{ ...document, statements: [statement] }], context, about.caller);
  if (only === undefined) return TRUE;
  if (statement.effect === "Deny") return namedAtAll(only.named);
  // What is left to the account is given by the role's own policies.
  const { direct, session, everyone } = only.named;
  return or(direct, session, everyone);
};

/** Everything that a statement says, in one order. Numbers tell the lists in it apart. */
const keyOf = (
  about: About,
  version: string,
  { effect, principals, actions, resources, tests }: ParsedStatement,
): string => {
  const parts: (string | number | boolean)[] = [
    about.kind,
    about.kind === "resource" ? about.resource : "",
    version,
    effect,
  ];
  const add = (sign: boolean | string, texts: readonly string[]): void => {
    const inOrder = sorted(texts);
    parts.push(sign, inOrder.length);
    for (const text of inOrder) parts.push(text);
  };
  if (principals === undefined) parts.push("");
  else
    add(
      principals.not,
      principals.entries.map(({ kind, value }) => `${kind} ${value}`),
    );
  add(
    actions.not,
    actions.patterns.map((text) => text.toLowerCase()),
  );
  if (resources === undefined) parts.push("");
  else add(resources.not, resources.patterns);
  add(
    "",
    tests.map(({ operator, key, values }) =>
      JSON.stringify([operator.toLowerCase(), key.toLowerCase(), sorted(values)]),
    ),
  );
  return JSON.stringify(parts);
};

const sorted = (texts: readonly string[]): readonly string[] => (texts.length < 2 ? texts : [...new Set(texts)].sort());

/** A grant of whose key nothing is known. */
const SOME_KEY = "arn:*:kms:*:*:key/*";

/** The unit that a grant is. */
export const grantUnit = (grant: KeyGrant, context: Context, caller: Caller): Unit => {
  const { name, keyArn, operations, constraint, uncertain, grantee } = grant;
  const names = operations.map((operation) => `kms:${operation}`);
  return {
    kind: "grant",
    effect: "Allow",
    place: { document: name },
    key: JSON.stringify(["grant", keyArn ?? null, sorted(operations), constraint ?? null, uncertain ?? null, grantee]),
    applies: grantFormula(grant, context, caller),
    reach: grantFormula(withoutConstraint(grant), context, caller),
    tests: [],
    actions: names.map(
      (text) => new LazyPart(text, () => actionFormula(ACTION, parsePattern(text, "2008-10-17", false))),
    ),
    targets: [
      new LazyPart(keyArn ?? SOME_KEY, () =>
        resourceFormula(RESOURCE, parsePattern(keyArn ?? SOME_KEY, "2008-10-17", keyArn === undefined)),
      ),
    ],
    range: actionRange(names),
    isOfResource: false,
    grant,
  };
};

const withoutConstraint = ({ name, keyArn, grantee, operations, uncertain }: KeyGrant): KeyGrant => ({
  name,
  grantee,
  operations,
  ...(keyArn === undefined ? {} : { keyArn }),
  ...(uncertain === undefined ? {} : { uncertain }),
});
