import { type JsonObject, isObject, listOf, mapOf, memberOf, partAt, textOf } from "./json-value";

/** Texts that a plan marks sensitive. The plan itself has them in clear. */
export interface Secrets {
  /** Longest first. */
  readonly texts: readonly string[];
  /** Addresses of objects with sensitive values that are not known yet. */
  readonly addresses: ReadonlySet<string>;
  /** There are more than can be looked for: everything is taken for sensitive. */
  readonly isEverything: boolean;
}

export const NO_SECRETS: Secrets = { texts: [], addresses: new Set(), isEverything: false };

/** Texts that are looked for one by one. */
const MOST_TEXTS = 2_000;

/** Shorter texts stand in too much else to be told by. */
const SHORTEST = 3;

/** What Terraform marks sensitive in changes, in drift, and in what it has read. */
export const secretsOf = (plan: JsonObject, isWanted: (item: JsonObject) => boolean): Secrets => {
  const found = new Set<string>();
  const addresses = new Set<string>();
  const changes = [...listOf(plan["resource_changes"]), ...listOf(plan["resource_drift"])].filter(isObject);
  for (const item of changes.filter(isWanted)) {
    for (const [side, marked] of SIDES) {
      const change = item["change"];
      const marks = marksOf(memberOf(change, marked));
      if (marks === undefined) continue;
      const values = memberOf(change, side);
      const texts = new Set<string>();
      collect(values, marks, texts);
      for (const text of texts) found.add(text);
      // What cannot be looked for is told by where it stands.
      if ([...texts].some((text) => text.length < SHORTEST)) addresses.add(String(item["address"]));
      if (isObject(values) && hidesUnknown(values, marks)) addresses.add(String(item["address"]));
    }
  }
  const modules: unknown[] = [partAt(plan, ["prior_state", "values", "root_module"])];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const item of listOf(memberOf(module, "resources")).filter(isObject).filter(isWanted)) {
      if (item["mode"] === "data") collect(item["values"], marksOf(item["sensitive_values"]), found);
    }
    modules.push(...listOf(memberOf(module, "child_modules")));
  }
  const texts = [...found].filter((text) => text.length >= SHORTEST);
  return {
    texts: texts.sort((a, b) => b.length - a.length).slice(0, MOST_TEXTS),
    addresses,
    isEverything: texts.length > MOST_TEXTS,
  };
};

const SIDES = [
  ["before", "before_sensitive"],
  ["after", "after_sensitive"],
] as const;

/** Arguments that the review reads. */
const READ: ReadonlySet<string> = new Set([
  ...["policy", "assume_role_policy", "inline_policy", "managed_policy_arns", "permissions_boundary"],
  ...["name", "path", "arn", "id", "role", "roles", "role_name", "policy_arn", "policy_arns", "policy_names"],
  ...["key_id", "grantee_principal", "operations", "constraints", "bucket", "statement", "json", "rule"],
]);

/** The marks on what is read; undefined: there are none. */
const marksOf = (marks: unknown): unknown => {
  if (!isObject(marks)) return marks === true ? true : undefined;
  if (!isMarked(marks)) return undefined;
  const kept = Object.entries(marks).filter(([key, mark]) => READ.has(key) && isMarked(mark));
  return kept.length === 0 ? undefined : mapOf(kept);
};

/** Whether anything within is marked. */
const isMarked = (mark: unknown): boolean => {
  if (typeof mark !== "object" || mark === null) return mark === true;
  for (const key in mark) if (isMarked((mark as JsonObject)[key])) return true;
  return false;
};

/** Whether something is marked whose value is not there. */
const hidesUnknown = (values: JsonObject, marks: unknown): boolean =>
  isObject(marks) && Object.entries(marks).some(([key, mark]) => mark === true && values[key] === undefined);

/** Texts where the marks say so. */
const collect = (value: unknown, marks: unknown, found: Set<string>): void => {
  if (marks === undefined || marks === null || marks === false || value === undefined || value === null) return;
  if (typeof value === "string") {
    if (marks === true) for (const text of [value, ...partsOf(value)]) found.add(text);
    return;
  }
  if (typeof value !== "object") return;
  for (const [key, item] of Object.entries(value)) {
    if (marks === true && !Array.isArray(value)) found.add(key);
    collect(item, marks === true ? true : memberOf(marks, key), found);
  }
};

/** The name that an ARN ends with: other places write it without the rest. */
const partsOf = (text: string): readonly string[] => {
  if (!text.startsWith("arn:")) return [];
  const [resource = ""] = text.split(":").slice(5);
  const name = textOf(resource.slice(resource.lastIndexOf("/") + 1));
  return name === undefined || /^[*?]+$/.test(name) || name === "root" ? [] : [name];
};
