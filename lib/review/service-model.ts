import { SERVICE_DATA } from "./service-data";

/**
 * What an action does: AWS's access levels, with `delete` apart from `write`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
 */
export type AccessLevel = "read" | "list" | "write" | "delete" | "tagging" | "permissions";

/** The most dangerous first. */
const LEVELS: readonly AccessLevel[] = ["permissions", "delete", "write", "read", "list", "tagging"];

/** What the name of an action begins with, in lower case, and what it then does. Any other name is a `write`. */
const VERBS = (
  [
    ["read", "get describe head batchget batchdescribe view lookup query scan read download"],
    ["list", "list search"],
    // Before `remove` and `delete`.
    ["tagging", "tag untag addtags createtags deletetags removetags"],
    ["delete", "delete batchdelete remove abort purge terminate destroy"],
    ["delete", "schedulekeydeletion replicatedelete partiqldelete"],
  ] as const
).flatMap(([level, verbs]) => verbs.split(" ").map((verb) => ({ verb, level })));

/**
 * Actions by which somebody gains more than the policy writes, for each service the most telling first.
 *
 * Not `sts:AssumeRoleWithSAML` and `sts:AssumeRoleWithWebIdentity`, which need no permission of the caller's, and not
 * `s3:PutObjectAcl`, which MediaConvert needs for canned ACLs. Ways through services that are not here lead over
 * `iam:PassRole` as well.
 *
 * @see https://pathfinding.cloud/paths
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://github.com/primeharbor/sensitive_iam_actions
 */
const ESCALATIONS: readonly string[] = [
  // Change what a principal may do.
  "iam: PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy PutUserPolicy AttachUserPolicy PutGroupPolicy",
  "iam: AttachGroupPolicy AddUserToGroup CreatePolicyVersion SetDefaultPolicyVersion PutRolePermissionsBoundary",
  "iam: DeleteRolePermissionsBoundary PutUserPermissionsBoundary DeleteUserPermissionsBoundary",
  "sso: PutInlinePolicyToPermissionSet AttachManagedPolicyToPermissionSet CreateAccountAssignment",
  // Become another principal.
  "iam: CreateAccessKey CreateLoginProfile UpdateLoginProfile CreateServiceSpecificCredential",
  "iam: ResetServiceSpecificCredential UpdateSAMLProvider UpdateOpenIDConnectProviderThumbprint",
  "iam: AddClientIDToOpenIDConnectProvider",
  "sts: AssumeRole AssumeRoot",
  // Give a service a role, and have it run what one likes.
  "iam: PassRole",
  "apprunner: CreateService",
  "bedrock-agentcore: CreateCodeInterpreter",
  "cloudformation: CreateStack CreateStackSet UpdateStackSet CreateStackInstances",
  "codebuild: CreateProject",
  "datapipeline: CreatePipeline PutPipelineDefinition",
  "ec2: RunInstances RequestSpotInstances",
  "ecs: RegisterTaskDefinition RunTask StartTask CreateService",
  "glue: CreateJob CreateDevEndpoint",
  "lambda: CreateFunction",
  "sagemaker: CreateNotebookInstance CreateProcessingJob CreateTrainingJob",
  // Run what one likes where a role is at work already.
  "apprunner: UpdateService",
  "bedrock-agentcore: StartCodeInterpreterSession InvokeCodeInterpreter",
  "cloudformation: UpdateStack CreateChangeSet ExecuteChangeSet",
  "codebuild: UpdateProject StartBuild StartBuildBatch",
  "codedeploy: CreateDeployment",
  "ec2: ModifyInstanceAttribute CreateLaunchTemplateVersion",
  "ec2-instance-connect: SendSSHPublicKey SendSerialConsoleSSHPublicKey",
  "ecs: ExecuteCommand",
  "glue: UpdateJob UpdateDevEndpoint",
  "lambda: UpdateFunctionCode UpdateFunctionConfiguration",
  "sagemaker: UpdateNotebookInstance CreatePresignedNotebookInstanceUrl",
  "ssm: SendCommand StartSession",
  // Open a resource, to oneself or to everybody.
  "kms: PutKeyPolicy CreateGrant ReplicateKey",
  "s3: PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock PutAccountPublicAccessBlock",
  "s3: PutBucketOwnershipControls PutAccessPointPolicy PutAccessPointPublicAccessBlock CreateAccessGrant",
  "s3: PutAccessGrantsInstanceResourcePolicy PutAccessPointPolicyForObjectLambda PutMultiRegionAccessPointPolicy",
  "secretsmanager: PutResourcePolicy",
  "lambda: AddPermission PutResourcePolicy",
  "sns: AddPermission SetTopicAttributes",
  "sqs: AddPermission SetQueueAttributes",
  "dynamodb: PutResourcePolicy",
].flatMap((line) => {
  const [service = "", names = ""] = line.split(": ");
  return names.split(" ").map((name) => `${service}:${name}`);
});

