/** One thing that is wrong with an input, or worth a look. */
export interface Problem {
  /** Where: `role.access.inputs[0].kmsKeyArn`. Empty: the whole. */
  readonly path: string;
  /** What, which value, what to do. */
  readonly message: string;
}

/** A problem at a path. */
export const problem = (path: string, message: string): Problem => ({ path, message });

const LONGEST_QUOTE = 100;

/** A value as it stands in a message: on one line, and not longer than a line. */
export const inQuotes = (value: unknown): string => {
  const text = value === undefined ? "undefined" : JSON.stringify(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
};

/** Characters as IAM counts them: code points. */
export const characterCount = (text: string): number => Array.from(text).length;

/** `path.key`, or `path["odd key"]`. */
export const childPath = (path: string, key: string): string =>
  /^[A-Za-z_$][\w$-]*$/.test(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${inQuotes(key)}]`;

/** `path[2]`. */
export const itemPath = (path: string, index: number): string => `${path}[${String(index)}]`;

/** A problem on one line. */
export const problemLine = ({ path, message }: Problem): string => (path === "" ? message : `${path}: ${message}`);

/** Lines of problems in a message; the error has them all. */
const MOST_SHOWN = 100;

/** An input that cannot be used: every problem of it, each with its path. */
export class SettingsError extends Error {
  readonly problems: readonly Problem[];

  /** @param subject what the input is: a file's name, a construct's path */
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
    const lines = problems.slice(0, MOST_SHOWN).map((found) => `  ${problemLine(found)}`);
    const more = problems.length - lines.length;
    if (more > 0) lines.push(`  and ${String(more)} more`);
    super(`${count} in ${subject}:\n${lines.join("\n")}`);
    this.name = "SettingsError";
    this.problems = problems;
  }
}
