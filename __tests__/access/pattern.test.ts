import {
  type Piece,
  type Version,
  fillHoles,
  hasHoles,
  literal,
  parsePattern,
  patternText,
  variesByRequest,
} from "../../lib/access/pattern";

const texts = (text: string): readonly Piece[] => Array.from(text, (character) => ({ kind: "literal", character }));
const MANY: Piece = { kind: "many" };
const ONE: Piece = { kind: "one" };
const hole = (text: string, variable?: string, otherwise?: string): Piece => ({
  kind: "hole",
  text,
  ...(variable === undefined ? {} : { variable }),
  ...(otherwise === undefined ? {} : { otherwise }),
});

const NEW = "2012-10-17";
const OLD = "2008-10-17";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
describe("a pattern in its pieces", () => {
  test.each<[text: string, version: Version, pieces: readonly Piece[]]>([
    ["", NEW, []],
    ["a*b?é動😀", NEW, [...texts("a"), MANY, ...texts("b"), ONE, ...texts("é動😀")]],
    ["${*}${?}${$}", NEW, texts("*?$")],
    ["${*}", OLD, [...texts("${"), MANY, ...texts("}")]],
    ["$a{b}", NEW, texts("$a{b}")],
    ["{aws:username}", NEW, texts("{aws:username}")],
    ["x{aws:username}$", NEW, texts("x{aws:username}$")],
    ["a${aws:UserName}/", NEW, [...texts("a"), hole("${aws:UserName}", "aws:username"), ...texts("/")]],
    ["${aws:username}", OLD, texts("${aws:username}")],
    [
      "${ aws:PrincipalTag/Team , 'no one' }",
      NEW,
      [hole("${ aws:PrincipalTag/Team , 'no one' }", "aws:principaltag/team", "no one")],
    ],
    ["${aws:username,'x'}", NEW, [hole("${aws:username,'x'}", "aws:username", "x")]],
    ["${var.bucket}/*", NEW, [hole("${var.bucket}"), ...texts("/"), MANY]],
    ["${var.bucket}", OLD, [hole("${var.bucket}")]],
    ['${f({a = "}"})}b', NEW, [hole('${f({a = "}"})}'), ...texts("b")]],
    ['${f("\\"}")}b', NEW, [hole('${f("\\"}")}'), ...texts("b")]],
    ["${f(\\})}", NEW, [hole("${f(\\}"), ...texts(")}")]],
    ["${a{b}c}d", NEW, [hole("${a{b}c}"), ...texts("d")]],
    ["${a", NEW, texts("${a")],
    [`b\${${"a".repeat(2045)}}c`, NEW, [...texts("b"), hole(`\${${"a".repeat(2045)}}`), ...texts("c")]],
    // Longer than any: what is left is not known.
    [`b\${${"a".repeat(2050)}}c`, NEW, [...texts("b"), hole(`\${${"a".repeat(2050)}}c`)]],
    [`b\${${"a".repeat(2050)}`, NEW, [...texts("b"), hole(`\${${"a".repeat(2050)}`)]],
    ['${a"}', NEW, texts('${a"}')],
  ])("%j in %s", (text, version, pieces) => {
    expect(parsePattern(text, version)).toEqual(pieces);
  });

  test("where there are no wildcards, * and ? are characters", () => {
    expect(parsePattern("a*?", NEW, false)).toEqual(texts("a*?"));
    expect(literal("é")).toEqual({ kind: "literal", character: "é" });
    expect(literal("\x7f")).toEqual({ kind: "literal", character: "\x7f" });
    expect(literal("\x80")).toEqual({ kind: "literal", character: "\x80" });
  });
});

describe("holes", () => {
  const pieces = parsePattern("${a:k}-${a:d, 'none'}-${var.x}-*", NEW);

  test.each<[name: string, value: { value: string } | "absent" | undefined, text: string]>([
    ["not known", undefined, "${a:k}-${a:d, 'none'}-${var.x}-*"],
    ["absent", "absent", "${a:k}-none-${var.x}-*"],
    ["a value, whose star is no wildcard", { value: "v*" }, "v${*}-v${*}-${var.x}-*"],
  ])("%s", (_, value, text) => {
    expect(patternText(fillHoles(pieces, () => value))).toBe(text);
  });

  test("keys are asked for in lower case", () => {
    const asked: string[] = [];
    fillHoles(parsePattern("${A:K}${var.x}", NEW), (key) => {
      asked.push(key);
      return undefined;
    });
    expect(asked).toEqual(["a:k"]);
  });

  test.each([
    ["a*", false, false],
    ["${a:k}", true, true],
    ["${a:k}x*${a:d}", true, true],
    ["${a:k}${var.x}", true, false],
    ["${var.x}", true, false],
  ])("%s", (text, holes, varies) => {
    expect(hasHoles(parsePattern(text, NEW))).toBe(holes);
    expect(variesByRequest(parsePattern(text, NEW))).toBe(varies);
  });

  test("one text for what means the same", () => {
    expect(patternText(parsePattern("a?b*${?}${$}${a:k}", NEW))).toBe("a?b*${?}${$}${a:k}");
    expect(patternText(parsePattern("$", NEW))).toBe("${$}");
  });
});
