import type { IAMClient, Role } from "@aws-sdk/client-iam";
import * as errors from "../adopt-errors";
import { type Problem, SettingsError } from "../problem";
import type { LiveRole } from "../settings/adopted";

type Sdk = typeof import("@aws-sdk/client-iam");

/**
 * IAM as the AWS API has it, in the account of the credentials that the AWS SDK finds.
 *
 * The SDK is an optional peer: it is loaded here alone, once something is asked.
 */
export class Iam {
  private readonly sdk: Sdk;
  private readonly client: IAMClient;

  /**
   * @param region Region whose partition's IAM is asked; left out: the environment's or the profile's
   * @throws SettingsError where the SDK is not installed
   */
  constructor(region?: string) {
    this.sdk = loadSdk();
    this.client = new this.sdk.IAMClient(region === undefined ? {} : { region });
  }

  /** The Region that was given, or that the environment or the profile says. */
  async region(): Promise<string | undefined> {
    return this.client.config.region().catch(() => undefined);
  }

  close(): void {
    this.client.destroy();
  }

  /**
   * A role with all that belongs to it; undefined where there is none of that name.
   *
   * @throws SettingsError with every call that fails
   */
  async liveRole(name: string): Promise<LiveRole | undefined> {
    const role = await this.role(name);
    if (role === undefined) return undefined;
    const [inline, attached] = [this.inlinePolicies(name), this.attachedPolicies(name)];
    await everyOne<unknown>([inline, attached]);
    const { Arn, RoleName, Path, Description, MaxSessionDuration, PermissionsBoundary, Tags = [] } = role;
    const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      arn: Arn ?? "",
      name: RoleName ?? name,
      path: Path ?? "/",
      trust: decoded(role.AssumeRolePolicyDocument),
      ...(Description === undefined ? {} : { description: Description }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionDuration: MaxSessionDuration }),
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
      inline: await inline,
      attached: await attached,
    };
  }

  /** A role without its policies. */
  async role(name: string): Promise<Role | undefined> {
    const command = new this.sdk.GetRoleCommand({ RoleName: name });
    return ask("iam:GetRole", name, async () => {
      try {
        return (await this.client.send(command)).Role;
      } catch (error) {
        if (error instanceof this.sdk.NoSuchEntityException) return undefined;
        throw error;
      }
    });
  }

  /** Policies of the account, as opposed to AWS's. */
  async ownPolicies(): Promise<readonly { readonly name: string; readonly arn: string; readonly path: string }[]> {
    const pages = this.sdk.paginateListPolicies({ client: this.client }, { Scope: "Local" });
    return ask("iam:ListPolicies", "*", () =>
      collect(pages, ({ Policies = [] }) =>
        Policies.map(({ PolicyName = "", Arn = "", Path = "/" }) => ({ name: PolicyName, arn: Arn, path: Path })),
      ),
    );
  }

  private async inlinePolicies(RoleName: string): Promise<LiveRole["inline"]> {
    const pages = this.sdk.paginateListRolePolicies({ client: this.client }, { RoleName });
    const names = await ask("iam:ListRolePolicies", RoleName, () =>
      collect(pages, ({ PolicyNames = [] }) => PolicyNames),
    );
    return everyOne(
      names.map(async (PolicyName) => {
        const command = new this.sdk.GetRolePolicyCommand({ RoleName, PolicyName });
        const { PolicyDocument } = await ask("iam:GetRolePolicy", RoleName, () => this.client.send(command));
        return { name: PolicyName, document: decoded(PolicyDocument) };
      }),
    );
  }

  private async attachedPolicies(RoleName: string): Promise<readonly string[]> {
    const pages = this.sdk.paginateListAttachedRolePolicies({ client: this.client }, { RoleName });
    return ask("iam:ListAttachedRolePolicies", RoleName, () =>
      collect(pages, ({ AttachedPolicies = [] }) => AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? [])),
    );
  }
}

const loadSdk = (): Sdk => {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an optional peer, and slow to load
    return require("@aws-sdk/client-iam") as Sdk;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new SettingsError("the installation", [errors.sdkMissing()]);
  }
};

const collect = async <Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[],
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  for await (const page of pages) found.push(...items(page));
  return found;
};

/** IAM returns documents as parts of a URL (RFC 3986). */
const decoded = (document = ""): string => {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
};

/** Waits for all, and tells every failure. */
const everyOne = async <T>(questions: readonly Promise<T>[]): Promise<readonly T[]> => {
  const settled = await Promise.allSettled(questions);
  const reasons = settled.flatMap((one): readonly unknown[] => (one.status === "rejected" ? [one.reason] : []));
  const odd = reasons.find((reason) => !(reason instanceof SettingsError));
  if (odd !== undefined) throw odd as Error;
  const problems = (reasons as readonly SettingsError[]).flatMap((reason) => reason.problems);
  const byMessage = new Map(problems.map((found) => [found.message, found]));
  if (problems.length > 0) throw new SettingsError("what IAM was asked", [...byMessage.values()]);
  return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
};

/** A question to IAM, whose failure says what to do. */
const ask = async <T>(action: string, role: string, question: () => Promise<T>): Promise<T> => {
  try {
    return await question();
  } catch (error) {
    throw new SettingsError("what IAM was asked", [failureOf(error, action, role)]);
  }
};

const DENIED = /^AccessDenied(Exception)?$/;
const CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|AuthFailure|OptInRequired)$/;
const NETWORK =
  /\b(ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*|UNABLE_TO_[A-Z_]+)\b/;

const failureOf = (error: unknown, action: string, role: string): Problem => {
  const { name, code = "", message } = error as NodeJS.ErrnoException;
  const reason = message === "" ? name : message;
  if (DENIED.test(name)) return errors.actionDenied(action, role, reason);
  if (CREDENTIALS.test(name)) return errors.noCredentials(reason);
  const network = NETWORK.exec(`${code} ${message}`)?.[0] ?? (name === "TimeoutError" ? reason : undefined);
  if (network !== undefined) return errors.notReached(network);
  if (name === "Error" || name === "TypeError") throw error;
  return errors.otherAnswer(action, `${name}: ${reason}`);
};
