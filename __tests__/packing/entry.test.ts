import { type Entry, Weight, entriesOf, sizeOf, statementsOf } from "../../lib/packing/entry";
import { nameOf } from "../../lib/packing/documents";
import { WRITTEN_OUT } from "../../lib/placeholders";
import { type Statement, terraformJson } from "../../lib/policy/model";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const s3 = (place: string): string => `arn:aws:s3:::${place}`;

const allow = (Action: readonly string[], Resource: readonly string[], more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

const entries = (own: readonly Statement[], extra: readonly Statement[] = []): readonly Entry[] =>
  entriesOf({ own, extra }, WRITTEN_OUT);

const only = (some: readonly Entry[]): Entry => {
  const [entry, ...others] = some;
  if (entry === undefined || others.length > 0) throw new Error(`${String(some.length)} instead of one`);
  return entry;
};

/** What decides where an entry stands. */
const placeOf = ({ subject, detail, identity, coveredBy }: Entry): readonly unknown[] => [
  subject,
  detail,
  identity,
  ...(coveredBy === undefined ? [] : [coveredBy]),
];

describe("an entry of the tables", () => {
  test("is about the bucket that is read, and has a place where another covers it", () => {
    const read = allow(["s3:GetObject"], [s3("in/*"), s3("in/x/*"), s3("other/y")], { Sid: "Read" });
    expect(entries([read]).map(placeOf)).toEqual([
      ["in", s3("in/*"), `Read\n${s3("in/*")}`],
      ["in", s3("in/x/*"), `Read\n${s3("in/x/*")}`, `Read\n${s3("in/*")}`],
      ["other", s3("other/y"), `Read\n${s3("other/y")}`],
    ]);
  });

  test.each([[["s3:PutObject"]], [["s3:PutObjectAcl"]], [["s3:PutObject", "s3:PutObjectAcl"]]])(
    "is about the place that is written: %j",
    (actions) => {
      expect(placeOf(only(entries([allow(actions, [s3("out/*")])])))).toEqual([
        s3("out/*"),
        s3("out/*"),
        `\n${s3("out/*")}`,
      ]);
    },
  );

  test.each([[KEY], ["*"], ["x-arn:aws:s3:::b/c"]])("is about %s as a whole", (resource) => {
    expect(only(entries([allow(["kms:Sign"], [resource])]))).toMatchObject({ subject: resource, detail: resource });
  });

  test("is about the key, for each value of an encryption context", () => {
    const condition = {
      Bool: { "aws:SecureTransport": ["true"] },
      StringLike: { "kms:EncryptionContext:a": ["x", "y"] },
    };
    const found = entries([allow(["kms:Decrypt"], [KEY], { Sid: "Use", Condition: condition })]);
    expect(found.map(placeOf)).toEqual([
      [KEY, "x", "Use\nx"],
      [KEY, "y", "Use\ny"],
    ]);
    expect(statementsOf(found.slice(1))).toEqual([
      {
        Sid: "Use",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [KEY],
        Condition: { Bool: { "aws:SecureTransport": ["true"] }, StringLike: { "kms:EncryptionContext:a": ["y"] } },
      },
    ]);
  });

  test.each<[string, Partial<Statement>]>([
    ["several resources", { Resource: ["k1", "k2"], Condition: { StringLike: { "kms:ViaService": ["x", "y"] } } }],
    ["several tests", { Resource: ["k1", "k2"], Condition: { StringLike: { a: ["x", "y"], b: ["x", "y"] } } }],
    ["no StringLike", { Resource: ["k1", "k2"], Condition: { StringEquals: { a: ["x", "y"] } } }],
  ])("is one of the resources where a condition has %s", (_, more) => {
    const found = entries([allow(["kms:Decrypt"], [], more)]);
    expect(found.map(({ subject, value }) => [subject, value])).toEqual([
      ["k1", "k1"],
      ["k1", "k2"],
    ]);
  });

  test("is the resource where one key has two tests", () => {
    const condition = { StringLike: { a: ["x", "y"], b: ["x", "y"] } };
    expect(entries([allow(["kms:Decrypt"], ["k1"], { Condition: condition })]).map(({ value }) => value)).toEqual([
      "k1",
    ]);
  });

  test("is all of a statement that names no resource", () => {
    const statement: Statement = { Effect: "Deny", NotAction: ["s3:*"], NotResource: [s3("a")] };
    const entry = only(entries([statement]));
    expect(placeOf(entry)).toEqual(["", "", "\n"]);
    expect([entry.value, entry.order, entry.size, entry.body.size]).toEqual([
      undefined,
      0,
      0,
      terraformJson(statement).length,
    ]);
    expect(statementsOf([entry])).toEqual([statement]);
  });
});

describe("an entry of a statement that was given", () => {
  test("is about what the statement says, by any name and of any resource", () => {
    const named = entries([], [allow(["s3:GetObjectTagging"], ["b"], { Sid: "B" })]);
    const other = entries([], [allow(["s3:GetObjectTagging"], ["a"], { Sid: "A" })]);
    const without = entries([], [allow(["s3:GetObjectTagging"], ["a"])]);
    const [subject] = [only(named).subject];
    expect([only(other).subject, only(without).subject]).toEqual([subject, subject]);
    expect([named, other, without].map((one) => only(one).identity)).toEqual([
      `${subject}\nB\nb`,
      `${subject}\nA\na`,
      `${subject}\n\na`,
    ]);
    expect(only(entries([], [allow(["s3:GetObjectTagging"], ["a"], { Effect: "Deny" })])).subject).not.toBe(subject);
    expect(only(named).detail).toBe("b");
  });

  test("stands behind the tables, in the order of what the statements say", () => {
    const found = entries(
      [allow(["s3:GetObject"], ["x"]), allow(["s3:PutObject"], ["y"])],
      [
        allow(["sns:Publish"], ["t"]),
        allow(["ec2:Run"], ["u"]),
        { Effect: "Allow", Action: ["a:B"], NotResource: ["v"] },
      ],
    );
    expect(found.map(({ body, order, value }) => [body.order, order, value])).toEqual([
      [0, 0, "x"],
      [1, 0, "y"],
      [2, 0, undefined],
      [3, 0, "u"],
      [4, 0, "t"],
    ]);
    expect(found[2]).toMatchObject({ detail: "", identity: expect.stringMatching(/\n\n$/) as string });
  });
});

describe("a document of entries", () => {
  const read = allow(["s3:GetObject"], [s3("in/*"), s3("in/x/*"), s3("b/<&>")], { Sid: "Read" });
  const write = allow(["s3:PutObject"], [s3("out/*")]);
  const rest: Statement = { Effect: "Allow", Action: ["sns:Publish"], NotResource: [s3("a")] };
  const all = entries([read, write], [rest]);
  const [wide, covered, last, put, others] = all;
  if (!wide || !covered || !last || !put || !others) throw new Error("five entries");

  test.each<[string, readonly Entry[], readonly Statement[]]>([
    ["none", [], []],
    ["one", [put], [write]],
    ["two of one statement", [wide, last], [{ ...read, Resource: [s3("in/*"), s3("b/<&>")] }]],
    [
      "in the order of the statements",
      [others, put, last, wide],
      [{ ...read, Resource: [s3("in/*"), s3("b/<&>")] }, write, rest],
    ],
    ["without what another covers", all, [{ ...read, Resource: [s3("in/*"), s3("b/<&>")] }, write, rest]],
    ["only what another covers", [covered], []],
  ])("%s", (_, some, statements) => {
    expect(statementsOf(some)).toEqual(statements);
    // The three characters that Terraform writes as six are in the measure.
    expect(sizeOf(some)).toBe(terraformJson({ Version: "2012-10-17", Statement: statements }).length);
  });

  test("weighs with one more what it weighs when that is there", () => {
    const weight = new Weight();
    for (const entry of all) {
      const next = weight.with(entry);
      weight.add(entry);
      expect(weight.size).toBe(next);
    }
    expect(weight.size).toBe(sizeOf(all));
  });
});

describe("what an entry is called in a message", () => {
  test.each<[Statement, string]>([
    [allow(["s3:GetObject"], [s3("a")], { Sid: "A" }), s3("a")],
    [{ Sid: "A", Effect: "Allow", Action: ["s3:GetObject"], NotResource: [s3("a")] }, "A"],
    [{ Effect: "Allow", Action: ["s3:A", "s3:B"], NotResource: [s3("a")] }, "s3:A, s3:B"],
    [{ Effect: "Deny", NotAction: ["s3:A", "s3:B"], NotResource: [s3("a")] }, "s3:A, s3:B"],
  ])("%j: %s", (statement, name) => {
    expect(nameOf(only(entries([], [statement])))).toBe(name);
  });
});
