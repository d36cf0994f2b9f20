import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser that `CHROME_BIN` names, or else the first on the PATH; or why there is none. */
const findBrowser = (): { readonly path: string } | { readonly missing: string } => {
  if (process.env["E2E"] === "off") return { missing: "nothing, but E2E=off" };
  const named = process.env["CHROME_BIN"];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates =
    named === undefined ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))) : [named];
  const path = candidates.find(isExecutable);
  return path === undefined ? { missing: named ?? NAMES.join(", ") } : { path };
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const found = findBrowser();
if ("missing" in found) process.stderr.write(`browser tests are skipped; missing: ${found.missing}\n`);

/** `describe`, skipped where there is no browser, which is never required. */
export const describeBrowser = "missing" in found ? describe.skip : describe;

/** How a page is looked at. */
export interface View {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly media?: "screen" | "print";
}

/** What a page did that a document should not do. */
export interface Deeds {
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
  readonly dialogs: readonly string[];
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: { readonly [key: string]: unknown };
  readonly result?: { readonly [key: string]: unknown };
  readonly error?: { readonly message: string };
}

/** A part of the page for a screen reader. */
export interface Accessible {
  readonly role: string;
  readonly name: string;
  readonly description: string;
}

/** Chromium without a window, driven by the DevTools protocol over its pipe. */
export class Browser {
  private lastId = 0;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Set<(message: Message) => void>();
  /** Fails when the browser ends, so that nothing waits for it in vain. */
  private readonly ended: Promise<never>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.ended = new Promise((_, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => reject(new Error(`the browser ended: ${String(code ?? signal)}`)));
      child.stdio[3]?.once("error", reject);
    });
    this.ended.catch(() => undefined);
    let text = "";
    const output = child.stdio[4] as Readable;
    output.setEncoding("utf8");
    output.on("data", (data: string) => {
      const messages = (text + data).split("\0");
      text = messages.pop() ?? "";
      for (const message of messages) this.take(JSON.parse(message) as Message);
    });
  }

  static start(): Browser {
    if ("missing" in found) throw new Error(`no browser: ${found.missing}`);
    const folder = mkdtempSync(join(process.env["TEST_WORK"] ?? tmpdir(), "browser-"));
    const child = spawn(
      found.path,
      [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--remote-debugging-pipe",
        `--user-data-dir=${join(folder, "profile")}`,
      ],
      {
        stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
        env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
      },
    );
    return new Browser(child, folder);
  }

  /** Opens a file and waits until it is loaded. */
  async open(file: string, { width = 1280, scheme = "light", media = "screen" }: View = {}): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, String(sessionId), String(targetId));
    await Promise.race([page.load(pathToFileURL(file).href, { width, scheme, media }), this.ended]);
    return page;
  }

  async stop(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended.catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  listen(listener: (message: Message) => void): void {
    this.listeners.add(listener);
  }

  async send(method: string, params: object = {}, sessionId?: string): Promise<{ readonly [key: string]: unknown }> {
    const id = ++this.lastId;
    const answer = new Promise<Message>((resolve) => this.waiting.set(id, resolve));
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await Promise.race([answer, this.ended]);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  private take(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.listeners) listener(message);
      return;
    }
    this.waiting.get(message.id)?.(message);
    this.waiting.delete(message.id);
  }
}

/** An open page. */
export class Page {
  private readonly requests: string[] = [];
  private readonly complaints: string[] = [];
  private readonly dialogs: string[] = [];
  private readonly loaded: Promise<void>;

  constructor(
    private readonly browser: Browser,
    private readonly sessionId: string,
    private readonly targetId: string,
  ) {
    this.loaded = new Promise((resolve) =>
      browser.listen((message) => {
        if (message.sessionId !== sessionId) return;
        this.note(message);
        if (message.method === "Page.loadEventFired") resolve();
      }),
    );
  }

  async load(url: string, { width, scheme, media }: Required<View>): Promise<void> {
    for (const domain of ["Page", "Runtime", "Network", "Log"]) await this.send(`${domain}.enable`);
    await this.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.send("Emulation.setEmulatedMedia", {
      media,
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
    await this.send("Page.navigate", { url });
    await this.loaded;
  }

  get deeds(): Deeds {
    return { requests: this.requests, complaints: this.complaints, dialogs: this.dialogs };
  }

  /** Evaluates an expression in the page, whose result is JSON. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { readonly value: Value }).value;
  }

  /** What a screen reader is told. */
  async accessible(): Promise<readonly Accessible[]> {
    const { nodes } = await this.send("Accessibility.getFullAXTree");
    return (nodes as readonly { readonly [key in keyof Accessible]?: { readonly value?: string } }[]).map(
      ({ role, name, description }) => ({
        role: role?.value ?? "",
        name: name?.value ?? "",
        description: description?.value ?? "",
      }),
    );
  }

  async close(): Promise<void> {
    await this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }

  private async send(method: string, params: object = {}): Promise<{ readonly [key: string]: unknown }> {
    return this.browser.send(method, params, this.sessionId);
  }

  private note({ method, params = {} }: Message): void {
    switch (method) {
      case "Network.requestWillBeSent":
        this.requests.push((params["request"] as { readonly url: string }).url);
        break;
      case "Page.javascriptDialogOpening":
        this.dialogs.push(String(params["message"]));
        void this.send("Page.handleJavaScriptDialog", { accept: true });
        break;
      case "Runtime.consoleAPICalled":
      case "Runtime.exceptionThrown":
      case "Log.entryAdded":
        this.complaints.push(JSON.stringify(params));
        break;
    }
  }
}