/** The two sides of the colon, in lower case. Without a colon, the name may be any. */
const partsOf = (action: string): { readonly service: string; readonly name: string } => {
  const lower = action.toLowerCase();
  const colon = lower.indexOf(":");
  if (colon < 0) return { service: lower, name: "*" };
  return { service: lower.slice(0, colon), name: lower.slice(colon + 1) };
};

/** Places in the list, by the action in lower case. */
const ESCALATION_PLACES: ReadonlyMap<string, number> = new Map(
  ESCALATIONS.map((action, index) => [action.toLowerCase(), index]),
);

interface KnownAction {
  /** With AWS's capitals, as `s3:GetObject`. */
  readonly action: string;
  readonly lower: string;
  readonly level: AccessLevel;
  /** The lower the more dangerous. */
  readonly rank: number;
  /** Left out: not known. */
  readonly resources?: readonly string[];
}

const described = (action: string, level: AccessLevel, resources?: readonly string[]): KnownAction => {
  const lower = action.toLowerCase();
  const rank = ESCALATION_PLACES.get(lower) ?? ESCALATIONS.length + LEVELS.indexOf(level);
  return { action, lower, level, rank, ...(resources && { resources }) };
};

/** Actions of one service by their text in lower case. */
type Service = ReadonlyMap<string, KnownAction>;

const SERVICES: ReadonlySet<string> = new Set([
  ...Object.keys(SERVICE_DATA),
  ...ESCALATIONS.map((action) => partsOf(action).service),
]);

const hasData = (service: string): boolean => Object.hasOwn(SERVICE_DATA, service);

/** Services that have been asked for: the text of a service is only read then. Names that no service has are not kept. */
const services = new Map<string, Service>();

const serviceOf = (name: string): Service => {
  const found = services.get(name);
  if (found !== undefined) return found;
  if (!SERVICES.has(name)) return new Map();
  const actions = hasData(name) ? describedActions(name) : escalationsAlone(name);
  const service = new Map(actions.map((known) => [known.lower, known]));
  services.set(name, service);
  return service;
};

/** Actions of a service that the data describes. */
const describedActions = (service: string): readonly KnownAction[] => {
  const [, types = "", ...lines] = (SERVICE_DATA[service] ?? "").split("\n");
  const patterns = new Map(
    types.split(" ").map((each) => {
      const [type = "", pattern = "*"] = each.split("=");
      return [type, pattern] as const;
    }),
  );
  return lines.flatMap((line) => {
    const [level = "", ...groups] = line.split("; ");
    return groups.flatMap((group) => {
      const [named = "", names = ""] = group.split(": ");
      const resources = [...new Set(named.split(" ").map((type) => patterns.get(type) ?? "*"))];
      return names.split(" ").map((name) => described(`${service}:${name}`, levelFrom(level, name), resources));
    });
  });
};

/** Actions of a service without data. */
const escalationsAlone = (service: string): readonly KnownAction[] =>
  ESCALATIONS.filter((action) => action.startsWith(`${service}:`)).map((action) =>
    described(action, levelOfName(partsOf(action).name)),
  );

/** The level of the data, which does not tell deletion from other writing. */
const levelFrom = (level: string, name: string): AccessLevel => {
  if (level === "write") return levelOfName(name.toLowerCase()) === "delete" ? "delete" : "write";
  return LEVELS.find((known) => known === level) ?? "write";
};

