import * as errors from "../job-errors";
import { parseEndpoint } from "../policy/endpoint";
import { CONNECTION_ARN, FEED_ARN, KEY_ALIAS, KEY_ARN, KEY_ID, SECRET_ARN, SECRET_NAME } from "../policy/patterns";
import type { Asked, Match } from "./collect";
import type { Unknown } from "./need";
import { neighbour } from "./reads";
import { type TextNode, at, textAt } from "./tree";

/** R-INVOKE-SPEKE, R-INVOKE-NIELSEN. */
export const endpointNeed = (match: Match): Asked => {
  const { field, node, around } = match;
  if (node.kind !== "text" || node.text === "") return {};
  // R-GATE: with a static key no key server is asked.
  if (field.also?.includes("R-GATE") === true && textAt(around[1], "Type")?.text === "STATIC_KEY") {
    return { notes: [{ origin: { place: node.place, rules: ["R-GATE"] }, says: "has no effect with STATIC_KEY" }] };
  }
  const origin = { place: node.place, rules: [field.rule] } as const;
  const parsed = partsOf(node.text);
  const isNielsen = field.kind === "nielsen";
  switch (parsed) {
    case "not-a-url":
    case "not-https":
    case "extras":
    case "path":
    case "private":
      return { problems: [errors.endpointMalformed(at(node.place), node.text, ENDPOINT_FAULTS[parsed])] };
    case "not-api-gateway":
      // A custom domain needs the API's ARN; a server outside API Gateway needs nothing. The URL does not tell.
      return { unknowns: [{ ask: "ASK-09", subject: node.text, origin, blocks: isNielsen }] };
    default:
      return {
        endpoints: [{ url: node.text, method: isNielsen ? "*" : "POST", of: isNielsen ? "nielsen" : "speke", origin }],
        unknowns: [{ ask: "ASK-09", subject: node.text, origin, blocks: false }],
      };
  }
};

/** A port or query stands in the way of an ARN only where the server is API Gateway's. */
const partsOf = (url: string): ReturnType<typeof parseEndpoint> => {
  const parsed = parseEndpoint(url);
  return parsed === "extras" && !/\.execute-api\./i.test(url) ? "not-api-gateway" : parsed;
};

const ENDPOINT_FAULTS = {
  "not-a-url": 'is no URL; write "https://ID.execute-api.REGION.amazonaws.com/STAGE/PATH"',
  "not-https": "is not an https URL, and MediaConvert calls no other; correct it",
  extras: "has a user, port, query or fragment; write scheme, host and path only",
  path: "has a path that holds spaces, special characters or dot segments; write them as %XX",
  private: "is the address of a private API, which MediaConvert cannot reach; give that of a regional one",
} as const;

const secretAt = (secret: TextNode): Asked => {
  const isSecret = secret.text.startsWith("arn:") ? SECRET_ARN.test(secret.text) : SECRET_NAME.test(secret.text);
  if (!isSecret) return { problems: [errors.secretMalformed(at(secret.place), secret.text)] };
  const origin = { place: secret.place, rules: ["R-SECRET"] } as const;
  return { secrets: [{ secret: secret.text, origin }], unknowns: [secretKey(secret)] };
};

/** R-KMS-SECRET: which key a secret is under no job says. */
const secretKey = ({ text, place }: TextNode): Unknown => ({
  ask: "ASK-10",
  subject: text,
  origin: { place, rules: ["R-KMS-SECRET"] },
  blocks: false,
});

/** R-SECRET. */
export const secretNeed = ({ node }: Match): Asked => (node.kind === "text" && node.text !== "" ? secretAt(node) : {});

/** R-C2PA: the switch, with the key and the secret beside it. */
export const c2paNeed = (match: Match): Asked => {
  const { field, node } = match;
  const key = neighbour(match, "SigningKmsKey");
  const certificate = neighbour(match, "CertificateSecret");
  if (node.kind !== "text" || node.text !== field.on) {
    return {
      notes: [key, certificate].flatMap((off) =>
        off === undefined
          ? []
          : [{ origin: { place: off.place, rules: ["R-GATE"] }, says: "has no effect unless C2paManifest is INCLUDE" }],
      ),
    };
  }
  const secret = certificate === undefined ? {} : secretAt(certificate);
  const signing = key === undefined ? {} : signingAt(key);
  return { ...secret, ...signing, problems: [...(secret.problems ?? []), ...(signing.problems ?? [])] };
};

const signingAt = (key: TextNode): Asked => {
  const where = at(key.place);
  if (KEY_ALIAS.test(key.text)) return { problems: [errors.keyAlias(where, key.text, "ARN or id")] };
  if (!KEY_ARN.test(key.text) && !KEY_ID.test(key.text)) {
    return { problems: [errors.arnMalformed(where, key.text, "arn:aws:kms:REGION:ACCOUNT:key/ID")] };
  }
  return { signing: [{ key: key.text, origin: { place: key.place, rules: ["R-KMS-SIGN", "R-C2PA"] } }] };
};

/** R-KMS-CLIENT: a job has the ciphertext of the data key, and at most the Region of the KMS key. */
export const clientSideNeed = (match: Match): Asked => {
  const { node } = match;
  if (node.kind !== "text" || node.text === "") return {};
  const region = neighbour(match, "KmsKeyRegion")?.text;
  const origin = { place: node.place, rules: ["R-KMS-CLIENT"] } as const;
  return {
    clientSide: [{ origin, ...(region === undefined ? {} : { region }) }],
    unknowns: [{ ask: "ASK-03", subject: region ?? "", origin, blocks: true }],
  };
};

/** R-TAMS. */
export const connectionNeed = ({ node }: Match): Asked => {
  if (node.kind !== "text" || node.text === "") return {};
  if (!CONNECTION_ARN.test(node.text)) {
    const example = "arn:aws:events:REGION:ACCOUNT:connection/NAME/UUID";
    return { problems: [errors.arnMalformed(at(node.place), node.text, example)] };
  }
  return {
    connections: [{ connectionArn: node.text, origin: { place: node.place, rules: ["R-TAMS"] } }],
    unknowns: [secretKey(node)],
  };
};

/** R-INFERENCE: a switch with one value that counts. */
export const inferenceNeed = ({ field, node }: Match): Asked =>
  node.kind === "text" && node.text === field.on
    ? { inference: [{ origin: { place: node.place, rules: [field.rule] } }] }
    : {};

/** R-INFERENCE-FEED. */
export const feedNeed = ({ field, node }: Match): Asked => {
  if (node.kind !== "text" || node.text === "") return {};
  if (!FEED_ARN.test(node.text)) {
    const example = "arn:aws:elemental-inference:REGION:ACCOUNT:feed/ID";
    return { problems: [errors.arnMalformed(at(node.place), node.text, example)] };
  }
  return { feeds: [{ feedArn: node.text, origin: { place: node.place, rules: [field.rule] } }] };
};
