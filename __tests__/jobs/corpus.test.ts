import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { derive, needsOf } from "../../lib/jobs/derive";
import { readJobFile } from "../../lib/jobs/job-file";
import { NO_ANSWERS, matchesInIam } from "../support/jobs";

/** Folder of job files from elsewhere, none of which belong to the project. */
const CORPUS = process.env["JOB_CORPUS"] ?? "";

/** Every s3:// text of a value, with its path. */
const locationsIn = (value: unknown, path = ""): readonly (readonly [path: string, uri: string])[] => {
  if (typeof value === "string") return value.startsWith("s3://") ? [[path, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => locationsIn(item, `${path}.${key}`));
};

describe("job files of JOB_CORPUS", () => {
  test.each(readdirSync(CORPUS).filter((name) => name.endsWith(".json")))("%s", (name) => {
    const content = readFileSync(join(CORPUS, name), "utf8");
    const found = readJobFile({ name, content });
    const { jobs, problems } = needsOf(found.documents);
    const { inputs, outputs, questions } = derive(jobs, NO_ANSWERS);
    const said = [...found.problems, ...problems];
    for (const { path, message } of said) {
      expect(path.startsWith(`${name}: `)).toBe(true);
      expect(message).toMatch(/^\S.{20,}/);
    }
    expect(said.length + inputs.length + outputs.length + questions.length).toBeGreaterThan(0);

    const patterns = [...inputs, ...outputs].map(({ bucket, pattern }) => `${bucket}/${pattern}`);
    for (const [path, uri] of locationsIn(JSON.parse(content))) {
      const [bucket = "", ...key] = uri.slice("s3://".length).split("/");
      const text = `${bucket}/${key.join("/")}`;
      const isCovered = patterns.some((pattern) => matchesInIam(pattern, text));
      const isNamed =
        said.some(({ message }) => message.includes(JSON.stringify(bucket)) || message.includes(JSON.stringify(uri))) ||
        questions.some(({ subject }) => subject === bucket || subject === uri);
      expect([path, uri, isCovered || isNamed]).toEqual([path, uri, true]);
    }
  });
});
