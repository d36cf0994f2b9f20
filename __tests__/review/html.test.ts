import fc from "fast-check";
import { STYLE } from "../../lib/review/html-style";
import { pictureSvg } from "../../lib/review/picture-svg";
import { reviewHtml } from "../../lib/review/render-html";
import type { Picture, PictureNode, Review, Verdict } from "../../lib/review/report";
import {
  HOSTILE_TEXTS,
  change,
  finding,
  hostileReview,
  manyChanges,
  manyRoles,
  review,
  sameReview,
  subject,
  textEverywhere,
  unknownReview,
  widerReview,
} from "./reports";

const TAGS = new Set(
  "html head meta title style body header div p h1 b code span dl dt dd nav ul li a main section h2 h3 h4 table thead tbody tr th td article ol details summary svg desc text rect path g".split(
    " ",
  ),
);

const VOID = new Set(["meta"]);

/** Values that attributes may have: all are ours. */
const ATTRIBUTES: { readonly [name: string]: RegExp } = {
  "aria-hidden": /^true$/,
  "aria-label": /^Sections$/,
  "aria-labelledby": /^[a-z]+$/,
  charset: /^utf-8$/,
  class: /^[a-z ]+$/,
  content: /^(?:default-src 'none'; style-src 'unsafe-inline'|width=device-width, initial-scale=1|light dark)$/,
  d: /^[-\d. MCHlvz]+$/,
  "data-head": /^[A-Za-z ]+$/,
  height: /^\d+$/,
  href: /^#[a-z]+$/,
  "http-equiv": /^Content-Security-Policy$/,
  id: /^[a-z]+$/,
  lang: /^en$/,
  name: /^(?:viewport|color-scheme)$/,
  role: /^img$/,
  rx: /^5$/,
  scope: /^col$/,
  viewBox: /^0 0 \d+ \d+$/,
  width: /^\d+$/,
  x: /^\d+$/,
  y: /^[\d.]+$/,
};

interface Token {
  readonly kind: "open" | "close" | "text";
  /** The tag's name, or the text. */
  readonly value: string;
  readonly attributes: { readonly [name: string]: string };
}

const DOCTYPE = "<!doctype html>\n";
const TOKEN = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?: [A-Za-z-]+="[^"<>]*")*)(\/?)>|([^<>]+)|([^])/g;
const REFERENCES: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** The style sheet is the same in every page; what it has is checked by itself. */
const withoutStyle = (html: string): string => html.replace(DOCTYPE, "").replace(STYLE.markup, "");

const decoded = (text: string): string =>
  text.replaceAll(/&([^;]*);?/g, (reference, name: string) => {
    const character = REFERENCES[name];
    if (character === undefined || !reference.endsWith(";")) throw new Error(`a bare ampersand: ${reference}`);
    return character;
  });

/** The tokens of markup; throws at anything that is not a tag or text of ours. */
const tokensOf = (markup: string): readonly Token[] =>
  [...markup.matchAll(TOKEN)].flatMap(([, end, name = "", attributes = "", selfClosed, text, other]): Token[] => {
    if (other !== undefined) throw new Error(`a bare ${other}`);
    if (text !== undefined) return [{ kind: "text", value: decoded(text), attributes: {} }];
    if (!TAGS.has(name)) throw new Error(`a foreign tag ${name}`);
    if (end === "/") return [{ kind: "close", value: name, attributes: {} }];
    const pairs = [...attributes.matchAll(/ ([A-Za-z-]+)="([^"]*)"/g)].map(
      ([, key = "", value = ""]) => [key, decoded(value)] as const,
    );
    for (const [key, value] of pairs)
      if (ATTRIBUTES[key]?.test(value) !== true) throw new Error(`a foreign attribute ${key}="${value}"`);
    const open: Token = { kind: "open", value: name, attributes: Object.fromEntries(pairs) };
    return VOID.has(name) || selfClosed === "/" ? [open, { kind: "close", value: name, attributes: {} }] : [open];
  });

