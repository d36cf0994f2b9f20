import type { Secrets } from "../roles/secrets";
import type { ComparedRole } from "./compare-role";
import { anyOf } from "./find-any";

/** Shorter names stand in too much else to be told by. */
const SHORTEST_NAME = 4;

/** Tells what is marked sensitive from what is not; made once for a review. */
export type IsSensitive = (parts: readonly unknown[]) => boolean;

/**
 * Whether something that is marked sensitive stands in what a subject is told of. One such value may show in any
 * detail: examples are made of all patterns together.
 */
export const sensitivityOf = ({ texts, addresses, isEverything }: Secrets): IsSensitive => {
  if (isEverything) return () => true;
  if (texts.length === 0 && addresses.size === 0) return () => false;
  const hasSecret = anyOf(texts);
  const hasAny = anyOf([...texts, ...addresses]);
  const isTainted = (name: string): boolean =>
    hasSecret(name) || (name.length >= SHORTEST_NAME && texts.some((secret) => standsIn(name, secret)));
  return (parts) => parts.some((part) => (typeof part === "string" ? isTainted(part) : holds(part, hasAny)));
};

/** Whether a name stands in an ARN or a policy, and not just as a part of another word. */
const standsIn = (name: string, text: string): boolean => {
  const at = text.indexOf(name);
  const isEdge = (character: string | undefined): boolean => character === undefined || !/[\w.-]/.test(character);
  return at >= 0 && isEdge(text[at - 1]) && isEdge(text[at + name.length]);
};

/** Whether such a text stands anywhere in a value. */
const holds = (value: unknown, isIn: (text: string) => boolean): boolean => {
  if (typeof value === "string") return isIn(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => isIn(key) || holds(item, isIn));
};

/** All that a role's comparison was made of. */
export const partsOfRole = ({ pair, around }: ComparedRole): readonly unknown[] => [
  ...[pair.before, pair.after].flatMap((facts) =>
    facts === undefined
      ? []
      : [
          facts.roleName,
          [facts.where, facts.path],
          [facts.trust, facts.boundary],
          facts.identity,
          facts.grants,
          facts.gaps.map(({ where, what, content }) => [where, what, content]),
        ],
  ),
  ...around.flatMap(({ name, before, after }) => [name, before, after]),
];