const levelOfName = (name: string): AccessLevel => VERBS.find(({ verb }) => name.startsWith(verb))?.level ?? "write";

const knownAction = (action: string): KnownAction | undefined =>
  serviceOf(partsOf(action).service).get(action.toLowerCase());

/** What an action does; where AWS has not said so, its name tells. */
export const accessLevelOf = (action: string): AccessLevel =>
  knownAction(action)?.level ?? levelOfName(partsOf(action).name);

const WILDCARD = /[*?]/;

/** What the actions of a pattern do. Where they are not known, everything that their names leave open. */
export const levelsOfPattern = (pattern: string): ReadonlySet<AccessLevel> => {
  const { service, name } = partsOf(pattern);
  const open = levelsLeftOpen(name);
  if (!hasData(service) && open.length === LEVELS.length) return new Set(open);
  const known = matching(pattern).map(({ level }) => level);
  return new Set(hasData(service) && known.length > 0 ? known : [...known, ...open]);
};

/** What actions can do whose names match a pattern. */
const levelsLeftOpen = (name: string): readonly AccessLevel[] => {
  const wildcard = name.search(WILDCARD);
  if (wildcard === 0) return LEVELS;
  if (wildcard < 0) return [levelOfName(name)];
  const start = name.slice(0, wildcard);
  const longer = VERBS.filter(({ verb }) => verb.startsWith(start)).map(({ level }) => level);
  return [...new Set([...longer, levelOfName(start)])];
};

/** Whether somebody gains more by the action than the policy writes. */
export const isEscalation = (action: string): boolean => ESCALATION_PLACES.has(action.toLowerCase());

/** Actions of a pattern by which somebody gains more than the policy writes. */
export const escalationsOf = (pattern: string): readonly string[] => {
  const glob = globOf(pattern);
  return ESCALATIONS.filter((action) => globMatches(glob, action.toLowerCase()));
};

/**
 * Patterns of the ARNs that an action can name; `*`: it names none, or may do without.
 *
 * @returns undefined: the action is not known, or has a wildcard
 */
export const resourcePatternsOf = (action: string): readonly string[] | undefined => knownAction(action)?.resources;

/** Known actions of a pattern, at most so many, the most dangerous first. */
export const actionsOf = (pattern: string, most: number): readonly string[] =>
  [...matching(pattern)]
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ action }) => action);

/** The action with AWS's capitals where it is known, else as it is. */
export const inCapitals = (action: string): string => knownAction(action)?.action ?? action;

/** Known actions of a pattern. */
const matching = (pattern: string): readonly KnownAction[] => {
  const { service } = partsOf(pattern);
  const glob = globOf(pattern);
  const names = WILDCARD.test(service) ? [...SERVICES] : [service];
  return names.flatMap((name) => [...serviceOf(name).values()].filter(({ lower }) => globMatches(glob, lower)));
};

/** Twice the length of the longest action: a glob has at most one `*` more than characters that it demands. */
const LONGEST_GLOB = 200;

/** A pattern in lower case, with `**` as `*`. What is too long for any action is cut off, and leaves what matches none. */
const globOf = (pattern: string): string => {
  let glob = "";
  for (const character of pattern) {
    if (glob.length > LONGEST_GLOB) break;
    if (character !== "*" || !glob.endsWith("*")) glob += character;
  }
  return glob.toLowerCase();
};

/** Goes back to the last `*` only, which is enough: what stood before it matched as early as it could. */
const globMatches = (glob: string, text: string): boolean => {
  let at = 0;
  let behindStar = -1;
  let from = 0;
  for (let index = 0; index < text.length;) {
    const wanted = glob[at];
    if (wanted === "*") {
      at += 1;
      behindStar = at;
      from = index;
    } else if (wanted === "?" || wanted === text[index]) {
      at += 1;
      index += 1;
    } else if (behindStar >= 0) {
      at = behindStar;
      from += 1;
      index = from;
    } else return false;
  }
  return at === glob.length || (at === glob.length - 1 && glob[at] === "*");
};