interface Element {
  readonly name: string;
  readonly attributes: Token["attributes"];
  readonly children: (Element | string)[];
}

/** The tree of a document or a picture; throws where tags do not match. */
const treeOf = (markup: string): Element => {
  const root: Element = { name: "", attributes: {}, children: [] };
  const open = [root];
  for (const { kind, value, attributes } of tokensOf(withoutStyle(markup))) {
    const parent = open.at(-1) ?? root;
    if (kind === "text") parent.children.push(value);
    else if (kind === "open") {
      const element = { name: value, attributes, children: [] };
      parent.children.push(element);
      open.push(element);
    } else if (open.pop()?.name !== value) throw new Error(`</${value}> ends something else`);
  }
  if (open.length !== 1) throw new Error("something is not ended");
  return root;
};

const elementsOf = (element: Element): readonly Element[] =>
  element.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...elementsOf(child)]));

const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");

const hasClass = (element: Element, name: string): boolean =>
  (element.attributes["class"] ?? "").split(" ").includes(name);

/** Elements by `name`, `.class`, or `name.class`. */
const all = (root: Element, selector: string): readonly Element[] => {
  const [name = "", className] = selector.split(".");
  return elementsOf(root).filter(
    (element) => (name === "" || element.name === name) && (className === undefined || hasClass(element, className)),
  );
};

const texts = (root: Element, selector: string): readonly string[] =>
  all(root, selector).map((element) => textOf(element).replaceAll(/\s+/g, " ").trim());

const first = (root: Element, selector: string): Element => {
  const [element] = all(root, selector);
  if (element === undefined) throw new Error(`no ${selector}`);
  return element;
};

const pageOf = (of: Review): Element => treeOf(reviewHtml(of));

const sectionOf = (page: Element, id: string): Element => {
  const found = all(page, "section").find(({ attributes }) => attributes["aria-labelledby"] === id);
  if (found === undefined) throw new Error(`no section ${id}`);
  return found;
};

const cellsOf = (section: Element): readonly (readonly string[])[] =>
  all(first(section, "tbody"), "tr").map((row) => texts(row, "td"));

