import type { Body } from "./body";
import type { ComparedRole } from "./compare-role";
import type { Picture, PictureNode } from "./report";
import { type AccessLevel, accessLevelOf, levelsOfPattern } from "./service-model";
import { type Unit, isUnread } from "./units";

/** Nodes of one column; renderers show fewer. */
const MOST_NODES = 200;

/** Who can assume a role and what it reaches, drawn from its statements. */
export const pictureOf = ({ before, after }: Pick<ComparedRole, "before" | "after">): Picture => ({
  who: compared(whoIn(before?.trust), whoIn(after?.trust), noVerbs),
  what: compared(whatIn(before?.permissions), whatIn(after?.permissions)),
});

/** What a policy reaches. */
export const whatCompared = (before: Body, after: Body): readonly PictureNode[] =>
  compared(whatIn(before), whatIn(after));

/** Whom a resource's policy lets in. */
export const whoCompared = (before: Body, after: Body): readonly PictureNode[] =>
  compared(whoIn(before), whoIn(after), noVerbs);

/** Whoever is let in does one thing. */
const noVerbs = (): readonly string[] => [];

/** Label → the statements and grants that it is about. */
type Column = ReadonlyMap<string, readonly Unit[]>;

const columnOf = (units: readonly Unit[], labelsOf: (unit: Unit) => readonly string[]): Column => {
  const column = new Map<string, Unit[]>();
  for (const unit of units) {
    for (const label of new Set(labelsOf(unit))) {
      const found = column.get(label);
      if (found === undefined) column.set(label, [unit]);
      else found.push(unit);
    }
  }
  return column;
};

const whoIn = (body: Body | undefined): Column => columnOf(body?.allows ?? [], principalsOf);

const principalsOf = ({ statement, place }: Unit): readonly string[] => {
  const { principals } = statement ?? {};
  if (principals === undefined) return [`policy ${place.document}`];
  const values = principals.entries.map(({ value }) => (value === "*" ? "everyone" : value));
  return principals.not ? [`everyone but ${values.join(", ")}`] : values;
};

const whatIn = (body: Body | undefined): Column =>
  columnOf(
    (body?.allows ?? []).filter(({ kind }) => kind === "identity" || kind === "grant"),
    resourcesOf,
  );

const resourcesOf = ({ statement, grant, targets, place }: Unit): readonly string[] => {
  if (grant !== undefined) return [grant.keyArn ?? "a key"];
  if (statement === undefined) return [`policy ${place.document}`];
  const { resources } = statement;
  if (resources?.not === true) return [`everything but ${resources.patterns.join(", ")}`];
  return targets.map(({ text }) => text);
};

const VERBS: { readonly [level in AccessLevel]: string } = {
  read: "read",
  list: "list",
  write: "write",
  delete: "delete",
  tagging: "tag",
  permissions: "manage",
};

/** What using a key is called. */
const KEY_VERBS: ReadonlyMap<string, string> = new Map([
  ["kms:decrypt", "decrypt"],
  ["kms:encrypt", "encrypt"],
  ["kms:generatedatakey", "encrypt"],
  ["kms:sign", "sign"],
]);

const verbsOf = (unit: Unit): readonly string[] => {
  const { statement, actions } = unit;
  if (statement?.actions.not === true) return ["almost everything"];
  if (isUnread(unit)) return ["unknown"];
  const verbs = actions.flatMap(({ text }): readonly string[] => {
    const own = KEY_VERBS.get(text.toLowerCase());
    if (own !== undefined) return [own];
    if (text === "*") return ["everything"];
    const levels = /[*?]/.test(text) ? [...levelsOfPattern(text)] : [accessLevelOf(text)];
    return levels.map((level) => VERBS[level]);
  });
  return verbs.includes("everything") ? ["everything"] : [...new Set(verbs)].sort();
};

const conditionsOf = ({ tests, grant, actions }: Unit): string =>
  JSON.stringify([
    actions.map(({ text }) => text.toLowerCase()).sort(),
    tests.map(({ test }) => test),
    grant?.constraint ?? null,
  ]);

const compared = (
  before: Column,
  after: Column,
  verbsIn: (unit: Unit) => readonly string[] = verbsOf,
): readonly PictureNode[] =>
  [...new Set([...after.keys(), ...before.keys()])].slice(0, MOST_NODES).map((label) => {
    const [was, is] = [before.get(label), after.get(label)];
    const units = is ?? was ?? [];
    const verbs = [...new Set(units.flatMap(verbsIn))];
    if (units.some(isUnread)) return { label, verbs, mark: "unknown" };
    if (was === undefined) return { label, verbs, mark: "added" };
    if (is === undefined) return { label, verbs, mark: "removed" };
    return { label, verbs, mark: isAlike(was, is) ? "kept" : "changed" };
  });

/** Whether the same is allowed, whatever else the same statements are about. */
const isAlike = (was: readonly Unit[], is: readonly Unit[]): boolean =>
  sameSet(was, is, ({ key }) => key) || sameSet(was, is, conditionsOf);

const sameSet = (was: readonly Unit[], is: readonly Unit[], textOf: (unit: Unit) => string): boolean => {
  const [one, other] = [new Set(was.map(textOf)), new Set(is.map(textOf))];
  return one.size === other.size && [...one].every((text) => other.has(text));
};
