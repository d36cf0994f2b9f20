import { type Placeholders, WRITTEN_OUT } from "../../lib/placeholders";

const TOKEN = /«[^»]*»/g;

/** Text in which `«name»` stands for a value that is not known yet. */
export const TOKENS: Placeholders = {
  ...WRITTEN_OUT,
  isKnown: (value) => !JSON.stringify(value).includes("«"),
  fill: (text, by) => {
    const [start = "", ...others] = text.split(TOKEN);
    const tokens = text.match(TOKEN) ?? [];
    return others.reduce((filled, written, index) => filled + by(filled, tokens[index] ?? "") + written, start);
  },
};
