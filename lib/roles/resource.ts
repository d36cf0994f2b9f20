import { hasHole, markOf } from "./holes";
import { type JsonObject, type Path, memberOf, partAt, textOf } from "./json-value";
import type { Place } from "./place";

/** A resource of Terraform, the same for a plan, a state and a stack. */
export interface Resource {
  /** With module and index. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly index?: string | number;
  /** Arguments and attributes as far as they are known. */
  readonly values: JsonObject;
  /** `true` where something is not known yet, in the shape of the values. */
  readonly unknown: unknown;
  /** What an argument is made of. */
  readonly origin: (path: Path) => Origin;
  /** Whether the configuration gives the argument; `undefined`: there is no configuration. */
  readonly isGiven: (argument: string) => boolean | undefined;
  readonly place: Place;
  /** Whose credentials make it: the same text means the same account. */
  readonly credentials: string;
  /** It does not exist yet. */
  readonly isNew: boolean;
  /** Terraform forgets it: it stays as it is, and nobody looks after it. */
  readonly isForgotten: boolean;
}

/** What an argument is made of. */
export interface Origin {
  /** As the source writes them, for messages. */
  readonly references: readonly string[];
  /** The resources among them. */
  readonly resources: readonly Resource[];
  /** Whether the argument is one reference and nothing else, as far as can be seen. */
  readonly isDirect: boolean;
}

export const NO_ORIGIN: Origin = { references: [], resources: [], isDirect: false };

/** All that a source of Terraform holds. */
export interface Inventory {
  readonly resources: readonly Resource[];
  /** Values that resources have before the plan is applied, by type: of those that change or go. */
  readonly replaced: readonly { readonly type: string; readonly values: JsonObject }[];
  /** What the source is called in messages. */
  readonly called: "plan" | "state" | "stack";
}

/** Whether what stands at a path is not known yet. */
export const isUnknown = (unknown: unknown, path: Path): boolean => {
  let part: unknown = unknown;
  for (const step of path) {
    if (part === true) return true;
    part = memberOf(part, step);
  }
  return part === true;
};

/** A text argument. */
export interface Argument {
  /** The text, where it is known, holes and all. */
  readonly text?: string;
  /** Whether all of it is known. */
  readonly isKnown: boolean;
  /** What it is made of, where it is not all known. */
  readonly origin: Origin;
}

/** A text as an argument. */
export const namedBy = (text: string): Argument => ({ text, isKnown: true, origin: NO_ORIGIN });

export const argumentAt = (resource: Resource, path: Path): Argument => {
  const text = textOf(partAt(resource.values, path));
  const isKnown = text === undefined ? !isUnknown(resource.unknown, path) : !hasHole(text);
  return { ...(text === undefined ? {} : { text }), isKnown, origin: isKnown ? NO_ORIGIN : resource.origin(path) };
};

/** References in a message. */
const MOST_NAMED = 5;

/** "because of a, b", for what is not known. */
export const becauseOf = ({ references }: Origin): string => {
  if (references.length === 0) return "";
  const named = references.slice(0, MOST_NAMED).join(", ");
  const others = references.slice(MOST_NAMED);
  const more = others.length === 0 ? "" : ` and ${String(others.length)} more${markOf(others.join("\n"))}`;
  return `, because of ${named}${more}`;
};
