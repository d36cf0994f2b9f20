import * as errors from "../job-errors";
import type { Problem } from "../problem";
import type { JobDocument } from "./documents";
import { FIELDS, type Field, type FieldKind } from "./fields";
import { type Need, NO_NEED, type Note, union } from "./need";
import type { Resolved } from "./merge";
import { jobNeed } from "./job";
import { readNeed, packageNeed, seriesNeed } from "./reads";
import {
  c2paNeed,
  clientSideNeed,
  connectionNeed,
  endpointNeed,
  feedNeed,
  inferenceNeed,
  secretNeed,
} from "./services";
import { type Node, type ObjectNode, at } from "./tree";
import { destinationNeed, groupNeed, logNeed } from "./writes";

/** A field of the table that a job has, with the objects around it, the nearest first. */
export interface Match {
  readonly field: Field;
  readonly node: Node;
  readonly around: readonly ObjectNode[];
}

/** What one field asks for. */
export interface Asked extends Partial<Need> {
  readonly problems?: readonly Problem[] | undefined;
}

/** Who reads which kind of field. `part` and `job` are read together with what they belong to. */
const READERS: { readonly [kind in FieldKind]: (match: Match) => Asked } = {
  read: readNeed,
  series: seriesNeed,
  package: packageNeed,
  destination: destinationNeed,
  log: logNeed,
  speke: endpointNeed,
  nielsen: endpointNeed,
  secret: secretNeed,
  c2pa: c2paNeed,
  "client-side": clientSideNeed,
  connection: connectionNeed,
  inference: inferenceNeed,
  feed: feedNeed,
  part: () => ({}),
  job: () => ({}),
  none: ({ field, node }) => ({ notes: isS3(node) ? [noteOf(field, node)] : [] }),
};

const isS3 = (node: Node): boolean => node.kind === "text" && node.text.startsWith("s3://");

const noteOf = ({ rule }: Field, { place }: Node): Note => ({
  origin: { place, rules: [rule] },
  says: "is an s3:// address that the role does not need",
});

/** The table as a tree of steps, so that a job is walked once. */
interface Step {
  readonly next: Map<string, Step>;
  field?: Field;
}

const stepsOf = (path: string): readonly string[] => path.replaceAll("[]", ".[]").split(".");

const tableTree = (): Step => {
  const root: Step = { next: new Map() };
  for (const field of FIELDS) {
    let here = root;
    for (const step of stepsOf(field.path)) {
      const next = here.next.get(step) ?? { next: new Map<string, Step>() };
      here.next.set(step, next);
      here = next;
    }
    here.field = field;
  }
  return root;
};

const TABLE = tableTree();

/** Free text about the job, which the service only keeps. */
const KEPT = new Set(["UserMetadata", "Name", "Description", "Category", "ClientRequestToken", "Arn", "Id"]);

/** Walks a job: the fields of the table, and s3:// addresses where the table has none. */
const walk = (root: ObjectNode): { readonly matches: readonly Match[]; readonly strangers: readonly Node[] } => {
  const matches: Match[] = [];
  const strangers: Node[] = [];
  const visit = (node: Node, step: Step | undefined, around: readonly ObjectNode[]): void => {
    if (step?.field !== undefined) matches.push({ field: step.field, node, around });
    else if (isS3(node)) strangers.push(node);
    if (node.kind === "list") for (const item of node.items) visit(item, step?.next.get("[]"), around);
    if (node.kind !== "object") return;
    const inside = [node, ...around];
    for (const [key, item] of node.fields) {
      if (around.length === 0 && KEPT.has(key)) continue;
      visit(item, step?.next.get(key) ?? step?.next.get("{name}"), inside);
    }
  };
  visit(root, TABLE, []);
  return { matches, strangers };
};

/** What one document asks of its role, with every problem. */
export const needOf = (resolved: Resolved): { readonly need: Need; readonly problems: readonly Problem[] } => {
  const root = requestOf(resolved.document);
  const { matches, strangers } = walk(root);
  const asked: readonly Asked[] = [
    ...matches.map((match) => READERS[match.field.kind](match)),
    ...(resolved.document.kind === "preset" ? [] : [groupNeed(root, resolved), jobNeed(root, resolved)]),
    { unknowns: resolved.unknowns },
    {
      unknowns: strangers.map(({ place }) => ({
        ask: "ASK-FIELD",
        subject: at(place),
        origin: { place, rules: ["R-S3-READ"] },
        blocks: false,
      })),
    },
  ];
  return {
    need: union(asked.map((some) => ({ ...NO_NEED, ...some }))),
    problems: [...matches.flatMap(notText), ...asked.flatMap(({ problems = [] }) => problems)],
  };
};

const KINDS = { object: "an object", list: "a list", other: "no text" } as const;

/** A field that counts and cannot be read, such as `{ "Ref": "Key" }`. */
const notText = ({ field, node }: Match): readonly Problem[] =>
  node.kind === "text" || field.kind === "none" ? [] : [errors.notText(at(node.place), KINDS[node.kind])];

/** A preset as the output that would use it, so that the table's paths hold. */
const requestOf = ({ kind, node }: JobDocument): ObjectNode => {
  if (kind !== "preset") return node;
  const { place } = node;
  const inside = (key: string, item: Node): ObjectNode => ({ kind: "object", place, fields: new Map([[key, item]]) });
  const list = (item: Node): Node => ({ kind: "list", place, items: [item] });
  const settings = node.fields.get("Settings") ?? node;
  return inside("Settings", inside("OutputGroups", list(inside("Outputs", list(settings)))));
};
