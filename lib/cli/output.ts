/** Where a program writes: results and complaints, a line at a time. `console` is one. */
export interface Output {
  log(line: string): void;
  error(line: string): void;
  /** Whether colours are seen; left out: they are not. */
  readonly color?: boolean;
}

/** One meaning everywhere. */
export const EXIT = { clean: 0, findings: 1, wrong: 2, undecided: 3 } as const;
