/** Random roles before and after a change, in worlds so small that every request can be tried. */

import {
  type PlainStatement,
  type Point,
  Policies,
  allTexts,
  matchWhole,
  random,
  remembered,
  statementApplies,
} from "../access/brute-force";
import { type Part, type RoleAt, roleParts } from "./plan-of";

export type Statements = readonly PlainStatement[];

/** A role's policies on one side, by the labels of their resources. */
export interface PlainRole extends RoleAt {
  readonly inline: { readonly [label: string]: Statements };
  readonly managed: { readonly [label: string]: Statements };
  readonly boundary?: { readonly [label: string]: Statements };
}

/** A role on both sides. */
export interface PlainPair {
  readonly name: string;
  /** It is at another address after than before. */
  readonly isMoved: boolean;
  readonly before: PlainRole;
  readonly after: PlainRole;
}

const whole = remembered(matchWhole);

type Element = "Action" | "Resource" | "Condition";

/** What an element of a statement looks at. */
const seenBy: { readonly [element in Element]: (point: Point) => string } = {
  Action: ({ action }) => action,
  Resource: ({ resource }) => resource,
  Condition: ({ keys }) => JSON.stringify(keys),
};

/** Requests of a small world, and sets of them as bits. */
export class World {
  private readonly known = new Map<string, bigint>();
  /** For each element, one request of those that it cannot tell apart, and all of them. */
  private readonly alike: { readonly [element in Element]: readonly (readonly [Point, bigint])[] };
  readonly all: bigint;

  /** @param dress makes a random statement one of this world */
  constructor(
    readonly points: readonly Point[],
    readonly dress: (statement: PlainStatement) => PlainStatement,
    readonly conditions: boolean,
  ) {
    const alikeFor = (element: Element): readonly (readonly [Point, bigint])[] => {
      const found = new Map<string, readonly [Point, bigint]>();
      for (const [at, point] of points.entries()) {
        const seen = seenBy[element](point);
        const [first, set] = found.get(seen) ?? [point, 0n];
        found.set(seen, [first, set | (1n << BigInt(at))]);
      }
      return [...found.values()];
    };
    this.alike = { Action: alikeFor("Action"), Resource: alikeFor("Resource"), Condition: alikeFor("Condition") };
    this.all = (1n << BigInt(points.length)) - 1n;
  }

  /** Requests that an element of a statement is about. */
  private setOf(element: Element, part: Omit<PlainStatement, "Effect">): bigint {
    const key = JSON.stringify(part);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.alike[element]
      .filter(([point]) => statementApplies({ Effect: "Allow", ...part }, point, whole, whole))
      .reduce((set, [, same]) => set | same, 0n);
    this.known.set(key, found);
    return found;
  }

  any(list: "Action" | "Resource", patterns: readonly string[]): bigint {
    return patterns.reduce((set, pattern) => set | this.setOf(list, { [list]: [pattern] }), 0n);
  }

  applies({ Action, NotAction, Resource, NotResource, Condition }: PlainStatement): bigint {
    let set = this.all;
    if (Action !== undefined) set &= this.any("Action", Action);
    if (NotAction !== undefined) set &= ~this.any("Action", NotAction);
    if (Resource !== undefined) set &= this.any("Resource", Resource);
    if (NotResource !== undefined) set &= ~this.any("Resource", NotResource);
    return Condition === undefined ? set : set & this.setOf("Condition", { Condition });
  }

  private some(statements: Statements, effect: "Allow" | "Deny"): bigint {
    return statements.filter(({ Effect }) => Effect === effect).reduce((set, one) => set | this.applies(one), 0n);
  }

  /** Requests that a role may make. */
  allowed(role: PlainRole): bigint {
    return this.given(role) & ~this.some([...ownOf(role), ...(limitsOf(role) ?? [])], "Deny");
  }

  /** Requests that a role might make if nothing were denied. */
  given(role: PlainRole): bigint {
    const limits = limitsOf(role);
    return this.some(ownOf(role), "Allow") & (limits === undefined ? this.all : this.some(limits, "Allow"));
  }
}

