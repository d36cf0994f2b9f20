import { outcomeOf } from "../../lib/review/outcome";
import type { Change, Review, ReviewedSubject } from "../../lib/review/report";
import {
  type Match,
  type PlainStatement,
  type Point,
  matchSegments,
  matchWhole,
  plainAllows,
  remembered,
} from "../access/brute-force";
import { type RoleAt, type Statement, hiding, planOf, policyText, reviewPlan, roleParts } from "./plan-of";
import {
  HOMES,
  KEYS,
  type PlainPair,
  type PlainRole,
  REAL,
  Roles,
  type World,
  addressOf,
  housed,
  letters,
  limitsOf,
  ownOf,
  partsOf,
} from "./random-roles";

const whole = remembered(matchWhole);
const READINGS: readonly Match[] = [whole, remembered(matchSegments)];

const mayAsk = (role: PlainRole, point: Point, match: Match): boolean => {
  const limits = limitsOf(role);
  return (
    plainAllows(ownOf(role), point, match, whole) && (limits === undefined || plainAllows(limits, point, match, whole))
  );
};

const reviewed = (pairs: readonly PlainPair[]): Review => reviewPlan(planOf(pairs.flatMap(partsOf)));

const byAddress = ({ roles }: Review): ReadonlyMap<string, ReviewedSubject> =>
  new Map(roles.map((role) => [role.address, role]));

/** Requests that a gain or loss says to be about. */
const listedBy = ({ statement, actions, resources }: Change, role: PlainRole, world: World): bigint => {
  const [, label = ""] = statement.document.split(".");
  const found = (role.inline[label] ?? role.managed[label])?.[statement.index ?? -1];
  if (found === undefined) throw new Error(`there is no statement ${JSON.stringify(statement)}`);
  return (
    world.applies(found) &
    (actions.length === 0
      ? world.all
      : world.any(
          "Action",
          actions.map((text) => text.toLowerCase()),
        )) &
    (resources.length === 0 ? world.all : world.any("Resource", resources))
  );
};

/** Requests that an example stands for: what it leaves out may be anything. */
const standsFor = ({ example: { action, resource, context } }: Change): readonly Point[] =>
  (resource === undefined ? ["a", "c"] : [resource]).flatMap((one) =>
    KEYS.filter((keys) => Object.keys(context).every((key) => !(key in keys))).map((keys) => ({
      action: action.toLowerCase(),
      resource: one,
      keys: {
        ...keys,
        ...Object.fromEntries(
          Object.entries(context).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
        ),
      },
    })),
  );

/** What is wrong with what is told of a role, in one direction. */
const wrongIn = (
  subject: ReviewedSubject | undefined,
  direction: Change["direction"],
  [from, to]: readonly [PlainRole, PlainRole],
  world: World,
): readonly string[] => {
  const certainty = (direction === "gain" ? subject?.gains : subject?.losses) ?? "no";
  const changes = (subject?.changes ?? []).filter((change) => change.direction === direction);
  const newly = world.allowed(to) & ~world.allowed(from);
  const uncovered = changes.reduce((rest, change) => rest & ~listedBy(change, to, world), newly);
  const unreal = changes.filter((change) =>
    standsFor(change).some((point) =>
      READINGS.some((match) => !mayAsk(to, point, match) || mayAsk(from, point, match)),
    ),
  );
  return [
    ...(newly !== 0n && certainty !== "yes" ? [`${direction}: ${certainty}, and there is one`] : []),
    ...(certainty === "undecided" || certainty === "maybe" ? [`${direction}: ${certainty}`] : []),
    ...(certainty === "yes" && changes.length === 0 ? [`${direction}: nothing is told`] : []),
    ...(uncovered === 0n ? [] : [`${direction}: not all is told`]),
    ...unreal.map((change) => `${direction}: no example ${JSON.stringify(change)}`),
    ...changes
      .filter(({ certain, example }) => !certain || example.provided.length > 0)
      .map(({ says }) => `${direction}: unsure: ${says}`),
  ];
};

const VERDICTS: { readonly [gainsAndLosses: string]: string } = {
  "yes no": "wider",
  "no yes": "narrower",
  "yes yes": "both",
  "no no": "same",
};

