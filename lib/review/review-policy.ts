import { NOTHING_KNOWN } from "../access/context";
import type { Inquiry } from "../access/budget";
import type { PolicySource } from "../access/policies";
import type { DocumentFound } from "../roles/documents";
import type { Moment, Sides } from "../roles/sides";
import { type Body, roleBody } from "./body";
import { changesOf } from "./changes";
import { differenceOf, verdictOf } from "./difference";
import type { DocumentReader } from "./document-reader";
import { gainFindings } from "./gain-findings";
import { whatCompared } from "./picture";
import { permissionsQuestion } from "./question";
import { type Reviewed, fateOf, inOrder } from "./review-role";
import type { Unknown } from "./report";
import { undecidedFinding, unknownFindings, unreadable } from "./unknown";

/** A managed policy on both sides. */
export interface PolicyPair {
  readonly address: string;
  readonly before?: DocumentFound;
  readonly after?: DocumentFound;
}

const addressOf = ({ policy, gap }: DocumentFound): string => policy?.name ?? gap?.where ?? "";

const textOf = (found: DocumentFound | undefined): string =>
  JSON.stringify(found?.policy?.document ?? found?.gap ?? null);

/** Managed policies that change and that no role of the source has: somebody elsewhere may have them. */
export const looseChanges = ({ before, after }: Sides): readonly PolicyPair[] => {
  const held = new Set(
    [...before.roles, ...after.roles].flatMap(({ identity, boundary, gaps }) => [
      ...identity.map(({ name }) => name),
      ...(boundary === undefined ? [] : [boundary.name]),
      ...gaps.map(({ where }) => where),
    ]),
  );
  const [was, is] = [byAddress(before), byAddress(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((address): readonly PolicyPair[] => {
    const [one, other] = [was.get(address), is.get(address)];
    if (held.has(address) || textOf(one) === textOf(other)) return [];
    return [
      { address, ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { after: other }) },
    ];
  });
};

const byAddress = ({ policies }: Moment): ReadonlyMap<string, DocumentFound> =>
  new Map(policies.map((one) => [addressOf(one), one]));

/** Whoever has a policy. */
const HOLDER = {
  roleArn: "arn:aws:iam::ACCOUNT:role/${name}",
  roleName: "${name}",
  accountId: "ACCOUNT",
  partition: "aws",
};

const bodyOf = (found: DocumentFound | undefined, reader: DocumentReader): Body => {
  const { policy, gap } = found ?? {};
  const identity: readonly PolicySource[] = [
    ...(policy === undefined ? [] : [reader.read(policy, "identity")]),
    ...(gap === undefined ? [] : [{ name: `${gap.where} (${gap.what})`, unread: true as const }]),
  ];
  return roleBody({ caller: HOLDER, identity, grants: [], around: [], context: NOTHING_KNOWN });
};

/** What whoever has a policy can newly do by it. */
export const reviewPolicy = (
  { address, before, after }: PolicyPair,
  sides: Sides,
  reader: DocumentReader,
  inquiry: Inquiry,
): Reviewed => {
  const [was, is] = [bodyOf(before, reader), bodyOf(after, reader)];
  const difference = differenceOf(was, is, permissionsQuestion(inquiry, was, is));
  const { hasGains, hasLosses } = difference;
  const verdict = verdictOf(hasGains, hasLosses);
  const told = changesOf(difference, "permissions", { own: sides.after.own });
  const open = (found: DocumentFound | undefined, side: Unknown["side"]): readonly Unknown[] =>
    [
      ...(found?.gap === undefined ? [] : [found.gap]),
      ...(found?.policy === undefined ? [] : unreadable(found.policy, (one) => reader.problemsOf(one))),
    ].map(({ where, what }) => ({ where, what, side }));
  const unknown = [...open(before, "before"), ...open(after, "after")];
  const { movedFrom } = sides.fates.get(address) ?? {};
  return {
    subject: {
      kind: "policy",
      address,
      ...(movedFrom === undefined ? {} : { movedFrom }),
      fate: fateOf(sides.fates.get(address), { before: before !== undefined, after: after !== undefined }),
      isMediaConvert: false,
      verdict,
      gains: hasGains,
      losses: hasLosses,
      changes: inOrder(told.map(({ change }) => change)),
      unknown,
      picture: { who: [], what: whatCompared(was, is) },
      masked: false,
    },
    findings: [
      ...gainFindings(address, told),
      ...unknownFindings(address, unknown, verdict === "unknown"),
      ...([hasGains, hasLosses].includes("undecided") ? [undecidedFinding(address)] : []),
    ],
  };
};
