import { plain } from "./words";

/** Longest text that is shown of a value. */
const LONGEST = 300;

/** A value as code in a sentence: in backticks, on one line, of bounded length. */
export const plainCode = (text: string): string => `\`${plain(text, LONGEST).replaceAll("`", "'")}\``;