describe("the page", () => {
  test("says the verdict, what it rests on, and what was compared", () => {
    const page = pageOf(widerReview);
    const top = first(page, ".top");
    expect(hasClass(top, "both")).toBe(true);
    expect(texts(top, "p")).toEqual(["± wider and narrower IAM review of plan.json"]);
    expect(texts(top, "h1")).toEqual([
      "2 of 14 roles can newly do something; 1 can no longer do something; others gain access to 1 bucket",
    ]);
    expect(textOf(first(page, "title"))).toMatch(/^wider and narrower: 2 of 14 roles .* \(plan\.json\)$/);
  });

  test("counts", () => {
    const counts = first(pageOf(widerReview), ".counts");
    expect(texts(counts, "div")).toEqual([
      "Roles with gains2",
      "Roles with losses1",
      "Roles with unknown effect0",
      "Roles changed without effect2",
      "Roles unchanged10",
      "Findings: 2 critical, 1 high, 1 low4",
    ]);
  });

  test.each<[Verdict, readonly string[]]>([
    ["wider", ["gains1", "losses0", "unknown effect0"]],
    ["narrower", ["gains0", "losses1", "unknown effect0"]],
    ["both", ["gains1", "losses1", "unknown effect0"]],
    ["unknown", ["gains0", "losses0", "unknown effect1"]],
  ])("counts a role that is %s, and no finding", (verdict, words) => {
    const counts = texts(first(pageOf(review({ roles: [subject("aws_iam_role.r", { verdict })] })), ".counts"), "div");
    expect(counts.slice(0, 3)).toEqual(words.map((one) => `Roles with ${one}`));
    expect(counts.at(-1)).toBe("Findings0");
  });

  test("has the parts in this order, each with a link to it", () => {
    const page = pageOf(widerReview);
    const titles = [
      "Findings (4)",
      "Roles (4)",
      "Buckets and keys (1)",
      "Suppressed findings (1)",
      "Suppressions that no finding needs (1)",
      "Remarks (1)",
    ];
    expect(texts(page, "h2")).toEqual(titles);
    expect(texts(first(page, "nav"), "a")).toEqual(titles);
    const ids = elementsOf(page).flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(all(page, "a").map(({ attributes }) => attributes["href"])).toEqual(ids.map((id) => `#${id}`));
  });

  test("leaves out parts that are empty", () => {
    const page = pageOf(sameReview);
    expect(texts(page, "h1")).toEqual(["All 3 roles can do what they could"]);
    expect(texts(page, "p")).toEqual(["= same IAM review of plan.json"]);
    expect(texts(page, "section")).toEqual([]);
  });

  test("says what two stacks were compared and that they are not the whole", () => {
    const page = pageOf(unknownReview);
    expect(texts(first(page, ".top"), "p")).toEqual(["? unknown IAM review of change.json against main.json"]);
    expect(texts(page, ".note")).toEqual(["Incomplete: -target was used, so that other resources may change as well."]);
  });

  test.each([
    ["wider", widerReview],
    ["unknown", unknownReview],
    ["same", sameReview],
  ])("has landmarks and headings without gaps: %s", (_, of) => {
    const page = pageOf(of);
    for (const landmark of ["header", "nav", "main", "h1"]) expect(all(page, landmark).length).toBe(1);
    const levels = elementsOf(page).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? Number(name.slice(1)) : []));
    levels.forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1));
  });

  test("can load nothing and run nothing", () => {
    const html = reviewHtml(widerReview);
    const [policy] = all(pageOf(widerReview), "meta").filter(({ attributes }) => "http-equiv" in attributes);
    expect(policy?.attributes["content"]).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(html.split(STYLE.markup).length).toBe(2);
    expect(html).not.toMatch(/url\(|@import|https?:/);
    expect(STYLE.markup).not.toContain("<");
    expect(html.startsWith(DOCTYPE)).toBe(true);
    expect(html.indexOf("<meta charset")).toBeLessThan(500);
  });
});

describe("findings", () => {
  test("are a table in their order", () => {
    const section = sectionOf(pageOf(widerReview), "findings");
    expect(texts(section, "th")).toEqual(["Severity", "What was found", "Where", "What to do"]);
    const rows = cellsOf(section);
    expect(rows.map(([severity]) => severity)).toEqual([
      "criticalmore is allowed",
      "criticalmore is allowed",
      "highmore is allowed",
      "lowjobs may stop working",
    ]);
    expect(rows[1]).toEqual([
      "criticalmore is allowed",
      "A bucket policy admits moreanybody can now s3:GetObject on acme-masters/*Rule bucket-policy-opened",
      "aws_s3_bucket_policy.mastersSubject aws_s3_bucket.masters Read",
      "Name the principals that need it.",
    ]);
  });

  test("have code where backticks were, in the advice too", () => {
    const row = first(
      first(pageOf(review({ findings: [finding({ says: "a `b` c", advice: "Keep `d`" })] })), "tbody"),
      "tr",
    );
    expect(texts(row, "code")).toEqual(expect.arrayContaining(["b", "d"]));
  });

  test("that cannot be told, or only inform, say so", () => {
    const rows = cellsOf(
      sectionOf(
        pageOf(review({ findings: [finding({ effect: "unknown" }), finding({ effect: "informs" })] })),
        "findings",
      ),
    );
    expect(rows.map(([severity]) => severity)).toEqual(["highcannot be told", "highfor information"]);
  });

  test("give subjects of 2,000 characters whole, for suppressions to repeat", () => {
    const long = "s".repeat(2_000);
    expect(reviewHtml(review({ findings: [finding({ subject: long })] }))).toContain(`<code>${long}</code>`);
  });

  test("that are suppressed have the reason", () => {
    expect(cellsOf(sectionOf(pageOf(widerReview), "suppressed"))).toEqual([
      [
        "highmore is allowed",
        "A key can be used outside its servicekms:ViaService is gone from statement 3 of aws_iam_role_policy.mediaRule via-service-dropped",
        "aws_iam_role_policy.mediaSubject aws_iam_role_policy.media 2",
        "SPEKE needs it until 2027",
      ],
    ]);
  });

  test("that suppressions miss, and remarks, are there", () => {
    const page = pageOf(widerReview);
    expect(cellsOf(sectionOf(page, "unused"))).toEqual([
      ["trust-opened", "aws_iam_role.gone *", "was needed for the move"],
    ]);
    expect(texts(sectionOf(page, "remarks"), "li")).toEqual(["service control policies are not in the plan"]);
  });
});

