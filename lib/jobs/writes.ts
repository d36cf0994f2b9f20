import * as errors from "../job-errors";
import { KEY_ALIAS, KEY_ARN } from "../policy/patterns";
import type { Asked, Match } from "./collect";
import { GROUPS } from "./fields";
import type { Resolved } from "./merge";
import type { WriteNeed } from "./need";
import { inS3, neighbour, percentNote } from "./reads";
import { destinationScope } from "./scopes";
import { type Node, type ObjectNode, at, fieldAt, itemsAt, textAt } from "./tree";

/** R-S3-WRITE of an output group, with its ACL and its encryption. */
export const destinationNeed = (match: Match): Asked =>
  inS3(match.node, true, match.field.rule, ({ node, bucket, key }) => {
    const subdirectories = neighbour(match, "DirectoryStructure")?.text === "SUBDIRECTORY_PER_STREAM";
    const { pattern, rules } = destinationScope(key, subdirectories);
    const s3 = fieldAt(match.around[0], "DestinationSettings", "S3Settings");
    const acl = textAt(s3, "AccessControl", "CannedAcl");
    const storageClass = textAt(s3, "StorageClass")?.text;
    const { encryption, problems, notes } = encryptionOf(s3);
    const write: WriteNeed = {
      bucket,
      pattern,
      origin: { place: match.node.place, rules: ["R-S3-WRITE", ...rules] },
      ...(acl === undefined ? {} : { acl: { value: acl.text, origin: { place: acl.place, rules: ["R-S3-ACL"] } } }),
      ...(encryption === undefined ? {} : { encryption }),
      ...(storageClass === undefined ? {} : { storageClass }),
    };
    return { writes: [write], problems, notes: [...percentNote(node, "R-S3-WRITE"), ...notes] };
  });

/** R-KMS-OUT, R-GATE: what the job says of encryption. */
const encryptionOf = (
  s3: Node | undefined,
): Pick<WriteNeed, "encryption"> & Required<Pick<Asked, "problems" | "notes">> => {
  const type = textAt(s3, "Encryption", "EncryptionType")?.text;
  const key = textAt(s3, "Encryption", "KmsKeyArn");
  if (type === "SERVER_SIDE_ENCRYPTION_S3") {
    const notes =
      key === undefined
        ? []
        : [
            {
              origin: { place: key.place, rules: ["R-GATE"] } as const,
              says: "has no effect with SERVER_SIDE_ENCRYPTION_S3",
            },
          ];
    return { encryption: "none", problems: [], notes };
  }
  if (key === undefined) return { ...(type === undefined ? {} : { encryption: "aws/s3" }), problems: [], notes: [] };
  const where = at(key.place);
  if (KEY_ALIAS.test(key.text)) return { problems: [errors.keyAlias(where, key.text, "ARN")], notes: [] };
  if (!KEY_ARN.test(key.text)) {
    return {
      problems: [errors.arnMalformed(where, key.text, "arn:aws:kms:REGION:ACCOUNT:key/ID")],
      notes: [],
    };
  }
  const context = textAt(s3, "Encryption", "KmsEncryptionContext");
  return {
    encryption: { keyArn: key.text, origin: { place: key.place, rules: ["R-KMS-OUT"] } },
    problems: [],
    notes:
      context === undefined
        ? []
        : [
            {
              origin: { place: context.place, rules: ["R-KMS-CTX"] },
              says: "adds pairs to the encryption context, for which the role needs nothing more",
            },
          ],
  };
};

/** R-S3-WRITE of a log or report, whose file names are not documented. */
export const logNeed = ({ field, node }: Match): Asked =>
  inS3(node, true, field.rule, ({ node: text, bucket, key }) => {
    const { pattern, rules } = destinationScope(key);
    return {
      writes: [{ bucket, pattern, origin: { place: node.place, rules: ["R-S3-WRITE", ...rules] } }],
      notes: percentNote(text, "R-S3-WRITE"),
    };
  });

/** R-DEST-ABSENT: groups that do not say where they write. */
export const groupNeed = (root: ObjectNode, { document, templateMissing }: Resolved): Asked => {
  const groups = itemsAt(root, "Settings", "OutputGroups");
  const mayComeLater = templateMissing || document.kind !== "job";
  const absent = groups.filter((group) => !GROUPS.some((name) => hasDestination(group, name)));
  const nothing = groups.length === 0 && !templateMissing ? [fieldAt(root, "Settings") ?? root] : [];
  const silent = [...absent, ...nothing];
  return mayComeLater
    ? {
        unknowns: silent.map(({ place }) => ({
          ask: "ASK-DESTINATION",
          subject: at(place),
          origin: { place, rules: ["R-DEST-ABSENT"] },
          blocks: true,
        })),
      }
    : {
        problems: [
          ...absent.map(({ place }) => errors.destinationMissing(at(place))),
          ...nothing.map(({ place }) => errors.noOutputs(at(place))),
        ],
      };
};

const hasDestination = (group: Parameters<typeof textAt>[0], name: string): boolean =>
  textAt(group, "OutputGroupSettings", name, "Destination") !== undefined;