export const ownOf = ({ inline, managed }: PlainRole): Statements => [
  ...Object.values(inline).flat(),
  ...Object.values(managed).flat(),
];
export const limitsOf = ({ boundary }: PlainRole): Statements | undefined => Object.values(boundary ?? {})[0];

const grid = (actions: readonly string[], resources: readonly string[], keys: readonly Point["keys"][]) =>
  actions.flatMap((action) =>
    resources.flatMap((resource) => keys.map((one): Point => ({ action, resource, keys: one }))),
  );

/** A statement with other texts, most lists of two cut to one to save time. */
const mapped = (
  { Action, NotAction, Resource, NotResource, ...rest }: PlainStatement,
  action: (text: string) => string,
  resource: (text: string) => string,
): PlainStatement => {
  const few = (texts: readonly string[]): readonly string[] => (texts[0]?.length === 1 ? texts : texts.slice(0, 1));
  return {
    ...rest,
    ...(Action === undefined ? {} : { Action: few(Action).map(action) }),
    ...(NotAction === undefined ? {} : { NotAction: few(NotAction).map(action) }),
    ...(Resource === undefined ? {} : { Resource: few(Resource).map(resource) }),
    ...(NotResource === undefined ? {} : { NotResource: few(NotResource).map(resource) }),
  };
};

/** A statement about all but what it was about. */
const turned = ({ Action, NotAction, Resource, NotResource, ...rest }: PlainStatement): PlainStatement => ({
  ...rest,
  ...(Action === undefined ? {} : { NotAction: Action }),
  ...(NotAction === undefined ? {} : { Action: NotAction }),
  ...(Resource === undefined ? {} : { Resource }),
  ...(NotResource === undefined ? {} : { Resource: NotResource }),
});

