import { ESLint } from "eslint";
import { text } from "node:stream/consumers";

/** Reads `[{ file, code }]` from standard input; prints what the project's linter says of the imports in each. */
const RULES = ["@typescript-eslint/no-restricted-imports", "no-restricted-globals"];
const eslint = new ESLint({
  // Types are not needed to see an import, and the files do not exist.
  overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
  ruleFilter: ({ ruleId }) => RULES.includes(ruleId),
});
const messages = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath: file });
  messages.push(result.messages.map(({ message }) => message).join("\n"));
}
console.log(JSON.stringify(messages));