describe("roles", () => {
  test("have name, fate, changes and what is unknown", () => {
    const [admin, media] = all(sectionOf(pageOf(widerReview), "roles"), "article");
    if (admin === undefined || media === undefined) throw new Error("no roles");
    expect(hasClass(admin, "both")).toBe(true);
    expect(texts(admin, "h3")).toEqual(["± wider and narrower aws_iam_role.admin"]);
    expect(texts(admin, "p")[0]).toBe("Role acme-admin, updated");
    expect(texts(media, "p")[0]).toBe("MediaConvert role acme-media, updated, moved from aws_iam_role.transcode");
    expect(texts(first(admin, ".changes"), "li")).toEqual([
      "+ Gain: can now iam:* on *, since the boundary acme-limits is gone critical Permissions: statement 1 of arn:aws:iam::aws:policy/AdministratorAccess Example of a requestiam:CreateUser on arn:aws:iam::111122223333:user/x",
      "+ Gain: can now s3:DeleteObject on acme-masters/*, since DenyDelete is gone high Permissions: Sid DenyDelete of aws_iam_policy.masters Example of a requests3:DeleteObject on arn:aws:s3:::acme-masters/x",
      "− Loss: can no longer s3:GetObject on acme-logs/* low ? not certain Permissions: statement 1 of aws_iam_role_policy.logs Example of a requests3:GetObject on arn:aws:s3:::acme-logs/x",
    ]);
    expect(all(admin, ".changes")[0]?.name).toBe("ol");
    expect(texts(first(admin, ".plain"), "li")).toEqual([
      "aws_iam_policy.extra: its document is known only after apply (after the change)",
    ]);
    expect(textOf(media)).toContain("Trust: statement 1 of aws_iam_role.media");
    expect(texts(media, "h4")).toEqual(["What changes"]);
  });

  test("with doubts say them", () => {
    expect(texts(first(sectionOf(pageOf(unknownReview), "roles"), ".plain"), "li")).toEqual([
      "aws_iam_policy.outputs: its document is known only after apply (after the change)",
      "aws_iam_role_policy_attachment.vendor: the policy is not in the plan (before and after the change)",
      "Details are not shown, since a value that they come from is marked sensitive",
      "Perhaps it can newly do something",
      "Whether it can no longer do something is too intricate to decide",
    ]);
  });

  test("that can do what they could share a table", () => {
    const section = sectionOf(pageOf(widerReview), "roles");
    expect(all(section, "article").length).toBe(2);
    expect(texts(section, "h3").at(-1)).toBe("Changed, and can do what they could");
    expect(cellsOf(section)).toEqual([
      ["aws_iam_role.fresh", "MediaConvert role, created", "= same", "0"],
      ["aws_iam_role.named", "MediaConvert role, replaced, named acme-old before", "= same", "0"],
    ]);
  });

  test("have a picture unless there is nothing to show", () => {
    const bare = subject("aws_iam_role.bare", { verdict: "wider", changes: [change()] });
    const page = pageOf(review({ roles: [...widerReview.roles, bare] }));
    expect(all(page, "article").map((article) => all(article, ".graph").length)).toEqual([1, 1, 0]);
  });

  test("beyond 200 are rows, and the page says so", () => {
    const html = reviewHtml(manyRoles(5_000));
    const section = sectionOf(treeOf(html), "roles");
    expect(all(section, "article").length).toBe(200);
    expect(texts(section, "h3").at(-1)).toBe("4,800 more, without pictures and details, which are in the JSON report");
    const rows = cellsOf(section);
    expect(rows.length).toBe(4_800);
    expect(rows[0]).toEqual([
      "aws_iam_role.media[200]",
      "MediaConvert role, updated, moved from aws_iam_role.transcode",
      "+ wider",
      "3",
    ]);
    expect(rows.at(-1)?.[0]).toBe("aws_iam_role.media[4999]");
    expect(html.length).toBeLessThan(10_000_000);
  });

  test("of exactly 200 are all there", () => {
    const section = sectionOf(pageOf(manyRoles(200)), "roles");
    expect(all(section, "article").length).toBe(200);
    expect(all(section, "table")).toEqual([]);
  });

  test("show 100 changes and 100 unknown parts, and count the others", () => {
    const article = first(pageOf(manyChanges(130)), "article");
    expect(all(first(article, ".changes"), "li").length).toBe(100);
    expect(all(first(article, ".plain"), "li").length).toBe(100);
    expect(texts(article, "p")).toEqual(
      expect.arrayContaining([
        "And 30 more changes; the JSON report has all.",
        "And 30 more unknown parts; the JSON report has all.",
      ]),
    );
    expect(reviewHtml(manyChanges(100))).not.toContain("the JSON report has all");
  });
});

