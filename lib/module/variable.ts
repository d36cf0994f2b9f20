import type { Condition } from "./problems";

/** A variable of the module. */
export interface Variable {
  readonly type: string;
  readonly description: string;
  /** Without a default the variable is required; null means that it may be left null. */
  readonly default?: unknown;
  readonly nullable?: false;
  readonly validation?: readonly Condition[];
}

/** A variable with a default that null gives too. */
export const variable = (
  type: string,
  defaultValue: unknown,
  description: string,
  ...validation: readonly Condition[]
): Variable => ({ type, description, default: defaultValue, nullable: false, ...some(validation) });

/** A variable that has to be given. */
export const required = (type: string, description: string, ...validation: readonly Condition[]): Variable => ({
  type,
  description,
  nullable: false,
  ...some(validation),
});

/** A variable that is null unless it is given. */
export const nullable = (type: string, description: string, ...validation: readonly Condition[]): Variable => ({
  type,
  description,
  default: null,
  ...some(validation),
});

const some = (validation: readonly Condition[]): Pick<Variable, "validation"> =>
  validation.length === 0 ? {} : { validation };

/** An object type, one attribute on a line. */
export const object = (attributes: { readonly [name: string]: string }): string =>
  `object({\n${Object.entries(attributes)
    .map(([name, type]) => `  ${name} = ${type.replace(/\n/g, "\n  ")}`)
    .join("\n")}\n})`;

/** What a variable is, then its attributes, one on a line. */
export const described = (what: string, attributes: { readonly [name: string]: string }): string =>
  [what, ...Object.entries(attributes).map(([name, says]) => `- \`${name}\`: ${says}`)].join("\n");
