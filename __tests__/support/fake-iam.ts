import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { run } from "../../lib/cli/program";
import type { Ended } from "./cli";
import { newFolder } from "./e2e";

/** IAM's answers: action → what stands in its result, or the error that it answers with. */
export type Answers = {
  readonly [action: string]: string | { readonly code: string; readonly status?: number };
};

/** A list in an answer. */
export const listed = (name: string, ...members: readonly string[]): string =>
  `<${name}>${members.map((member) => `<member>${member}</member>`).join("")}</${name}><IsTruncated>false</IsTruncated>`;

/** An IAM that answers what it is told to, and the command line that asks it. */
export class FakeIam {
  answers: Answers = {};
  /** Actions, in the order in which they were asked. */
  asked: string[] = [];
  /** What the last question had with it. */
  last = new URLSearchParams();
  private readonly server: Server;
  private readonly before = process.env;

  constructor() {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        this.last = new URLSearchParams(body);
        const action = this.last.get("Action") ?? "";
        this.asked.push(action);
        const answer = this.answers[action] ?? { code: "InvalidAction" };
        const isFine = typeof answer === "string";
        response.writeHead(isFine ? 200 : (answer.status ?? 403), { "content-type": "text/xml" });
        response.end(
          isFine
            ? `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`
            : `<ErrorResponse><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>AWS says no</Message></Error></ErrorResponse>`,
        );
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  stop(): void {
    this.server.close();
  }

  /** Answers from now on; the environment says where it is, and nothing else about AWS. */
  tell(answers: Answers): void {
    this.answers = answers;
    this.asked = [];
    const { port } = this.server.address() as AddressInfo;
    process.env = {
      PATH: this.before["PATH"],
      TEST_WORK: this.before["TEST_WORK"],
      HOME: newFolder("home"),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}`,
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
      AWS_REGION: "eu-west-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
    };
  }

  /** Puts the environment back. */
  forget(): void {
    process.env = this.before;
  }
}

/** The command line, where it may ask AWS. */
export const cliAsking = async (...words: readonly string[]): Promise<Ended> => {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { log: (line: string) => void out.push(line), error: (line: string) => void err.push(line) };
  const code = await run(words, { output, env: process.env });
  return { code, stdout: out.join("\n"), stderr: err.join("\n") };
};
