import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobFilesIn } from "../../lib/files/job-files";
import { LARGEST_JOB_FILE } from "../../lib/jobs/job-file";

describe("files with jobs", () => {
  // Brackets and braces in the folder's own name are no pattern.
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "jobs-[ab]{c}-"));
    for (const name of ["jobs/sub", "jobs/.hidden", "empty/x.json"]) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ["jobs/b.json", "jobs/a.json", "jobs/sub/c.json", "jobs/[1].json", "jobs/notes.txt"]) {
      writeFileSync(join(folder, name), `{ "file": "${name}" }`);
    }
    symlinkSync("a.json", join(folder, "jobs/link.json"));
    symlinkSync("nowhere.json", join(folder, "empty/dead.json"));
    writeFileSync(join(folder, "large.json"), "");
    truncateSync(join(folder, "large.json"), LARGEST_JOB_FILE + 1);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const namesOf = (pattern: string): readonly string[] => {
    const { files, problems } = jobFilesIn(folder)(pattern);
    expect(problems).toEqual([]);
    for (const { name, content } of files.filter((file) => !file.name.endsWith("link.json"))) {
      expect(content).toBe(`{ "file": "${name.slice(folder.length + 1)}" }`);
    }
    return files.map(({ name }) => name.slice(folder.length + 1));
  };

  test.each([
    ["jobs/a.json", ["jobs/a.json"]],
    ["jobs/notes.txt", ["jobs/notes.txt"]],
    ["jobs", ["jobs/[1].json", "jobs/a.json", "jobs/b.json", "jobs/link.json", "jobs/sub/c.json"]],
    ["jobs/", ["jobs/[1].json", "jobs/a.json", "jobs/b.json", "jobs/link.json", "jobs/sub/c.json"]],
    ["jobs/*.json", ["jobs/[1].json", "jobs/a.json", "jobs/b.json", "jobs/link.json"]],
    ["./jobs/?.json", ["jobs/a.json", "jobs/b.json"]],
    ["jobs/**/*.json", ["jobs/[1].json", "jobs/a.json", "jobs/b.json", "jobs/link.json", "jobs/sub/c.json"]],
    ["jobs/{a,sub/c}.json", ["jobs/a.json", "jobs/sub/c.json"]],
    // A name that looks like a pattern, and the pattern
    ["jobs/[1].json", ["jobs/[1].json"]],
    ["jobs/[ab].json", ["jobs/a.json", "jobs/b.json"]],
  ])("%s", (pattern, names) => {
    expect(namesOf(pattern)).toEqual(names);
  });

  test("folders of packages, hidden folders and circles are left out", () => {
    const root = mkdtempSync(join(process.env["TEST_WORK"] ?? ".", "skipped-"));
    for (const name of ["node_modules/x", ".git", "jobs"]) {
      mkdirSync(join(root, name), { recursive: true });
      writeFileSync(join(root, name, "a.json"), "{}");
    }
    symlinkSync(root, join(root, "jobs/circle"));
    expect(jobFilesIn("")(root).files.map(({ name }) => name)).toEqual([join(root, "jobs/a.json")]);
    expect(jobFilesIn(root)("**/*.json").files.map(({ name }) => name)).not.toContain(
      join(root, "node_modules/x/a.json"),
    );
  });

  test("a name or a pattern may be absolute", () => {
    expect(namesOf(join(folder, "jobs/a.json"))).toEqual(["jobs/a.json"]);
    const { files } = jobFilesIn("/")(join(tmpdir(), "jobs-*/jobs/a.json"));
    expect(files.map(({ name }) => name)).toEqual([join(folder, "jobs/a.json")]);
  });

  test.each([
    ["a name", "nothing.json", /^: "nothing.json" matches no file/],
    ["a pattern", "jobs/*.yaml", /^: "jobs\/\*\.yaml" matches no file/],
    ["a folder", "empty", /^: folder "empty" holds no \.json file/],
    ["a large file", "large.json", /large\.json: has 10000001 bytes, more than 10000000/],
    ["a file below a file", "jobs/a.json/b.json", /^jobs\/a\.json\/b\.json: cannot be read: .*ENOTDIR/],
    ["a name with a null byte", "a\u0000b", /^a\u0000b: cannot be read: /],
    ["a name that is too long", "x".repeat(5000), /^x+: cannot be read: .*ENAMETOOLONG/],
  ])("%s that leads to nothing is a problem", (_, pattern, line) => {
    const { files, problems } = jobFilesIn(folder)(pattern);
    expect(files).toEqual([]);
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([expect.stringMatching(line)]);
  });
});
