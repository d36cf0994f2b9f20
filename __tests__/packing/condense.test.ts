import { condensed, mergedStatements } from "../../lib/packing/condense";
import { WRITTEN_OUT } from "../../lib/placeholders";
import type { Statement } from "../../lib/policy/model";

const read = (...Resource: readonly string[]): Statement => ({ Effect: "Allow", Action: ["s3:GetObject"], Resource });

describe("statements of the tables in fewer words", () => {
  test.each<[name: string, statement: Statement, left: Statement]>([
    ["lose what lies in a directory of theirs", read("b/*", "b/x/*", "b/y", "c/*"), read("b/*", "c/*")],
    ["stay where nothing does", read("b/*", "c/*"), read("b/*", "c/*")],
    [
      "stay where they name no resource",
      { Effect: "Deny", Action: ["s3:*"], NotResource: ["b/*", "b/x/*"] },
      { Effect: "Deny", Action: ["s3:*"], NotResource: ["b/*", "b/x/*"] },
    ],
  ])("%s", (_, statement, left) => {
    expect(condensed({ own: [statement], extra: [] }, WRITTEN_OUT)).toEqual({ own: [left], extra: [] });
  });

  test("lose nothing that lies in a directory of another's", () => {
    const own = [read("b/*"), { ...read("b/x/*"), Action: ["s3:PutObject"] }];
    expect(condensed({ own, extra: [] }, WRITTEN_OUT).own).toEqual(own);
  });
});

describe("statements that were given", () => {
  const [a, b, c] = ["s3:A", "s3:B", "s3:C"].map((action) => ({ ...read("x"), Action: [action] }));
  if (!a || !b || !c) throw new Error("three statements");

  test.each([[[a, b, c]], [[c, b, a]], [[b, a, c]]])("stand in the order of what they say", (given) => {
    expect(mergedStatements(given, WRITTEN_OUT)).toEqual([a, b, c]);
  });

  test("are one where only their resources differ, each resource once and in order", () => {
    expect(mergedStatements([read("z", "a"), read("m", "a")], WRITTEN_OUT)).toEqual([read("a", "m", "z")]);
  });

  test("that say all the same without a resource are one", () => {
    const deny: Statement = { Effect: "Deny", Action: ["s3:*"], NotResource: ["x"] };
    expect(mergedStatements([deny, { ...deny }, { ...deny, NotResource: ["y"] }], WRITTEN_OUT)).toHaveLength(2);
  });
});
