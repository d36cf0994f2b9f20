import * as errors from "../job-errors";
import type { Asked, Match } from "./collect";
import type { Note } from "./need";
import { type Scope, directoryOf, objectScope, prefixScope, seriesScope } from "./scopes";
import { parseUri } from "./s3-uri";
import type { RuleId } from "./rules";
import { type Node, type TextNode, at, textAt } from "./tree";

/** Something in S3 that a field names. */
export interface Named {
  readonly node: TextNode;
  readonly bucket: string;
  readonly key: string;
}

const PERCENT = /%[0-9A-Fa-f]{2}/;

/**
 * What a field that names something in S3 asks for: nothing where it is empty or over http(s), a problem where it is
 * neither, and else what `ask` makes of it.
 */
export const inS3 = (node: Node, s3Only: boolean, rule: RuleId, ask: (named: Named) => Asked): Asked => {
  if (node.kind !== "text" || node.text === "") return {};
  const uri = parseUri(node.text, at(node.place), s3Only);
  if (uri.kind === "wrong") return { problems: [uri.problem] };
  if (uri.kind === "http") {
    const origin = { place: node.place, rules: ["R-HTTP"] } as const;
    return { notes: [{ origin, says: "is read over http(s): the server must be public, and the role needs nothing" }] };
  }
  const { bucket, key, bucketKind } = uri;
  if (bucketKind === undefined) return ask({ node, bucket, key });
  const origin = { place: node.place, rules: [rule] } as const;
  return { unknowns: [{ ask: "ASK-BUCKET-KIND", subject: bucket, origin, blocks: true }] };
};

/** The same for a field that names one object. */
const objectInS3 = (node: Node, s3Only: boolean, rule: RuleId, ask: (named: Named) => Asked): Asked =>
  inS3(node, s3Only, rule, (named) =>
    named.key === "" || named.key.endsWith("/")
      ? { problems: [errors.objectMissing(at(node.place), named.node.text)] }
      : ask(named),
  );

/** The service's documentation does not say whether percent sequences are decoded. */
export const percentNote = (node: TextNode, rule: RuleId): readonly Note[] =>
  PERCENT.test(node.text)
    ? [
        {
          origin: { place: node.place, rules: [rule] },
          says: "holds a percent sequence, which is taken literally; write the character itself if the key holds that",
        },
      ]
    : [];

/** R-S3-READ and what extensions add to it: R-S3-READ-DIR, R-S3-READ-IMF. */
export const readNeed = ({ field, node, around }: Match): Asked => {
  if (field.also?.includes("R-TAMS") === true && isTamsServer(node, around[0])) return {};
  return objectInS3(node, field.s3Only === true, field.rule, (named) => {
    const { bucket, key } = named;
    if (field.manifests === true && /\.(m3u8|mpd)$/i.test(key)) return directory(named, "R-S3-READ-DIR", "ASK-06");
    if (field.compositions === true && /\.xml$/i.test(key)) return directory(named, "R-S3-READ-IMF", "ASK-07");
    return read(named.node, bucket, objectScope(key), "R-S3-READ");
  });
};

/** R-TAMS: the address is that of a server, and the connection beside it counts. */
const isTamsServer = (node: Node, input: Node | undefined): boolean =>
  textAt(input, "TamsSettings", "AuthConnectionArn") !== undefined &&
  node.kind === "text" &&
  !node.text.startsWith("s3://");

const read = (
  node: TextNode,
  bucket: string,
  { pattern, rules }: Scope,
  rule: RuleId,
): Required<Pick<Asked, "reads" | "notes">> => ({
  reads: [{ bucket, pattern, origin: { place: node.place, rules: [rule, ...rules] } }],
  notes: percentNote(node, rule),
});

/** Everything beside a file that leads to others; what they name elsewhere only its contents tell. */
const directory = (
  { node, bucket, key }: Named,
  rule: "R-S3-READ-DIR" | "R-S3-READ-IMF",
  ask: "ASK-06" | "ASK-07",
): Asked => {
  const asked = read(node, bucket, prefixScope(directoryOf(key)), rule);
  const origin = { place: node.place, rules: [rule] } as const;
  return {
    ...asked,
    notes: [
      ...asked.notes,
      ...(directoryOf(key) === ""
        ? [
            {
              origin,
              says: "lies at the bucket's root, so the role covers the whole bucket; a directory would narrow it",
            },
          ]
        : []),
    ],
    unknowns: [{ ask, subject: node.text, origin, blocks: false }],
  };
};

/** R-S3-READ-SERIES, or one film. */
export const seriesNeed = ({ field, node }: Match): Asked =>
  objectInS3(node, false, field.rule, ({ node: text, bucket, key }) => {
    const series = seriesScope(key);
    return series === undefined
      ? read(text, bucket, objectScope(key), "R-S3-READ")
      : read(text, bucket, series, "R-S3-READ-SERIES");
  });

/** R-S3-READ-IMF of a supplemental package: a directory, or its ASSETMAP.xml. */
export const packageNeed = ({ field, node }: Match): Asked =>
  inS3(node, true, field.rule, (named) => directory(named, "R-S3-READ-IMF", "ASK-07"));

/** The text of a neighbour: a field of the object that this one is in. */
export const neighbour = ({ around }: Match, key: string): TextNode | undefined => textAt(around[0], key);
