/** Longest text that is shown of a value. */
const LONGEST = 300;

/** Characters that would break out of a line, or hide what stands there. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A value as code in a sentence: in backticks, on one line, of bounded length. */
export const plainCode = (text: string): string => {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const seen = cut.replace(
    UNSEEN,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  return `\`${seen.replaceAll("`", "'")}\``;
};