describe("pictures", () => {
  const node = (label: string, mark: PictureNode["mark"] = "kept", verbs: readonly string[] = []): PictureNode => ({
    label,
    mark,
    verbs,
  });
  const pictureOf = (picture: Partial<Picture>, kind: "role" | "bucket" = "role"): Element =>
    first(
      treeOf(pictureSvg(subject("aws_iam_role.media", { kind, picture: { who: [], what: [], ...picture } }))),
      ".graph",
    );
  const number = (element: Element, name: string): number => Number(element.attributes[name]);

  test("have three columns, with words for who cannot see them", () => {
    const picture = pictureOf({
      who: [node("mediaconvert.amazonaws.com", "changed")],
      what: [node("arn:aws:s3:::acme-out/*", "added", ["read", "write"]), node("arn:aws:s3:::acme-old/*", "removed")],
    });
    expect(picture.attributes["role"]).toBe("img");
    expect(texts(picture, ".head")).toEqual(["Who can assume it", "Role", "What it reaches"]);
    expect(texts(picture, "title")[0]).toBe("who can assume it, and what it reaches: aws_iam_role.media");
    expect(texts(picture, "desc")).toEqual([
      "Who can assume it: mediaconvert.amazonaws.com, changed. What it reaches: arn:aws:s3:::acme-out/*, read, write, added; arn:aws:s3:::acme-old/*, removed.",
    ]);
    expect(texts(picture, ".label")).toEqual([
      "mediaconvert.amazonaws.com",
      "arn:aws:s3:::acme-out/*",
      "arn:aws:s3:::acme-old/*",
      "aws_iam_role.media",
    ]);
    const left = all(picture, ".node").map((element) => number(element, "x"));
    expect(left[0]).toBeLessThan(left[3] ?? NaN);
    expect(left[3]).toBeLessThan(left[1] ?? NaN);
    expect(left[1]).toBe(left[2]);
  });

  test("of buckets are of who has access", () => {
    expect(texts(pictureOf({}, "bucket"), ".head")).toEqual(["Who has access", "Bucket", "What they reach"]);
  });

  test("mark by sign and line, not only by colour", () => {
    const marks = ["added", "unknown", "changed", "removed", "kept"] as const;
    const picture = pictureOf({ what: marks.map((mark) => node(mark, mark)) });
    const nodes = all(picture, ".node").slice(0, 5);
    expect(nodes.map((element) => [textOf(first(element, ".label")), textOf(first(element, ".sign"))])).toEqual([
      ["added", "+"],
      ["unknown", "?"],
      ["changed", "~"],
      ["removed", "−"],
      ["kept", ""],
    ]);
    nodes.forEach((element, index) => expect(hasClass(element, marks[index] ?? "")).toBe(true));
    expect(all(picture, ".edge").every((edge) => marks.some((mark) => hasClass(edge, mark)))).toBe(true);
    expect(STYLE.markup).toMatch(/\.graph \.removed rect, \.graph \.removed \.line \{ stroke-dasharray/);
    expect(STYLE.markup).toMatch(/\.graph \.unknown rect, \.graph \.unknown \.line \{ stroke-dasharray/);
  });

  test("have verbs on the edges to what is reached", () => {
    const picture = pictureOf({
      who: [node("a")],
      what: [node("b", "kept", ["read", "write"]), node("c")],
    });
    expect(texts(picture, ".edge").filter((text) => text !== "")).toEqual(["read, write"]);
    expect(all(picture, ".edge").length).toBe(3);
  });

  test("join each who to the role, and the role to each what", () => {
    const picture = pictureOf({ who: [node("a"), node("b")], what: [node("c")] });
    const [a, b, c, role] = all(picture, ".node").map((box) => ({
      left: number(box, "x"),
      right: number(box, "x") + number(box, "width"),
      middle: number(box, "y") + number(box, "height") / 2,
    }));
    const startOf = (path: string | undefined): string => /^M(\S+ \S+?)[Cl]/.exec(path ?? "")?.[1] ?? "";
    const ends = all(picture, ".edge").map((edge) => [
      startOf(first(edge, ".line").attributes["d"]),
      startOf(first(edge, ".tip").attributes["d"]),
    ]);
    const at = (x = NaN, y = NaN): string => `${String(x)} ${String(y)}`;
    expect(ends.reverse()).toEqual([
      [at(a?.right, a?.middle), at(role?.left, role?.middle)],
      [at(b?.right, b?.middle), at(role?.left, role?.middle)],
      [at(role?.right, role?.middle), at(c?.left, c?.middle)],
    ]);
  });

  test("have the whole text in the title of what is cut", () => {
    const label = `arn:aws:s3:::${"a".repeat(60)}/end`;
    const [box] = all(pictureOf({ who: [node(label, "added")] }), ".node");
    if (box === undefined) throw new Error("no node");
    expect(texts(box, "title")).toEqual([`${label}, added`]);
    expect(texts(box, ".label")).toEqual(["arn:aws:s3:::aaaaaa…aaaaaaaaaaaaaa/end"]);
  });

  test("show 12 of a column, what is new first, and count the others", () => {
    const old = Array.from({ length: 14 }, (_, index) => node(`old${String(index)}`));
    const picture = pictureOf({ who: old.slice(0, 12), what: [...old, node("new", "added"), node("dim", "unknown")] });
    const labels = texts(picture, ".label").slice(12);
    expect(labels.slice(0, 3)).toEqual(["new", "dim", "old0"]);
    expect(labels.length).toBe(12 + 1);
    expect(texts(picture, ".rest")).toEqual(["and 4 others"]);
    expect(texts(picture, "desc")[0]).toMatch(/old9, as before; 4 more\.$/);
  });

  test("say where a column is empty", () => {
    expect(texts(pictureOf({ who: [node("a")] }), ".rest")).toEqual(["nothing shown"]);
    expect(texts(pictureOf({ who: [node("a")] }), "desc")[0]).toMatch(/What it reaches: nothing shown\.$/);
  });

  test("stay in their frame, and no box covers another", () => {
    const count = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(count, count, (who, what) => {
        const picture = pictureOf({
          who: Array.from({ length: who }, () => node("x")),
          what: Array.from({ length: what }, () => node("y", "added", ["read"])),
        });
        const [, , width = 0, height = 0] = String(picture.attributes["viewBox"]).split(" ").map(Number);
        const boxes = all(picture, ".node").map((box) => ({
          x: number(box, "x"),
          y: number(box, "y"),
          right: number(box, "x") + number(box, "width"),
          bottom: number(box, "y") + number(box, "height"),
        }));
        const outside = boxes.filter(({ y, right, bottom }) => right > width || bottom > height || y < 20);
        const covered = boxes.filter((box) =>
          boxes.some(
            (other) =>
              other !== box &&
              box.right > other.x &&
              other.right > box.x &&
              box.bottom > other.y &&
              other.bottom > box.y,
          ),
        );
        expect({ outside, covered, count: boxes.length }).toEqual({
          outside: [],
          covered: [],
          count: Math.min(who, 12) + Math.min(what, 12) + 1,
        });
        for (const text of all(picture, ".rest")) expect(number(text, "y")).toBeLessThanOrEqual(height);
      }),
    );
  });
});

describe("text from outside", () => {
  /** Tags with their attributes, without the text between them. */
  const skeleton = (of: Review): string =>
    tokensOf(withoutStyle(reviewHtml(of)))
      .flatMap(({ kind, value, attributes }) =>
        kind === "text" ? [] : `${kind} ${value} ${JSON.stringify(attributes)}`,
      )
      .join("\n");

  test.each(HOSTILE_TEXTS.map((text) => ({ text })))("is only text: hostile text %#", ({ text }) => {
    expect(() => pageOf(textEverywhere(text))).not.toThrow();
  });

  test("is only text: all hostile texts in one page", () => {
    expect(() => pageOf(hostileReview)).not.toThrow();
  });

  test("makes no tag, no attribute and no end of a tag, whatever it is", () => {
    const expected = skeleton(textEverywhere("x"));
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "<",
        ">",
        "&",
        '"',
        "'",
        "</code>",
        "<b>",
        "-->",
        "]]>",
        "&lt;",
        "</style>",
        "</title>",
        "\u0000",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => `x${pieces.join("").replaceAll("`", "")}`),
        (text) => {
          expect(skeleton(textEverywhere(text))).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("is shown as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (end) => {
        // Backticks are code, and two signs begin a pipeline's command.
        const text = `x${end.replaceAll("`", "").replace(/#+/g, "#")}x`;
        const page = pageOf(textEverywhere(text));
        expect(all(page, "h3").map(textOf)).toContain(`± wider and narrower ${text}`);
        expect(all(first(page, ".counts"), "dd").length).toBe(6);
        expect(all(page, "td").map(textOf)).toContain(text);
        expect(all(page, ".graph").map((graph) => textOf(first(graph, "title")))).toContain(
          `who can assume it, and what it reaches: ${text}`,
        );
      }),
      { numRuns: 50 },
    );
  });

  test("has no control, no invisible and no turning character", () => {
    const bare = reviewHtml(hostileReview).replaceAll("\n", "");
    expect(bare).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test("of any size gives a small page", () => {
    expect(reviewHtml(textEverywhere("<".repeat(2_000_000))).length).toBeLessThan(1_000_000);
  });

  test("that is blank shows as empty", () => {
    expect(texts(pageOf(textEverywhere(" ")), "h3")).toContain("± wider and narrower (empty)");
  });
});

describe("colours", () => {
  const colours = Object.fromEntries(
    [...STYLE.markup.matchAll(/--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
      ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
    ),
  );

  /** Relative luminance of WCAG 2. */
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const TEXTS = ["text", "quiet", "danger", "gain", "loss", "changed", "unknown"];

  test.each(TEXTS.flatMap((text) => ["page", "panel"].map((ground) => [text, ground] as const)))(
    "%s on %s has contrast AA in both schemes",
    (text, ground) => {
      for (const scheme of ["light", "dark"] as const)
        expect(contrast(colours[text]?.[scheme] ?? "", colours[ground]?.[scheme] ?? "")).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("are none but these", () => {
    expect(STYLE.markup.replaceAll(/light-dark\([^)]*\)/g, "")).not.toMatch(/#[0-9a-f]{3,8}\b|rgb|hsl|opacity/i);
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  });
});
