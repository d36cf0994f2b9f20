import * as errors from "../job-errors";
import { type Problem, inQuotes } from "../problem";
import { type Node, type ObjectNode, type Place, at, fieldAt, textAt, treeOf } from "./tree";

/**
 * One thing that was given: a job (a CreateJob request, an answer of GetJob, or bare settings), a job template or a
 * preset. The tree begins at the request, so that paths are the API's.
 */
export interface JobDocument {
  readonly kind: "job" | "template" | "preset";
  /** Of a template or preset: how jobs name it. */
  readonly name?: string;
  readonly node: ObjectNode;
}

/** What a value held, and what is wrong with it. */
export interface Found {
  readonly documents: readonly JobDocument[];
  readonly problems: readonly Problem[];
}

const OF_JOBS = [
  "Inputs",
  "OutputGroups",
  "AdAvailOffset",
  "AvailBlanking",
  "ColorConversion3DLUTSettings",
  "Esam",
  "ExtendedDataServices",
  "FollowSource",
  "KantarWatermark",
  "MotionImageInserter",
  "MotionImageInserters",
  "NielsenConfiguration",
  "NielsenNonLinearWatermark",
  "TimecodeConfig",
  "TimedMetadataInsertion",
];
const OF_PRESETS = ["AudioDescriptions", "CaptionDescriptions", "ContainerSettings", "VideoDescription"];

/** Answers of the API wrap what they are about. */
const WRAPPERS = ["Job", "Jobs", "JobTemplate", "JobTemplates", "Preset", "Presets"];

/**
 * Takes apart what a file holds.
 *
 * @param value parsed JSON: one of the forms, or a list of them
 * @param source name of the file, for paths
 */
export const readDocuments = (value: unknown, source: string): Found => {
  const { node, problems } = treeOf(value, { source });
  if (problems.length > 0) return { documents: [], problems };
  const found = documentsIn(node);
  return found.documents.length === 0 && found.problems.length === 0
    ? { documents: [], problems: [errors.noJobs(source)] }
    : found;
};

const documentsIn = (node: Node): Found => {
  if (node.kind === "list") return together(node.items.map(documentsIn));
  const wrapped = WRAPPERS.map((key) => fieldAt(node, key))
    .filter((inner) => inner !== undefined)
    .filter(isHolder);
  if (fieldAt(node, "Settings") === undefined && wrapped.length > 0) return together(wrapped.map(documentsIn));
  const document = documentOf(node);
  return document === undefined
    ? { documents: [], problems: [errors.notAJob(at(node.place), looksLike(node))] }
    : { documents: [document], problems: [] };
};

const together = (found: readonly Found[]): Found => ({
  documents: found.flatMap(({ documents }) => documents),
  problems: found.flatMap(({ problems }) => problems),
});

const isHolder = (node: Node): boolean => node.kind === "object" || node.kind === "list";

const hasAny = (node: Node | undefined, keys: readonly string[]): boolean =>
  keys.some((key) => fieldAt(node, key) !== undefined);

const documentOf = (node: Node): JobDocument | undefined => {
  if (node.kind !== "object") return undefined;
  const settings = fieldAt(node, "Settings");
  const name = textAt(node, "Name")?.text;
  const named = name === undefined ? {} : { name };
  const isJob = hasAny(node, ["Role", "JobTemplate"]);
  if (settings?.kind === "object") {
    if (hasAny(settings, OF_PRESETS) && !hasAny(settings, OF_JOBS)) return { kind: "preset", ...named, node };
    if (!isJob && name !== undefined) return { kind: "template", name, node };
    return isJob || hasAny(settings, OF_JOBS) ? { kind: "job", node } : undefined;
  }
  if (settings === undefined && hasAny(node, OF_JOBS)) return { kind: "job", node: underSettings(node) };
  if (settings === undefined && hasAny(node, OF_PRESETS)) return { kind: "preset", node: underSettings(node) };
  return settings === undefined && textAt(node, "JobTemplate") !== undefined ? { kind: "job", node } : undefined;
};

/** Bare settings, as they stand in a request; their paths stay those of the file. */
const underSettings = (node: ObjectNode): ObjectNode => ({
  kind: "object",
  place: node.place,
  fields: new Map([["Settings", node]]),
});

/** Files that get mixed up with jobs: a key that tells them, and what to say. */
const OTHER_FILES: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["Stacks"], "it looks like a settings file of roles"],
  [["Resource_changes"], "it looks like a Terraform plan"],
  [["Planned_values"], "it looks like a Terraform plan"],
  [["Terraform_version"], "it looks like a Terraform state"],
  [["Resource"], "it looks like Terraform JSON"],
  [["Statement"], "it looks like an IAM policy"],
  [["AssumeRolePolicyDocument"], "it looks like an IAM role"],
  [["Resources"], "it looks like a CloudFormation template"],
  [["StartAt", "States"], "it looks like a Step Functions state machine"],
  [["Detail-type"], "it looks like an EventBridge event"],
  [["Dependencies"], "it looks like a package.json"],
  [["DevDependencies"], "it looks like a package.json"],
  [["Queue"], "it holds a queue"],
];

const looksLike = (node: Node): string => {
  if (node.kind === "text") return `it is the text ${inQuotes(node.text)}`;
  if (node.kind !== "object") return `it is no object`;
  const other = OTHER_FILES.find(([keys]) => keys.every((key) => node.fields.has(key)));
  if (other !== undefined) return other[1];
  const keys = [...node.fields.values()].map(({ place }) => String(place.step));
  if (keys.length === 0) return "it is an empty object";
  const settings = fieldAt(node, "Settings");
  if (settings?.kind === "object") return 'its "Settings" has none of a job\'s settings';
  if (settings !== undefined) return 'its "Settings" is no object; write the settings themselves there';
  const shown = keys.slice(0, 5).map(inQuotes).join(", ");
  return `it has none of a job's settings, but ${shown}${keys.length > 5 ? " and more" : ""}`;
};

/** The place of a document as a whole. */
export const placeOf = (document: JobDocument): Place => document.node.place;
