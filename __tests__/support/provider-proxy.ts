import {
  type ClientHttp2Session,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
  connect,
  constants,
  createServer,
} from "node:http2";
import { type AddressInfo, connect as connectTo } from "node:net";
import { withoutOtherTypes } from "./provider-schema";

/** A provider process that answers on a socket. */
export interface ProviderProcess {
  readonly socket: string;
  stop(): Promise<void>;
}

/** The service of Terraform's plugin protocol 5, which the AWS provider speaks. */
const SERVICE = "/tfplugin5.Provider/";

const ANSWER = { ":status": 200, "content-type": "application/grpc" } as const;

/** A process with the configuration that it has, and the commands that gave it. */
interface Backend {
  readonly process: ProviderProcess;
  readonly client: ClientHttp2Session;
  configuration: string;
  readonly sessions: Set<Http2Session>;
}

/**
 * Stands between Terraform and provider processes that are kept, and passes on what they say to each other, with two
 * exceptions:
 *
 * - Of the provider's schema it tells only the types that tests use. Terraform reads the schema in each command, and
 *   most of a command's time went into the 1,500 types that it does not use.
 * - Each configuration of a command has a process to itself, since a process has one configuration at a time.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/README.md
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export class ProviderProxy {
  private readonly server = createServer();
  /** A session is a provider to Terraform: one for each configuration. */
  private readonly open = new Set<Http2Session>();
  private readonly backends: Backend[] = [];
  private readonly configured = new WeakMap<Http2Session, Backend>();

  private constructor(private readonly start: () => Promise<ProviderProcess>) {}

  /** `keptSchema` gives the schema that it kept, or fetches it. */
  static async start(
    start: () => Promise<ProviderProcess>,
    keptSchema: (fetch: () => Promise<Buffer>) => Promise<Buffer>,
  ): Promise<ProviderProxy> {
    const proxy = new ProviderProxy(start);
    const first = await proxy.startBackend();
    const schema = await keptSchema(async () => framed(withoutOtherTypes(await schemaOf(first.client))));
    proxy.listen(first, schema);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const session of this.open) session.destroy();
    this.server.close();
    for (const { client } of this.backends) client.destroy();
    await Promise.all(this.backends.map(async ({ process }) => process.stop()));
  }

  /** Nobody else gets the process before its configuration is in its name. */
  private async startBackend(configuration = "", ...sessions: readonly Http2Session[]): Promise<Backend> {
    const process = await this.start();
    const client = connect("http://localhost", { createConnection: () => connectTo(process.socket) });
    const backend = { process, client, configuration, sessions: new Set(sessions) };
    this.backends.push(backend);
    return backend;
  }

  private listen(first: Backend, schema: Buffer): void {
    this.server.on("session", (session) => {
      this.open.add(session);
      session.once("close", () => this.open.delete(session));
    });
    this.server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      // A command that ends early waits for no answer.
      stream.on("error", () => undefined);
      this.answer(stream, headers, first, schema).catch((error: unknown) => {
        if (!stream.headersSent && !stream.destroyed) refuse(stream, "13", String(error));
      });
    });
  }

  private async answer(
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    first: Backend,
    schema: Buffer,
  ): Promise<void> {
    const { session } = stream;
    const path = headers[":path"] ?? "";
    if (session === undefined || !path.startsWith(SERVICE)) {
      refuse(stream, "12", `the proxy passes on ${SERVICE} alone`);
      return;
    }
    const request = await bodyOf(stream);
    if (path === `${SERVICE}GetSchema`) reply(stream, schema);
    else if (path === `${SERVICE}Configure`)
      passOn(stream, headers, request, (await this.forConfiguration(session, request.toString("base64"))).client);
    else passOn(stream, headers, request, (this.configured.get(session) ?? first).client);
  }

  /** The process that has this configuration; else one of which no command makes use; else a new one. */
  private async forConfiguration(session: Http2Session, configuration: string): Promise<Backend> {
    const backend =
      this.backends.find((one) => one.configuration === configuration) ??
      this.backends.find(({ sessions }) => [...sessions].every((one) => !this.open.has(one))) ??
      (await this.startBackend(configuration, session));
    backend.configuration = configuration;
    backend.sessions.add(session);
    this.configured.set(session, backend);
    return backend;
  }
}

/** A message of gRPC: not compressed, its length, and itself. */
const framed = (message: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};

const bodyOf = async (stream: AsyncIterable<unknown>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const schemaOf = async (client: ClientHttp2Session): Promise<Buffer> => {
  const request = client.request({
    ":method": "POST",
    ":path": `${SERVICE}GetSchema`,
    "content-type": "application/grpc",
    te: "trailers",
  });
  request.end(framed(Buffer.alloc(0)));
  return (await bodyOf(request)).subarray(5);
};

/** @see https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
const refuse = (stream: ServerHttp2Stream, status: "12" | "13", message: string): void =>
  stream.respond(
    { ...ANSWER, "grpc-status": status, "grpc-message": encodeURIComponent(message) },
    { endStream: true },
  );

const reply = (stream: ServerHttp2Stream, body: Buffer): void => {
  stream.respond(ANSWER, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(body);
};

const passOn = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  request: Buffer,
  client: ClientHttp2Session,
): void => {
  if (stream.destroyed) return;
  const upstream = client.request(headers);
  let trailers: IncomingHttpHeaders = {};
  upstream.once("trailers", (given: IncomingHttpHeaders) => (trailers = given));
  upstream.once("response", (given, flags) => {
    if ((flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0) {
      stream.respond(given, { endStream: true });
      return;
    }
    stream.respond(given, { waitForTrailers: true });
    stream.once("wantTrailers", () => stream.sendTrailers(trailers));
    upstream.pipe(stream);
  });
  upstream.once("error", () => stream.close(constants.NGHTTP2_CANCEL));
  stream.once("close", () => upstream.close(constants.NGHTTP2_CANCEL));
  upstream.end(request);
};
