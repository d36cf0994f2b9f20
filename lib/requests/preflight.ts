import type { NameToMake } from "../roles/names-to-make";

/** What `check --preflight --format json` prints. */
export interface PreflightReport {
  readonly version: 1;
  /** free: every name is as the apply needs it; taken: one is not; unknown: it cannot be told. */
  readonly answer: "free" | "taken" | "unknown";
  /** The plan or stack that was looked at. */
  readonly source: string;
  readonly names: readonly CheckedName[];
}

/** A role or policy that is about to be made, or imported. */
export interface CheckedName {
  readonly kind: "role" | "policy";
  /** Address in Terraform. */
  readonly address: string;
  /** Left out: it is not known before the apply. */
  readonly name?: string;
  /**
   * free: nothing of that name is there; taken: something is, and the apply fails; there: it is, as an import needs it;
   * absent: it is not, and an import fails; elsewhere: it is at another path, and the import replaces it; perhaps: it is
   * there, which is right where the stack's state has it; unknown: the name is not known.
   */
  readonly state: "free" | "taken" | "there" | "absent" | "elsewhere" | "perhaps" | "unknown";
  /** ARN of what is there. */
  readonly arn?: string;
  /** What comes of it, and what to do. Left out: nothing. */
  readonly says?: string;
}

/** What IAM has. */
export interface Existing {
  readonly arn: string;
  readonly path: string;
}

/** What becomes of each name. Names of IAM are the same in capitals and small letters. */
export const preflightReport = (
  source: string,
  names: readonly NameToMake[],
  existing: (name: NameToMake) => Existing | undefined,
): PreflightReport => {
  const checked = names.map((one) => checkedName(one, existing(one)));
  const is = (...states: readonly CheckedName["state"][]): boolean =>
    checked.some(({ state }) => states.includes(state));
  return {
    version: 1,
    answer: is("taken", "absent", "elsewhere") ? "taken" : is("perhaps", "unknown") ? "unknown" : "free",
    source,
    names: checked,
  };
};

const checkedName = ({ kind, address, name, path, how }: NameToMake, existing: Existing | undefined): CheckedName => {
  const what = { kind, address, ...(name === undefined ? {} : { name }), ...(existing && { arn: existing.arn }) };
  if (name === undefined) return { ...what, state: "unknown", says: "its name is not known before the apply" };
  if (how === "import") {
    if (existing === undefined) return { ...what, state: "absent", says: ABSENT };
    if (path !== undefined && path !== existing.path)
      return { ...what, state: "elsewhere", says: elsewhere(existing.path) };
    return { ...what, state: "there" };
  }
  if (existing === undefined) return { ...what, state: "free" };
  if (how === "make")
    return { ...what, state: "taken", says: `the apply ends with EntityAlreadyExists; ${wayOut(kind, name)}` };
  return {
    ...what,
    state: "perhaps",
    says: `unless the state of this stack has it, the apply ends with EntityAlreadyExists: give the plan, which tells; then ${wayOut(kind, name)}`,
  };
};

const ABSENT = `there is none to import, and the plan ends with "Cannot import non-existent remote object"; drop "adopt", or name the role that is there`;

const elsewhere = (path: string): string =>
  `it is at path ${JSON.stringify(path)}, and another path replaces it: jobs fail until the new one is there; write "path": ${JSON.stringify(path)}`;

const wayOut = (kind: CheckedName["kind"], name: string): string =>
  kind === "role"
    ? `take the role over (mediaconvert-role adopt --role ${name}), or give another "roleName"`
    : "delete the policy if nobody needs it, import it into the state, or give the role another name";

const HEADINGS = {
  free: "free: every name is as the apply needs it",
  taken: "taken: the apply would fail",
  unknown: "unknown: it cannot be told",
} as const;

/** The report for people. */
export const preflightText = ({ answer, source, names }: PreflightReport): string =>
  [
    `${HEADINGS[answer]} (${source})`,
    ...names.flatMap(({ kind, address, name, state, arn, says }) => [
      `${state.padEnd(9)} ${kind} ${name ?? "?"} (${address})${arn === undefined ? "" : `: ${arn}`}`,
      ...(says === undefined ? [] : [`          ${says}`]),
    ]),
  ].join("\n");
