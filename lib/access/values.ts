import type { Family, Relation } from "./operators";

/**
 * Values of condition keys that are no texts: numbers, dates, addresses.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** A decimal number: digits × 10^-scale. Exact, unlike a floating-point number. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const DECIMAL = /^\s*([+-]?)(\d{1,100})(?:\.(\d{1,100}))?\s*$/;

const decimal = (text: string): Decimal | undefined => {
  const [, sign = "", whole, fraction = ""] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return { digits: BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`), scale: fraction.length };
};

const order = (a: Decimal, b: Decimal): number => {
  const left = a.digits * 10n ** BigInt(b.scale);
  const right = b.digits * 10n ** BigInt(a.scale);
  return left < right ? -1 : left > right ? 1 : 0;
};

/** W3C forms of ISO 8601: a year, a month, a day, or a moment with its zone. */
const ISO_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const EPOCH = /^\d{5,15}$/;
const MILLISECONDS = 1000;

/** Milliseconds since 1970. */
const date = (text: string): Decimal | undefined => {
  if (EPOCH.test(text)) return { digits: BigInt(text) * BigInt(MILLISECONDS), scale: 0 };
  const moment = ISO_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(moment) ? undefined : { digits: BigInt(moment), scale: 0 };
};

const holds = (relation: Relation, sign: number): boolean => {
  switch (relation) {
    case "equal":
      return sign === 0;
    case "less":
      return sign < 0;
    case "lessOrEqual":
      return sign <= 0;
    case "greater":
      return sign > 0;
    case "greaterOrEqual":
      return sign >= 0;
  }
};

/** A block of addresses: those that share their first bits. */
interface Block {
  readonly bits: 32 | 128;
  readonly start: bigint;
  readonly length: number;
}

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const v4 = (text: string): bigint | undefined => {
  const bytes = (V4.exec(text) ?? []).slice(1).map(Number);
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
};

const V6_GROUPS = 8;

const v6 = (text: string): bigint | undefined => {
  const [head = "", tail, more] = text.split("::");
  if (more !== undefined) return undefined;
  const groups = (part: string): readonly string[] => {
    if (part === "") return [];
    return part.split(":").flatMap((group) => {
      const address = v4(group);
      return address === undefined ? [group] : [(address >> 16n).toString(16), (address & 0xffffn).toString(16)];
    });
  };
  const before = groups(head);
  const after = groups(tail ?? "");
  const missing = V6_GROUPS - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array<string>(missing).fill("0"), ...after];
  if (!all.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 0x10000n + BigInt(`0x${group}`), 0n);
};

const block = (text: string): Block | undefined => {
  const [address = "", length, more] = text.split("/");
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const four = v4(address);
  const start = four ?? v6(address);
  const bits = four === undefined ? 128 : 32;
  if (start === undefined || Number(length ?? bits) > bits) return undefined;
  return { bits, start, length: Number(length ?? bits) };
};

/** Whether the second block lies in the first. */
const blockHolds = (outer: Block, inner: Block): boolean => {
  if (outer.bits !== inner.bits || outer.length > inner.length) return false;
  const rest = BigInt(outer.bits - outer.length);
  return outer.start >> rest === inner.start >> rest;
};

const base64 = (text: string): string | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text.replace(/=+$/, "") : undefined;

/**
 * Whether a request's value stands in the relation to a policy's value; undefined: one of them is no such value, and
 * what IAM makes of it is not written down.
 */
export const compareValues = (
  family: Family,
  relation: Relation,
  value: string,
  wanted: string,
): boolean | undefined => {
  if (family === "ip") {
    const [inner, outer] = [block(value), block(wanted)];
    return inner === undefined || outer === undefined ? undefined : blockHolds(outer, inner);
  }
  if (family === "binary") {
    const [one, other] = [base64(value), base64(wanted)];
    return one === undefined || other === undefined ? undefined : one === other;
  }
  const read = family === "date" ? date : decimal;
  const [one, other] = [read(value), read(wanted)];
  return one === undefined || other === undefined ? undefined : holds(relation, order(one, other));
};

/** Whether every request's value that passes for the first policy value passes for the second. */
export const valueImplies = (family: Family, relation: Relation, wanted: string, other: string): boolean => {
  switch (relation) {
    case "equal":
      return compareValues(family, "equal", wanted, other) === true;
    case "less":
    case "lessOrEqual":
      return compareValues(family, "lessOrEqual", wanted, other) === true;
    case "greater":
    case "greaterOrEqual":
      return compareValues(family, "greaterOrEqual", wanted, other) === true;
  }
};
