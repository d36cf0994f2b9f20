/** Whether any of many texts stands in another one. */
import fc from "fast-check";
import { anyOf } from "../../lib/review/find-any";

describe("any of some texts", () => {
  test.each<[string, readonly string[], string, boolean]>([
    ["the whole", ["secret"], "secret", true],
    ["at the beginning", ["secret"], "secret-bucket", true],
    ["at the end", ["secret"], "my-secret", true],
    ["in the middle", ["secret"], "my-secret-bucket", true],
    ["in parts only", ["secret"], "secre-t", false],
    ["of one character", ["x"], "text", true],
    ["in other letters", ["secret"], "Secret", false],
    ["longer than where it is looked for", ["secret-bucket"], "secret", false],
    ["a long text", ["a-very-secret-bucket"], "of a-very-secret-bucket", true],
    ["the beginning of a long text", ["a-very-secret-bucket"], "a-very-secret-busket", false],
    ["the second of two that begin alike", ["a-very-secret-one", "a-very-secret-two"], "a-very-secret-two", true],
    ["the first of two that begin alike", ["a-very-secret-one", "a-very-secret-two"], "a-very-secret-one", true],
    ["one that begins alike before one that is it", ["my-secret"], "my-secre my-secret", true],
    ["of several lengths, the shortest", ["a-very-secret-bucket", "key"], "a key", true],
    ["of several lengths, the longest", ["key", "a-very-secret-bucket"], "a-very-secret-bucket", true],
    ["of no texts", [], "text", false],
    ["in nothing", ["x"], "", false],
  ])("stands in a text: %s", (_, texts, text, expected) => {
    expect(anyOf(texts)(text)).toBe(expected);
  });

  test("is found as one text after the other is", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 12 });
    const property = fc.property(fc.array(letters, { maxLength: 5 }), letters, (texts, text) => {
      expect(anyOf(texts)(text)).toBe(texts.some((one) => text.includes(one)));
    });
    fc.assert(property);
  });
});
