import { DEFAULT_BUDGET, type Inquiry, type Work } from "../access/budget";
import { type Context, withDefaults } from "../access/context";
import { covers } from "../access/covers";
import { withCaller } from "../access/decide";
import {
  ACTION,
  FALSE,
  type Formula,
  RESOURCE,
  TRUE,
  and,
  dimensionsOf,
  not,
  substitute,
  withValue,
} from "../access/formula";
import { needFormula } from "../access/need";
import { firstWitness } from "../access/solve";
import { literalText } from "../jobs/scopes";
import { ARN_ACCOUNT } from "../policy/arn";
import type { TakenRequest } from "../refine-errors";
import { type Assumptions, contextOfRequest } from "./access-input";
import type { JobRequest } from "./request";
import type { RoleView } from "./role-view";
import { BY_SETTING, variantsOf } from "./variants";

type How = TakenRequest["how"];

/** A request, and how much of it is taken. */
export interface Taken {
  readonly request: JobRequest;
  readonly how: How;
}

/** The first request that is taken for certain, or else that may be. */
export const worstOf = (requests: readonly JobRequest[], asking: Asking): Taken | "too-intricate" | undefined => {
  let worst: Taken | undefined;
  for (const request of requests) {
    const how = joined(
      variantsOf(request, BY_SETTING).map((variant) => asking.about(variant)),
      request.either?.about,
    );
    if (how !== undefined && isSure(how)) return { request, how };
    if (how !== undefined) worst ??= { request, how };
    if (asking.isSpent) return worst ?? "too-intricate";
  }
  return worst;
};

const isSure = (how: How): boolean => rank(how) > 0;

const rank = (how: How): number => (how === "all" ? 2 : "example" in how ? 1 : 0);

/** One answer for all values that an open condition key can have. */
const joined = ([first, ...others]: readonly (How | undefined)[], about: string | undefined): How | undefined => {
  const all = [first, ...others];
  const some = all.filter((how) => how !== undefined).sort((a, b) => rank(a) - rank(b));
  const [least] = some;
  if (least === undefined || some.length === all.length) return least;
  return typeof least === "object" && "about" in least
    ? least
    : { about: about ?? "which of several values the request has" };
};

/** Requests that only part of is taken are looked at more closely, up to so many of an action. */
const MOST_CLOSELY = 10;
const CLOSE_BUDGET = { ...DEFAULT_BUDGET, steps: 50_000 };

/**
 * What is taken of resources that the pattern matches, where that shows without a search: what begins otherwise does not
 * match, and what begins with all but a last star does.
 */
const atResource = (taken: Formula, pattern: string): Formula => {
  const whole = literalText(pattern);
  if (whole !== undefined && !pattern.includes("$")) return withValue(taken, RESOURCE, whole);
  const [start = ""] = /^[^*?$]*/.exec(pattern) ?? [];
  return substitute(taken, (atom) => {
    if (atom.kind !== "glob" || atom.dimension !== RESOURCE) return atom;
    const { head, headLength, tokens } = atom.glob;
    if (!head.startsWith(start) && !start.startsWith(head)) return FALSE;
    const [next, ...more] = tokens.slice(headLength);
    return start.startsWith(head) && next?.kind === "many" && next.colon && more.length === 0 ? TRUE : atom;
  });
};

const TOO_INTRICATE: How = { about: "conditions that are too intricate to tell" };

const NOTHING_ASSUMED: Assumptions = { owners: {}, keysDelegate: true };

/** What questions are asked with. */
export interface Means {
  readonly view: RoleView;
  /** What placeholders hide of the caller. */
  readonly hidden: Context["keys"];
  readonly inquiry: Inquiry;
}

interface Said {
  readonly said: string;
  readonly context: Context;
  readonly formula: Formula;
}

/** The questions about one limit, which takes such requests, and one action. */
export class Asking {
  private readonly said = new Map<string, Said>();
  private readonly answers = new Map<string, { readonly how: How | undefined }>();
  private closely = 0;

  constructor(
    private readonly taken: (context: Context) => Formula,
    private readonly action: string,
    private readonly by: Means,
  ) {}

  get isSpent(): boolean {
    return this.by.inquiry.isSpent;
  }

  /** How much of the request is taken; undefined: nothing of it, or there was no time left. */
  about(request: JobRequest): How | undefined {
    const { said, context, formula } = this.takenFrom(request);
    const taken = atResource(formula, request.resource);
    if (taken.kind === "constant") return taken.value ? "all" : undefined;
    if (dimensionsOf(taken).has(RESOURCE)) return this.ask(request, taken, context);
    // Then the answer is the same for every request that says the same.
    const key = JSON.stringify([said, request.bounds, taken]);
    const answer = this.answers.get(key);
    if (answer !== undefined) return answer.how;
    const how = this.ask(request, taken, context);
    this.answers.set(key, { how });
    return how;
  }

  private ask(request: JobRequest, taken: Formula, context: Context): How | undefined {
    const need = needFormula({ actions: [request.action], resources: [request.resource], context });
    if (!this.isPossible(and(need, taken))) return undefined;
    if (!this.isPossible(and(need, not(taken)))) return this.isSpent ? undefined : "all";
    return request.bounds === undefined ? this.look(need, taken) : { about: request.bounds };
  }

  /** What is taken of any resource, by requests that say the same. */
  private takenFrom(request: JobRequest): Said {
    // What requests to buckets say does not depend on the bucket, as nothing is known of it.
    const owner = request.resource.split(":", ARN_ACCOUNT + 1).join(":");
    const said = JSON.stringify([owner, request.owner, request.context]);
    const known = this.said.get(said);
    if (known !== undefined) return known;
    const { view, hidden } = this.by;
    const context = withCaller(withDefaults(contextOfRequest(request, view, NOTHING_ASSUMED), hidden), view);
    const formula = withValue(this.taken(context), ACTION, this.action.toLowerCase());
    const made = { said, context, formula };
    this.said.set(said, made);
    return made;
  }

  private isPossible(formula: Formula): boolean {
    return this.by.inquiry.ask((work: Work) => firstWitness(formula, work) !== undefined) === true;
  }

  private look(need: Formula, taken: Formula): How {
    this.closely += 1;
    if (this.closely > MOST_CLOSELY) return TOO_INTRICATE;
    const coverage = covers(need, not(taken), CLOSE_BUDGET);
    switch (coverage.verdict) {
      case "denied":
        return { example: coverage.witness.values["resource"] ?? "*" };
      case "unknown":
        return { about: coverage.about.join(" and ") };
      default:
        return TOO_INTRICATE;
    }
  }
}
