import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { newFolder } from "./e2e";

/** Runs the scripts of pipelines as their runners do, with programs in place of Terraform, npm and GitHub's. */

const ROOT = resolve(__dirname, "../..");

/** What a pull request brings. */
export interface Brought {
  /** What Terraform shows of its plan, as JSON or as text. */
  readonly plan: unknown;
  /** What the CDKTF command line synthesizes. */
  readonly stack: unknown;
}

/** A folder for what the stand-ins read and write, and another that is the checked-out repository. */
export interface Workplace {
  readonly world: string;
  readonly repository: string;
}

const STACK = "cdktf.out/stacks/mediaconvert-role";

/** Programs by name. Each notes how it was called. */
const STAND_INS: { readonly [name: string]: string } = {
  npm: `#!/usr/bin/env bash
echo "npm $*" >> "$WORLD/calls"
`,
  npx: `#!/usr/bin/env bash
echo "npx $*" >> "$WORLD/calls"
case "$1" in
  cdktf) mkdir -p ${STACK}; cp "$WORLD/cdk.tf.json" ${STACK}/ ;;
  mediaconvert-role) shift; exec node "${join(ROOT, "dist/lib/cli/main.js")}" "$@" ;;
  *) exit 127 ;;
esac
`,
  terraform: `#!/usr/bin/env bash
echo "terraform $*" >> "$WORLD/calls"
case " $* " in *" show -json plan.tfplan "*) cat "$WORLD/plan.json" ;; esac
`,
  // Pages of two comments, so that the last page is looked at; the real jq in place of gh's own.
  gh: `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const world = process.env.WORLD;
appendFileSync(world + "/calls", "gh " + process.argv.slice(2).join(" ") + "\\n");
const file = world + "/comments.json";
const comments = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
const flags = {};
const places = [];
const words = process.argv.slice(2);
while (words.length > 0) {
  const word = words.shift();
  if (["--paginate", "--silent"].includes(word)) flags[word] = true;
  else if (["--method", "--jq", "--field"].includes(word)) flags[word] = words.shift();
  else if (word.startsWith("-")) throw new Error("no flag of gh api: " + word);
  else places.push(word);
}
const [verb, place] = places;
if (verb !== "api" || places.length !== 2) throw new Error("gh " + places.join(" "));
if (!process.env.GH_TOKEN) process.exit(4);
const ALL = "repos/acme/media/issues/7/comments";
const body = () => readFileSync(flags["--field"].replace("body=@", ""), "utf8");
const save = () => writeFileSync(file, JSON.stringify(comments));
const one = /^repos\\/acme\\/media\\/issues\\/comments\\/(\\d+)$/.exec(place);
if (flags["--method"] === undefined && flags["--paginate"] && place.replace(/\\?.*/, "") === ALL) {
  for (let at = 0; at === 0 || at < comments.length; at += 2)
    process.stdout.write(execFileSync("jq", ["-r", flags["--jq"]], { input: JSON.stringify(comments.slice(at, at + 2)) }));
} else if (flags["--method"] === "POST" && place === ALL) {
  comments.push({ id: 1000 + comments.length, user: { login: "github-actions[bot]" }, body: body() });
  save();
} else if (flags["--method"] === "PATCH" && one !== null) {
  comments.find(({ id }) => id === Number(one[1])).body = body();
  save();
} else throw new Error("not called like this: " + process.argv.slice(2).join(" "));
`,
};

/** Lays out the stand-ins and the repository; brings what is given. */
export const newWorkplace = (brought: Brought): Workplace => {
  const world = newFolder("pipeline");
  const repository = join(world, "repository");
  for (const [name, script] of Object.entries(STAND_INS)) {
    const file = join(world, "bin", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  }
  mkdirSync(repository);
  cpSync(join(ROOT, "examples/pipelines/accepted.json"), join(repository, "accepted.json"));
  const workplace = { world, repository };
  bring(workplace, brought);
  return workplace;
};

/** The next push to the pull request. */
export const bring = ({ world }: Workplace, { plan, stack }: Brought): void => {
  writeFileSync(join(world, "plan.json"), typeof plan === "string" ? plan : JSON.stringify(plan));
  writeFileSync(join(world, "cdk.tf.json"), JSON.stringify(stack));
};

/** How the stand-ins were called, a line for each call. */
export const callsIn = ({ world }: Workplace): readonly string[] => {
  const file = join(world, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
};

export interface Ran {
  readonly code: number;
  readonly out: string;
}

/** Runs a script by a shell, such as `bash -e`, with these variables and few others. */
export const runScript = async (
  { world }: Workplace,
  cwd: string,
  shell: readonly string[],
  script: string,
  env: { readonly [name: string]: string },
): Promise<Ran> =>
  new Promise((done, failed) => {
    const file = join(world, "script.sh");
    writeFileSync(file, script);
    const [program = "", ...words] = shell;
    const child = spawn(program, [...words, file], {
      cwd,
      env: { PATH: `${join(world, "bin")}:${process.env["PATH"] ?? ""}`, WORLD: world, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (out += data.toString()));
    child.once("error", failed);
    child.once("close", (code) => done({ code: code ?? -1, out }));
  });

/** A comment of GitLab. */
export interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  readonly body: string;
}

export interface GitLab {
  readonly url: string;
  readonly notes: Note[];
  /** Methods with paths, in the order in which they were asked. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const NOTES = "/api/v4/projects/5/merge_requests/7/notes";
const USER = 42;

/** What GitLab answers to a request about notes; undefined: it refuses. */
const answer = (notes: Note[], method: string, { pathname, searchParams }: URL, form: string): object | undefined => {
  const body = new URLSearchParams(form).get("body") ?? "";
  switch (`${method} ${pathname.replace(/\/\d+$/, "/ID")}`) {
    case "GET /api/v4/user":
      return { id: USER };
    case `GET ${NOTES}`: {
      const size = Number(searchParams.get("per_page") ?? 20);
      return notes.slice((Number(searchParams.get("page") ?? 1) - 1) * size).slice(0, size);
    }
    case `POST ${NOTES}`: {
      const note = { id: 9000 + notes.length, author: { id: USER }, body };
      notes.push(note);
      return note;
    }
    case `PUT ${NOTES}/ID`: {
      const at = notes.findIndex(({ id, author }) => pathname.endsWith(`/${String(id)}`) && author.id === USER);
      const note = notes[at];
      return note === undefined ? undefined : (notes[at] = { ...note, body });
    }
    default:
      return undefined;
  }
};

/** GitLab's API as far as the notes of merge request 7 of project 5 need it, for one token. */
export const startGitLab = async (token: string): Promise<GitLab> => {
  const notes: Note[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push(`${method} ${url}`);
    let form = "";
    request.on("data", (data: Buffer) => (form += data.toString()));
    request.on("end", () => {
      const found =
        headers["private-token"] === token
          ? answer(notes, method, new URL(url, "http://gitlab.example"), form)
          : undefined;
      response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(found ?? { message: "404 Not Found" }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/api/v4`,
    notes,
    asked,
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
};

/** Whether a program is at hand that not everybody has. With E2E=required it has to be. */
export const isAtHand = (program: string): boolean =>
  process.env["E2E"] === "required" || spawnSync(program, ["--version"]).status === 0;

/** `describe`, skipped where a program that the scripts need is missing. */
export const describeWith = (program: string): typeof describe.skip => (isAtHand(program) ? describe : describe.skip);