const wrongWith = (pair: PlainPair, subject: ReviewedSubject | undefined, world: World): readonly string[] => {
  const { before, after } = pair;
  const { gains = "no", losses = "no", verdict = "same" } = subject ?? {};
  return [
    ...wrongIn(subject, "gain", [before, after], world),
    ...wrongIn(subject, "loss", [after, before], world),
    ...(verdict === VERDICTS[`${gains} ${losses}`] ? [] : [`verdict ${verdict}: gains ${gains}, losses ${losses}`]),
  ];
};

const PER_PLAN = 100;

interface Tally {
  readonly wrong: readonly string[];
  readonly verdicts: { readonly [verdict: string]: number };
}

/** Reviews random roles, a hundred a plan, and tries every request on each. */
const tally = (plans: number, seed: number, world: World): Tally => {
  const wrong: string[] = [];
  const verdicts: { [verdict: string]: number } = { wider: 0, narrower: 0, both: 0, same: 0 };
  for (let plan = 0; plan < plans; plan += 1) {
    const roles = new Roles(seed + 2 * plan, world);
    const pairs = Array.from({ length: PER_PLAN }, (_, index) => roles.pair(`r${String(index)}`));
    const found = byAddress(reviewed(pairs));
    for (const pair of pairs) {
      const subject = found.get(addressOf(pair));
      const verdict = subject?.verdict ?? "same";
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      for (const what of wrongWith(pair, subject, world))
        wrong.push(`seed ${String(seed + 2 * plan)}: ${what}: ${JSON.stringify(pair)}`);
    }
  }
  return { wrong, verdicts };
};

describe("the review against trying every request", () => {
  const PAIRS = Number(process.env["REVIEW_PAIRS"] ?? 20_000);

  test.each([
    ["conditions", 0.25, 1_000_001, letters(true)],
    ["no conditions", 0.65, 2_000_001, letters(false)],
    ["actions that AWS has", 0.1, 3_000_001, REAL],
  ])(
    "%s",
    (_, share, seed, world) => {
      const { wrong, verdicts } = tally(Math.ceil((PAIRS * share) / PER_PLAN), seed, world);
      expect(wrong.slice(0, 5)).toEqual([]);
      // The pairs are no trivial ones.
      for (const verdict of ["wider", "narrower", "both", "same"]) {
        expect(verdicts[verdict]).toBeGreaterThan((PAIRS * share) / 50);
      }
    },
    600_000,
  );
});

/** Roles of random pairs under other laws than chance. */
const RUNS = 300;

