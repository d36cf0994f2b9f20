import { type Problem, childPath } from "../problem";
import { type Report, isObject } from "./check";

/** A stack's settings with those that all stacks share. */
export interface Filled {
  readonly settings: unknown;
  /** What stands in the defaults only: the path of the object it is in, and its key. */
  readonly inherited: readonly Inherited[];
}

interface Inherited {
  readonly parent: string;
  readonly key: string;
}

/** Settings that are one choice: a stack's own goes in place of the default, and is not mixed with it. */
const isWhole = (path: string, defaults: object, own: object): boolean =>
  path === "role.access" ||
  path === "role.trust" ||
  (path === "backend" && Object.keys(own).some((kind) => !Object.hasOwn(defaults, kind)));

/**
 * Fills in what a stack does not say: objects key by key; lists, `role.access`, `role.trust` and a backend of another
 * kind as a whole.
 */
export const withDefaults = (defaults: unknown, own: unknown, path = ""): Filled => {
  if (own === undefined) return { settings: defaults, inherited: [] };
  if (!isObject(defaults) || !isObject(own) || isWhole(path, defaults, own)) return { settings: own, inherited: [] };
  const settings = new Map(Object.entries(own));
  const inherited: Inherited[] = [];
  for (const [key, value] of Object.entries(defaults)) {
    if (!settings.has(key)) {
      inherited.push({ parent: path, key });
      settings.set(key, value);
      continue;
    }
    const filled = withDefaults(value, settings.get(key), childPath(path, key));
    inherited.push(...filled.inherited);
    settings.set(key, filled.settings);
  }
  // Not by assignment: a key may be called __proto__.
  return { settings: Object.fromEntries(settings), inherited };
};

/**
 * A report in which problems of inherited settings are those of `defaults`, each once, however many stacks have them.
 *
 * @param stackPath path of the stack
 * @param told lines that other stacks have told already
 */
export const ofDefaults = (
  report: Report,
  stackPath: string,
  inherited: readonly Inherited[],
  told: Set<string>,
): Report => {
  const moved = (found: Problem): Problem | undefined => {
    const path = found.path === stackPath ? "" : found.path.slice(stackPath.length + 1);
    if (!found.path.startsWith(stackPath) || !inherited.some((one) => isAbout(found, path, one))) return found;
    const place = path === "" ? "defaults" : `defaults.${path}`;
    const line = `${place} ${found.message}`;
    if (told.has(line)) return undefined;
    told.add(line);
    return { ...found, path: place };
  };
  const pass =
    (to: (found: Problem) => void) =>
    (found: Problem): void => {
      const there = moved(found);
      if (there !== undefined) to(there);
    };
  return { ...report, problem: pass((found) => report.problem(found)), warn: pass((found) => report.warn(found)) };
};

/** Whether a problem at a path is about an inherited setting: what is in it, or its name. */
const isAbout = ({ message }: Problem, path: string, { parent, key }: Inherited): boolean => {
  const place = childPath(parent, key);
  return (
    path === place ||
    path.startsWith(`${place}.`) ||
    path.startsWith(`${place}[`) ||
    (path === parent && message.startsWith(`${JSON.stringify(key)} is not a setting`))
  );
};
