/** One thing that is wrong with an input, or worth a look. */
export interface Problem {
  /** Where: `role.access.inputs[0].kmsKeyArn`. Empty: the whole. */
  readonly path: string;
  /** What, which value, what to do. */
  readonly message: string;
}

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

/** An input that cannot be used: every problem of it, each with its path. */
export class SettingsError extends Error {
  readonly problems: readonly Problem[];

  /** @param subject what the input is: a file's name, a construct's path */
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
    super(`${count} in ${subject}:\n${problems.map((found) => `  ${problemLine(found)}`).join("\n")}`);
    this.name = "SettingsError";
    this.problems = problems;
  }
}