describe("laws", () => {
  const roles = new Roles(4_000_001, letters(true));
  const pairs = Array.from({ length: RUNS }, (_, index) => roles.pair(`r${String(index)}`));

  /** What is told of each role once its after side is another. */
  const changed = (after: (role: PlainRole, pair: PlainPair) => RoleAt) =>
    pairs.map((pair) => {
      const { before, name } = pair;
      return { name, before, after: after(before, pair) };
    });

  type Changed = ReturnType<typeof changed>;

  const reviewOf = (all: Changed): Review =>
    reviewPlan(planOf(all.flatMap(({ name, before, after }) => roleParts(name, before, after))));

  /** The roles for which something does not hold of what is told. */
  const failing = (
    all: Changed,
    isRight: (subject: Pick<ReviewedSubject, "verdict" | "gains" | "losses">) => boolean,
  ) => {
    const found = byAddress(reviewOf(all));
    return all.filter(
      ({ name }) => !isRight(found.get(`aws_iam_role.${name}`) ?? { verdict: "same", gains: "no", losses: "no" }),
    );
  };

  test("nothing changes: same, and clean", () => {
    const review = reviewOf(changed((role) => role));
    expect(review).toMatchObject({ verdict: "same", roles: [], resources: [], unchangedRoles: RUNS, findings: [] });
    expect(outcomeOf(review, { failOnLoss: true })).toBe("clean");
  });

  test("the sides swapped: gains are losses, and the verdict is mirrored", () => {
    const mirror = { wider: "narrower", narrower: "wider", both: "both", same: "same", unknown: "unknown" } as const;
    /** Statements of which something is told. */
    const told = ({ changes }: ReviewedSubject, direction: Change["direction"]) =>
      new Set(
        changes
          .filter((change) => change.direction === direction)
          .map(({ part, certain, statement }) => JSON.stringify([part, certain, statement])),
      );
    const forth = byAddress(reviewed(pairs));
    const swapped = pairs.map((pair) => ({ ...pair, before: pair.after, after: pair.before }));
    const back = byAddress(reviewed(swapped));
    for (const pair of pairs) {
      const [one, other] = [forth.get(addressOf(pair)), back.get(addressOf(pair))];
      expect(other?.verdict ?? "same").toBe(mirror[one?.verdict ?? "same"]);
      if (one === undefined || other === undefined) continue;
      expect([other.gains, other.losses]).toEqual([one.losses, one.gains]);
      expect(told(other, "gain")).toEqual(told(one, "loss"));
      expect(told(other, "loss")).toEqual(told(one, "gain"));
    }
  });

  /** With one more statement, in one of the places. */
  const withMore = (role: PlainRole, name: string, statement: PlainStatement): PlainRole => {
    const more = housed(name, [statement], [roles.pick(HOMES)], undefined);
    const [label = ""] = [...Object.keys(more.inline), ...Object.keys(more.managed)];
    const list = label in more.inline ? "inline" : "managed";
    return { ...role, [list]: { ...role[list], [label]: [...(role[list][label] ?? []), statement] } };
  };

  test("an Allow more takes nothing away", () => {
    const all = changed((role, { name }) => withMore(role, name, roles.statement("Allow")));
    expect(failing(all, ({ verdict, losses }) => losses === "no" && ["wider", "same"].includes(verdict))).toEqual([]);
  });

  test("a Deny more gives nothing, and is clean", () => {
    const all = changed((role, { name }) => withMore(role, name, roles.statement("Deny")));
    expect(failing(all, ({ verdict, gains }) => gains === "no" && ["narrower", "same"].includes(verdict))).toEqual([]);
    expect(outcomeOf(reviewOf(all), {})).toBe("clean");
  });

  test("a boundary gives nothing, and its end takes nothing away", () => {
    const limited = changed((role, { name }) => {
      const { boundary, ...rest } = role;
      return boundary === undefined ? { ...role, boundary: { [`${name}_limit`]: [roles.statement("Allow")] } } : rest;
    });
    const isNew = ({ before }: Changed[number]): boolean => before.boundary === undefined;
    const put = limited.filter(isNew);
    const taken = limited.filter((one) => !isNew(one));
    expect(Math.min(put.length, taken.length)).toBeGreaterThan(30);
    expect(failing(put, ({ verdict }) => ["narrower", "same"].includes(verdict))).toEqual([]);
    expect(failing(taken, ({ verdict }) => ["wider", "same"].includes(verdict))).toEqual([]);
  });

  test("where nothing but a Deny held a request back, a finding says that it no longer does", () => {
    const { world } = roles;
    const everywhere = (policies: PlainRole["inline"]): PlainRole["inline"] =>
      Object.fromEntries(
        Object.entries(policies).map(([label, statements]) => [
          label,
          statements.map((one) => (one.Effect === "Deny" || one.NotResource ? one : { ...one, Resource: ["*"] })),
        ]),
      );
    const all = pairs.map(({ name, before: role }) => ({
      name,
      before: withMore(role, name, roles.statement("Deny")),
      after: { ...role, inline: everywhere(role.inline), managed: everywhere(role.managed) },
    }));
    const denied = all.filter(
      ({ before, after }) => (world.allowed(after) & ~world.allowed(before) & world.given(before)) !== 0n,
    );
    expect(denied.length).toBeGreaterThan(RUNS / 10);
    const { findings } = reviewOf(all);
    const told = new Set(findings.filter(({ rule }) => rule === "deny-removed").map(({ of }) => of));
    expect(denied.filter(({ name }) => !told.has(`aws_iam_role.${name}`))).toEqual([]);
  });

  const isByChance = (): boolean => roles.below(2) === 0;

  /** Each of the list, and those lists of two split, now and then. */
  const split = (statement: PlainStatement): readonly PlainStatement[] =>
    (["Action", "Resource"] as const).reduce<readonly PlainStatement[]>(
      (all, list) =>
        all.flatMap((one) =>
          one[list] === undefined || isByChance() ? [one] : one[list].map((text) => ({ ...one, [list]: [text] })),
        ),
      [statement],
    );

  const shuffled = <T>(list: readonly T[]): readonly T[] =>
    list
      .map((item) => ({ item, at: roles.below(1_000_000) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);

  /** One text as itself or in a list, several in another order. */
  const listed = (texts: readonly string[]): unknown => {
    const [only = ""] = texts;
    return texts.length === 1 && isByChance() ? only : shuffled(texts);
  };

  /** The same statement as another person would write it. */
  const written = (statement: PlainStatement): Statement => {
    const entries = Object.entries(statement).map(([element, value]: [string, unknown]): [string, unknown] => {
      if (element === "Condition")
        return [
          element,
          Object.fromEntries(
            Object.entries(value as NonNullable<PlainStatement["Condition"]>).map(([operator, tests]) => [
              operator,
              Object.fromEntries(
                Object.entries(tests).map(([key, values]) => [isByChance() ? key.toUpperCase() : key, listed(values)]),
              ),
            ]),
          ),
        ];
      if (!Array.isArray(value)) return [element, value];
      const texts = value as readonly string[];
      const isAction = element.endsWith("Action") && isByChance();
      return [element, listed(isAction ? texts.map((text) => text.toUpperCase()) : texts)];
    });
    const sid = isByChance() ? [] : [["Sid", `S${String(roles.below(1_000_000))}`] as const];
    return Object.fromEntries(shuffled([...entries, ...sid]));
  };

  /** A statement that says less than one that is there. */
  const redundant = (statement: PlainStatement): PlainStatement => ({
    ...statement,
    Condition: { ...statement.Condition, StringLike: { ...statement.Condition?.["StringLike"], "z:k": ["a*"] } },
  });

  const writtenAll = (policies: PlainRole["inline"]): { readonly [label: string]: readonly Statement[] | string } =>
    Object.fromEntries(
      Object.entries(policies).map(([label, statements]) => {
        const other = statements.map(written);
        return [label, isByChance() ? other : JSON.stringify(JSON.parse(policyText(...other)), null, 2)];
      }),
    );

  test("in other words: same, and clean, both ways", () => {
    const reworded = changed((role, { name }) => {
      const own = shuffled(ownOf(role).flatMap((one) => (isByChance() ? [one] : [...split(one), redundant(one)])));
      const limits = limitsOf(role)?.flatMap((one) => [...split(one), redundant(one)]);
      const moved = housed(
        name,
        own,
        own.map(() => roles.pick(HOMES)),
        limits && shuffled(limits),
      );
      return {
        ...moved,
        inline: writtenAll(moved.inline),
        managed: writtenAll(moved.managed),
        ...(moved.boundary === undefined ? {} : { boundary: writtenAll(moved.boundary) }),
      };
    });
    for (const review of [
      reviewOf(reworded),
      reviewPlan(planOf(reworded.flatMap(({ name, before, after }) => roleParts(name, after, before)))),
    ]) {
      expect(review.roles.filter(({ verdict }) => verdict !== "same")).toEqual([]);
      expect(new Set(review.findings.map(({ rule }) => rule))).toEqual(new Set(["same-in-other-words"]));
      expect(review.findings.length).toBeGreaterThan(RUNS / 2);
      expect(review.verdict).toBe("same");
      expect(outcomeOf(review, { failOnLoss: true })).toBe("clean");
    }
  });

  test("a policy that is known only after apply: never clean", () => {
    const clean = pairs.filter((pair) => {
      const parts = partsOf(pair);
      const texts = parts.flatMap((one, at) => {
        const { after } = one.change["change"] as { readonly after: { readonly [argument: string]: unknown } | null };
        const argument = ["policy", "assume_role_policy"].find((text) => after?.[text] !== undefined);
        return argument === undefined ? [] : [{ at, argument }];
      });
      const { at, argument } = roles.pick(texts);
      const review = reviewPlan(planOf(parts.map((one, index) => (index === at ? hiding(argument, one) : one))));
      return outcomeOf(review, {}) === "clean" || outcomeOf(review, { failOn: "never" }) !== "undecided";
    });
    expect(clean).toEqual([]);
  });

  test("what is told of a role does not depend on what else is in the plan", () => {
    const together = byAddress(reviewed(pairs));
    for (const pair of pairs) {
      const [alone] = reviewed([pair]).roles;
      expect(alone).toEqual(together.get(addressOf(pair)));
    }
  });
});
