/**
 * Addresses and references of Terraform: `module.a["x"].aws_iam_role.b[0].arn`.
 *
 * @see https://developer.hashicorp.com/terraform/cli/state/resource-addressing
 */

/** One step: a name, or an index in brackets. */
export type Step = { readonly name: string } | { readonly index: string | number };

/** Steps that are looked at; nobody nests modules that deep. */
const MOST_STEPS = 100;

const STEP = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Undoes what Terraform does to a key in quotes. */
const keyInQuotes = (text: string): string => {
  try {
    return (JSON.parse(`"${text}"`) as string).replaceAll("$${", "${").replaceAll("%%{", "%{");
  } catch {
    return text;
  }
};

/** The steps of a reference, as far as they can be read. */
export const stepsOf = (reference: string): readonly Step[] => {
  const steps: Step[] = [];
  const pattern = new RegExp(STEP);
  while (steps.length < MOST_STEPS) {
    const match = pattern.exec(reference);
    if (match === null) break;
    const [, name, number, key] = match;
    if (name !== undefined) steps.push({ name });
    else steps.push({ index: number === undefined ? keyInQuotes(key ?? "") : Number(number) });
  }
  return steps;
};

const nameOf = (step: Step | undefined): string | undefined =>
  step !== undefined && "name" in step ? step.name : undefined;

/** A step by its place, if it is a name. */
export const nameAt = (steps: readonly Step[], place: number): string | undefined => nameOf(steps[place]);

/** A step by its place, if it is an index. */
export const indexAt = (steps: readonly Step[], place: number): string | number | undefined => {
  const step = steps[place];
  return step !== undefined && "index" in step ? step.index : undefined;
};

/** `["key"]`, `[0]`, or nothing. */
export const indexText = (index: string | number | undefined): string =>
  index === undefined ? "" : `[${typeof index === "number" ? String(index) : JSON.stringify(index)}]`;

/** The calls of modules in a module's address. */
export const moduleCalls = (
  address: string,
): readonly { readonly name: string; readonly index?: string | number }[] => {
  const steps = stepsOf(address);
  const calls: { readonly name: string; readonly index?: string | number }[] = [];
  for (let at = 0; nameAt(steps, at) === "module";) {
    const name = nameAt(steps, at + 1);
    if (name === undefined) break;
    const index = indexAt(steps, at + 2);
    calls.push(index === undefined ? { name } : { name, index });
    at += index === undefined ? 2 : 3;
  }
  return calls;
};

/**
 * The references that an expression makes, without those that only begin another: Terraform lists
 * `a.b["x"].c`, `a.b["x"]` and `a.b` for one.
 */
export const wholeReferences = (references: readonly string[]): readonly string[] => {
  const found = new Set<string>();
  let whole = "";
  let last = "";
  for (const reference of references) {
    const isPart = reference.length < last.length && whole.startsWith(reference);
    if (!isPart) {
      whole = reference;
      found.add(reference);
    }
    last = reference;
  }
  return [...found];
};
