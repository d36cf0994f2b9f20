import type { ConfiguredAccess } from "../lib";
import { entriesOf, sizeOf } from "../lib/packing/entry";
import { documentsFrom } from "../lib/packing/documents";
import { pack } from "../lib/packing/pack";
import { WRITTEN_OUT } from "../lib/placeholders";
import { LARGEST_POLICY, policyJson } from "../lib/policy/model";
import type { Statements } from "../lib/policy/role-policies";
import { newReport } from "../lib/settings/check";
import { describeUnpacked } from "../lib/settings/describe";

/** How locations are packed. */
export interface Packed {
  /** Characters of all statements in one document. */
  readonly size: number;
  readonly documents: number;
  /** Documents that the size alone needs. */
  readonly least: number;
  /** How full the documents are, 0–1. */
  readonly fill: number;
  readonly milliseconds: number;
}

const PLACES = 25;

const statementsOf = (access: ConfiguredAccess): Statements => {
  const report = newReport(WRITTEN_OUT);
  const deployment = { partition: () => "aws", accountId: () => "111122223333", region: () => "eu-west-1" };
  const described = describeUnpacked({ access }, "", {}, deployment, report);
  if (described === undefined || report.problems.length > 0) throw new Error(JSON.stringify(report.problems));
  return described.policies.statements;
};

/** Packs once, with the proof. */
export const packedOf = (access: ConfiguredAccess): Packed => {
  const statements = statementsOf(access);
  const start = process.hrtime.bigint();
  const { documents, size } = pack(statements, PLACES, WRITTEN_OUT);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const filled = documents.reduce((sum, one) => sum + one.size, 0);
  return {
    size,
    documents: documents.length,
    least: Math.ceil(size / LARGEST_POLICY),
    fill: filled / (documents.length * LARGEST_POLICY),
    milliseconds,
  };
};

/** What becomes of the documents as locations are added one by one. */
export interface Growth {
  /** Changed documents → how often. */
  readonly changed: { readonly [count: number]: number };
  /** Documents beyond what the size needs → how often. */
  readonly beyond: { readonly [count: number]: number };
}

export const growthOf = (accessOf: (count: number) => ConfiguredAccess, most: number): Growth => {
  const changed: { [count: number]: number } = {};
  const beyond: { [count: number]: number } = {};
  let before: readonly string[] = [];
  for (let count = 1; count <= most; count += 1) {
    const entries = entriesOf(statementsOf(accessOf(count)), WRITTEN_OUT);
    const { documents } = documentsFrom(entries, PLACES, LARGEST_POLICY);
    const now = documents.map(({ document }) => policyJson(document));
    const gone = before.filter((text) => !now.includes(text)).length;
    const more = documents.length - Math.ceil(sizeOf(entries) / LARGEST_POLICY);
    changed[gone] = (changed[gone] ?? 0) + 1;
    beyond[more] = (beyond[more] ?? 0) + 1;
    before = now;
  }
  return { changed, beyond };
};
