import type { Secrets } from "../roles/secrets";
import type { ComparedRole } from "./compare-role";

/** Shorter names stand in too much else to be told by. */
const SHORTEST_NAME = 4;

/** Whether a name has something sensitive in it, or stands in it. */
const isTainted = (name: string, { texts }: Secrets): boolean =>
  texts.some((secret) => name.includes(secret) || (name.length >= SHORTEST_NAME && standsIn(name, secret)));

/** Whether a name stands in an ARN or a policy, and not just as a part of another word. */
const standsIn = (name: string, text: string): boolean => {
  const at = text.indexOf(name);
  const isEdge = (character: string | undefined): boolean => character === undefined || !/[\w.-]/.test(character);
  return at >= 0 && isEdge(text[at - 1]) && isEdge(text[at + name.length]);
};

/**
 * Whether something that is marked sensitive stands in what a subject is told of. One such value may show in any
 * detail: examples are made of all patterns together.
 */
export const isSensitive = (parts: readonly unknown[], secrets: Secrets): boolean => {
  if (secrets.isEverything) return true;
  if (secrets.texts.length === 0 && secrets.addresses.size === 0) return false;
  const places = [...secrets.addresses];
  return parts.some((part) =>
    typeof part === "string"
      ? isTainted(part, secrets)
      : [...secrets.texts, ...places].some((secret) => holds(part, secret)),
  );
};

/** Whether a text stands anywhere in a value. */
const holds = (value: unknown, secret: string): boolean => {
  if (typeof value === "string") return value.includes(secret);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => key.includes(secret) || holds(item, secret));
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