/** Members of a statement that an edit takes from another one, or away: one thing in it changes. */
const EDITS: readonly (readonly (keyof PlainStatement)[])[] = [
  ["Condition"],
  ["Condition"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
];

const edited = (
  [first, ...rest]: Statements,
  other: PlainStatement,
  members: readonly (keyof PlainStatement)[],
): Statements => {
  if (first === undefined) return rest;
  const isMember = (key: string): boolean => (members as readonly string[]).includes(key);
  const kept = Object.entries(first).filter(([key]) => !isMember(key));
  const taken = Object.entries(other).filter(([key]) => isMember(key));
  return [Object.fromEntries([...kept, ...taken]) as unknown as PlainStatement, ...rest];
};

const VALUES = [undefined, "a", "b"];
export const KEYS = VALUES.flatMap((x) =>
  VALUES.map((y): Point["keys"] => ({
    ...(x === undefined ? {} : { "x:k": x }),
    ...(y === undefined ? {} : { "y:k": y }),
  })),
);

/** A service that nobody knows, with actions and resources of a few letters. */
export const letters = (conditions: boolean): World =>
  new World(
    grid(
      [
        ...allTexts("xy", conditions ? 2 : 3)
          .slice(1)
          .map((text) => `s:${text}`),
        "t:x",
      ],
      [...allTexts("xy", 3).slice(1), "c"],
      conditions ? KEYS : [{}],
    ),
    (statement) =>
      mapped(
        statement,
        (text) => (text === "**" ? "*" : `s:${text}`),
        (text) => text,
      ),
    conditions,
  );

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1";
const REAL_ACTIONS = [
  "s3:GetObject",
  "s3:PutObject",
  "s3:ListBucket",
  "kms:Decrypt",
  "s3:Get*",
  "s3:???Object",
  "s3:*",
  "*",
];
const REAL_RESOURCES = ["a", "a/*", "a/x", "b*", "*", "a/x*", "b/?"].map((name) => `arn:aws:s3:::${name}`);

/** The same list member for the same text. */
const pick = (list: readonly string[], text: string): string =>
  list[Array.from(text).reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % list.length] ?? "";

/** Actions that AWS has, on resources that they can name. */
export const REAL = new World(
  [
    ...grid(
      ["s3:getobject", "s3:putobject", "s3:getobjecttagging"],
      ["a/x", "a/xy", "a/z", "b/x", "bc/x/y", "c/x"].map((name) => `arn:aws:s3:::${name}`),
      [{}],
    ),
    ...grid(
      ["s3:listbucket"],
      ["a", "b", "bc", "c"].map((name) => `arn:aws:s3:::${name}`),
      [{}],
    ),
    ...grid(["kms:decrypt"], [KEY], [{}]),
    ...grid(["nobody:knows"], ["*", KEY, "arn:aws:s3:::a", "arn:aws:s3:::a/x"], [{}]),
  ],
  (statement) =>
    mapped(
      statement,
      (text) => pick(REAL_ACTIONS, text).toLowerCase(),
      (text) => pick(["*", KEY, ...REAL_RESOURCES], text),
    ),
  false,
);

/** Random roles before and after a change. */
export class Roles {
  private readonly next: () => number;
  private readonly policies: Policies;

  constructor(
    seed: number,
    readonly world: World,
  ) {
    this.next = random(seed);
    this.policies = new Policies(random(seed + 1), { action: "xy*", resource: "xy*?", conditions: world.conditions });
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  }

  statement(effect?: PlainStatement["Effect"]): PlainStatement {
    const dressed = this.world.dress(this.pick(this.policies.policy()));
    return effect === undefined ? dressed : { ...dressed, Effect: effect };
  }

  private statements(): readonly [Statements, Statements] {
    const [first, other] = this.policies.pair();
    const way = this.below(8);
    const second =
      way === 0
        ? first.map(turned)
        : way < 4
          ? edited(first, this.pick(this.policies.policy()), this.pick(EDITS))
          : other;
    const kept = this.below(4) === 0 ? [this.pick(this.policies.policy())] : [];
    const most = this.pick([1, 1, 1, 2, 2, 3]);
    return [
      [...kept, ...first].slice(-most).map(this.world.dress),
      [...kept, ...second].slice(-most).map(this.world.dress),
    ];
  }

  private boundary(): readonly [Statements | undefined, Statements | undefined] {
    const all: PlainStatement = { Effect: "Allow", Action: ["*"], Resource: ["*"] };
    const open = this.below(2) === 0 ? [] : [all];
    const [before, after] = this.statements().map((statements) => [...open, ...statements]);
    switch (this.below(15)) {
      case 0:
        return [before, undefined];
      case 1:
        return [undefined, after];
      case 2:
        return [before, before];
      case 3:
        return [before, after];
      default:
        return [undefined, undefined];
    }
  }

  pair(name: string): PlainPair {
    const [first, second] = this.statements();
    const [limit, nextLimit] = this.boundary();
    const isMoved = this.below(10) === 0;
    const homesOf = (statements: readonly unknown[]): readonly Home[] => statements.map(() => this.pick(HOMES));
    const homes = homesOf(first.length > second.length ? first : second);
    const otherHomes = this.below(4) === 0 ? homesOf(homes) : homes;
    return {
      name,
      isMoved,
      before: housed(name, first, homes, limit),
      after: housed(isMoved ? `${name}n` : name, second, otherHomes, nextLimit),
    };
  }
}

/** Where a statement stands: in one of two inline policies, or in one that is attached. */
export type Home = "a" | "b" | "m";
export const HOMES: readonly Home[] = ["a", "a", "a", "a", "b", "m"];

/** A role with statements in these places. */
export const housed = (
  label: string,
  statements: Statements,
  homes: readonly Home[],
  limit: Statements | undefined,
): PlainRole => {
  const at = (home: Home): { readonly [label: string]: Statements } => {
    const found = statements.filter((_, index) => homes[index] === home);
    return found.length === 0 ? {} : { [`${label}_${home}`]: found };
  };
  return {
    name: label.replace(/n$/, ""),
    inline: { ...at("a"), ...at("b") },
    managed: at("m"),
    ...(limit === undefined ? {} : { boundary: { [`${label}_limit`]: limit } }),
  };
};

export const partsOf = ({ name, isMoved, before, after }: PlainPair): readonly Part[] =>
  isMoved
    ? [...roleParts(name, before, undefined), ...roleParts(`${name}n`, undefined, after)]
    : roleParts(name, before, after);

export const addressOf = ({ name, isMoved }: PlainPair): string => `aws_iam_role.${name}${isMoved ? "n" : ""}`;
