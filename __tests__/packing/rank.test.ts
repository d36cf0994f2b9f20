import { type Rank, compareRanks, hexOf, placeBetween, placeOf, quarterOf, sharedBits } from "../../lib/packing/rank";

const at = (high: number, low = 0): Rank => ({ high, low });

describe("a place on the line", () => {
  // https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values has these digests.
  test.each([
    ["", 0xe3b0c442],
    ["abc", 0xba7816bf],
  ])("of %j is the beginning of its digest", (text, place) => {
    expect(placeOf(text)).toBe(place);
  });

  test.each<[Rank, Rank]>([
    [at(1, 9), at(2, 0)],
    [at(0x7fffffff), at(0x80000000)],
    [at(3, 5), at(3, 7)],
  ])("%j comes before %j", (one, other) => {
    expect(Math.sign(compareRanks(one, other))).toBe(-1);
    expect(Math.sign(compareRanks(other, one))).toBe(1);
    expect(compareRanks(one, one)).toBe(0);
  });

  test.each([
    [0, 0],
    [0x3fffffff, 0],
    [0x40000000, 1],
    [0x80000000, 2],
    [0xffffffff, 3],
  ])("%i is in quarter %i", (high, quarter) => {
    expect(quarterOf(at(high))).toBe(quarter);
  });
});

test.each([
  [0, "00000000"],
  [255, "000000ff"],
  [0xffffffff, "ffffffff"],
  [-1, "ffffffff"],
])("%i has the digits %s", (value, digits) => {
  expect(hexOf(value)).toBe(digits);
});

describe("between two places", () => {
  test.each<[Rank, Rank, bits: number, place: string]>([
    [at(0), at(0x80000000), 0, "8"],
    [at(0x7fffffff), at(0x80000001), 0, "8"],
    [at(0x80000000), at(0xc0000000), 1, "c"],
    [at(0x10000000), at(0x13000000), 6, "12"],
    [at(0x12345678), at(0x12345679), 31, "12345679"],
    [at(0x12345670), at(0x12345671), 31, "12345671"],
    [at(0x12345670, 1), at(0x12345670, 0x80000001), 32, "123456708"],
    [at(1, 1), at(1, 3), 62, "0000000100000002"],
    [at(1, 2), at(1, 3), 63, "0000000100000003"],
  ])("%j and %j are %i equal bits and %s", (one, other, bits, place) => {
    expect(sharedBits(one, other)).toBe(bits);
    expect(sharedBits(other, one)).toBe(bits);
    expect(placeBetween(one, other)).toBe(place);
    expect(placeBetween(other, one)).toBe(place);
  });

  test("that are one, all bits are equal", () => {
    expect(sharedBits(at(5, 6), at(5, 6))).toBe(64);
  });
});
