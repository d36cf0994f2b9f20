import { type Problem, problem } from "./problem";

/**
 * Every message about refinements that take from a role what its jobs need, one function each.
 */

/** A request of the jobs that the role cannot make because of the refinement. */
export interface TakenRequest {
  readonly action: string;
  readonly resource: string;
  /** File and field that ask for it, and how many more do. */
  readonly where: string;
  readonly more: number;
  /** MediaConvert's error; left out: it has no code of its own. */
  readonly errorCode?: string;
  /** Whether it is so for all of the resource, or for such a part of it; or what it depends on. */
  readonly how: "all" | { readonly example: string } | { readonly about: string };
}

const asked = ({ where, more }: TakenRequest): string =>
  `which ${where}${more === 0 ? "" : ` and ${String(more)} more`} ${more === 0 ? "asks" : "ask"} for`;

const ends = ({ errorCode }: TakenRequest): string =>
  errorCode === undefined ? "jobs fail" : `jobs end with error ${errorCode}`;

const taken = (request: TakenRequest, does: string, may: string): string => {
  const { action, resource, how } = request;
  if (how === "all") return `${does} ${action} on ${resource}, ${asked(request)}: ${ends(request)}`;
  if ("example" in how) {
    return `${does} ${action} on ${how.example}, which is part of ${resource}, ${asked(request)}: such ${ends(request)}`;
  }
  return `${may} ${action} on ${resource}, ${asked(request)}: it depends on ${how.about}, and where it does, ${ends(request)}`;
};

/** A statement that denies. */
export const takenByStatement = (path: string, request: TakenRequest): Problem =>
  problem(
    path,
    `${taken(request, "denies", "may deny")}; narrow the statement to what no job needs, leave MediaConvert out of it by a condition, or drop it`,
  );

/** A permissions boundary that does not allow. */
export const takenByBoundary = (path: string, arn: string, request: TakenRequest): Problem =>
  problem(
    path,
    `${arn} ${taken(request, "does not allow", "may not allow")}; name a boundary that allows it, or drop the boundary`,
  );

/** A queue that a trust policy does not admit, or that it cannot be told of. */
export const shutOutByTrust = (
  path: string,
  {
    queue,
    where,
    more,
    about,
  }: { readonly queue: string; readonly where: string; readonly more: number; readonly about?: string },
): Problem => {
  const jobs = `jobs of ${queue}, where ${where}${more === 0 ? "" : ` and ${String(more)} more`} ${more === 0 ? "runs" : "run"}`;
  const does =
    about === undefined
      ? `does not admit ${jobs}: they end`
      : `may not admit ${jobs}: it depends on ${about}, and then they end`;
  return problem(
    path,
    `${does} with error 1434; admit mediaconvert.amazonaws.com for that queue and account, or leave "policy" out`,
  );
};

export const refinementTooIntricate = (path: string, action: string): Problem =>
  problem(
    path,
    `whether it stops the jobs' ${action} takes too long to tell; simplify it, or hold the jobs against the role by "mediaconvert-role check"`,
  );
