import { HOLE, hasHole } from "./holes";
import { textOf } from "./json-value";
import { iamArn } from "./place";
import type { Argument, Resource } from "./resource";

/** Which resources an argument means. */
export interface Target {
  /** The one that is meant. */
  readonly one?: Resource;
  /** Those of which one is meant, where it cannot be told which. `undefined`: it could be any. */
  readonly among?: readonly Resource[];
  /** A text that names something that is not in the source. */
  readonly outside?: string;
}

/** Resources of a kind, found by what names them and by reference. */
export interface Directory {
  readonly all: readonly Resource[];
  readonly find: (argument: Argument) => Target;
}

/** @param names what may name a resource in an argument: name, ARN, id */
export const directoryOf = (
  resources: readonly Resource[],
  names: (resource: Resource) => readonly (string | undefined)[],
): Directory => {
  const byName = new Map<string, Set<Resource>>();
  const members = new Set(resources);
  for (const resource of resources) {
    for (const name of names(resource)) {
      if (name !== undefined) byName.set(name, (byName.get(name) ?? new Set()).add(resource));
    }
  }
  const find = ({ text, isKnown, origin }: Argument): Target => {
    const named = text === undefined ? [] : [...(byName.get(text) ?? [])];
    const [first, ...others] = named;
    if (first !== undefined && others.length === 0) return { one: first };
    if (first !== undefined) return { among: named };
    if (isKnown) return text === undefined ? { among: [] } : { outside: text };
    const referred = origin.resources.filter((one) => members.has(one));
    const [only, ...more] = referred;
    if (only !== undefined && more.length === 0) return { one: only };
    return referred.length > 0 ? { among: referred } : {};
  };
  return { all: resources, find };
};

/** The target that the same credentials make, where a name alone does not tell: roles of one name in two accounts. */
export const withSameCredentials = (target: Target, { credentials }: Resource): Target => {
  if (target.one !== undefined || target.among === undefined) return target;
  const [only, ...others] = target.among.filter((one) => one.credentials === credentials);
  return only !== undefined && others.length === 0 ? { one: only } : target;
};

/** Whether a text with holes may be the other text, holes and all. */
export const mayBe = (text: string, other: string): boolean => {
  if (hasHole(other)) return true;
  const [start = "", ...parts] = text.split(HOLE);
  const end = parts.pop();
  if (end === undefined) return text === other;
  const last = other.length - end.length;
  let at = start.length;
  for (const part of parts) {
    const found = other.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= last && other.startsWith(start) && other.endsWith(end);
};

/** ARN of a role or policy of Terraform, known or made of its name, its path and its provider's place. */
export const arnOf = (resource: Resource, kind: "role" | "policy"): string | undefined => {
  const known = textOf(resource.values["arn"]);
  if (known !== undefined) return known;
  const name = textOf(resource.values["name"]);
  return name === undefined ? undefined : iamArn(kind, textOf(resource.values["path"]) ?? "/", name, resource.place);
};
