import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reviewHtml } from "../../lib/review/render-html";
import type { Review } from "../../lib/review/report";
import { hostileReview, manyChanges, review, sameReview, subject, unknownReview, widerReview } from "../review/reports";
import { Browser, type Page, type View, describeBrowser } from "../support/browser";

jest.setTimeout(60_000);

/** Elements that stick out of the window and do not stand in a part that scrolls by itself. */
const STICKING_OUT = `[...document.body.querySelectorAll("*")].filter((element) =>
  element.closest(".picture > *, .hidden") === null && element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
).map((element) => element.outerHTML.slice(0, 200))`;

/** Text whose font is too small to be read, in pixels of the screen. */
const SMALLEST_TEXT = `Math.min(...[...document.querySelectorAll(".graph text, p, td, li, dt")].map((element) =>
  Number.parseFloat(getComputedStyle(element).fontSize) *
    (element instanceof SVGElement ? element.getScreenCTM().a : 1)
))`;

describeBrowser("the HTML report in a browser", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(process.env["TEST_WORK"] ?? tmpdir(), "report-"));
    browser = Browser.start();
  });
  afterAll(async () => {
    await browser.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (): string => join(folder, "report.html");

  const look = async <Seen>(of: Review, view: View, at: (page: Page) => Promise<Seen>): Promise<Seen> => {
    writeFileSync(file(), reviewHtml(of));
    const page = await browser.open(file(), view);
    const seen = await at(page);
    await page.close();
    return seen;
  };

  const VIEWS: readonly (readonly [name: string, view: View])[] = [
    ["light", {}],
    ["dark", { scheme: "dark" }],
    ["narrow", { width: 390 }],
    ["printed", { media: "print", width: 800 }],
  ];

  /** It asked for nothing, nothing complained, and nothing is wider than the window. */
  const expectCalm = async (page: Page): Promise<void> => {
    expect(await page.evaluate(STICKING_OUT)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(
      true,
    );
    expect(page.deeds).toEqual({ requests: [pathToFileURL(file()).href], complaints: [], dialogs: [] });
  };

  const REPORTS = Object.entries({ widerReview, sameReview, unknownReview, manyChanges: manyChanges(150) });

  test.each(VIEWS.flatMap(([name, view]) => REPORTS.map(([of, report]) => ({ of, name, report, view }))))(
    "shows $of $name: no request, no complaint, nothing that sticks out",
    async ({ report, view }) => {
      await look(report, view, expectCalm);
    },
  );

  test("shows the verdict and the roles", async () => {
    await look(widerReview, {}, async (page) => {
      expect(await page.evaluate("document.title")).toMatch(/^wider and narrower: 2 of 14 roles/);
      expect(await page.evaluate("document.compatMode")).toBe("CSS1Compat");
      const text = await page.evaluate<string>("document.body.innerText");
      for (const shown of ["2 of 14 roles can newly do something", "aws_iam_role.admin", "aws_iam_role.media"])
        expect(text).toContain(shown);
      const heading = await page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize");
      expect(Number.parseFloat(String(heading))).toBeGreaterThan(24);
    });
  });

  test("draws pictures that can be read", async () => {
    for (const [, view] of VIEWS.slice(0, 3))
      await look(widerReview, view, async (page) => {
        const sizes = await page.evaluate<readonly (readonly number[])[]>(
          "[...document.querySelectorAll('.graph')].map((e) => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])",
        );
        expect(sizes.length).toBe(3);
        for (const [width, height] of sizes) {
          expect(width).toBeGreaterThan(900);
          expect(height).toBeGreaterThan(90);
        }
        expect(await page.evaluate(SMALLEST_TEXT)).toBeGreaterThan(9);
      });
  });

  test("keeps text in its box and verbs on their line", async () => {
    const node = {
      label: `arn:aws:s3:::${"W".repeat(100)}`,
      verbs: ["administer", "write", "read", "delete", "decrypt"],
      mark: "added",
    } as const;
    const long = subject("aws_iam_role.long", {
      verdict: "wider",
      name: "W".repeat(64),
      picture: { who: [node], what: [node, node] },
    });
    await look(review({ roles: [long] }), {}, async (page) => {
      const rightsOfLabels = `[...document.querySelectorAll(".graph .node")].map((box) => {
        const { x, width } = box.querySelector(".label").getBBox();
        return [x, box.width.baseVal.value - x - width];
      })`;
      const margins = await page.evaluate<readonly (readonly number[])[]>(rightsOfLabels);
      expect(margins.length).toBe(4);
      for (const margin of margins.flat()) expect(margin).toBeGreaterThan(4);
      const verbs = await page.evaluate<readonly number[]>(
        `[...document.querySelectorAll(".graph .edge text")].map((text) => text.getBBox().x)`,
      );
      expect(verbs.length).toBe(2);
      for (const x of verbs) expect(x).toBeGreaterThan(660);
    });
  });

  test("lets the picture scroll where it is too wide, not the page", async () => {
    await look(widerReview, { width: 390 }, async (page) => {
      expect(await page.evaluate("document.documentElement.clientWidth")).toBe(390);
      expect(await page.evaluate("document.querySelector('.picture').scrollWidth")).toBeGreaterThan(900);
      expect(await page.evaluate("document.querySelector('.picture').clientWidth")).toBeLessThan(390);
    });
  });

  test("is dark where that is preferred, and light on paper", async () => {
    const coloursOf = async (view: View): Promise<readonly string[]> =>
      look(widerReview, view, (page) =>
        page.evaluate(`[
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.body).color,
          getComputedStyle(document.querySelector(".graph .added rect")).stroke,
        ]`),
      );
    const light = await coloursOf({});
    const dark = await coloursOf({ scheme: "dark" });
    expect(light.slice(0, 2)).toEqual(["rgb(255, 255, 255)", "rgb(28, 33, 40)"]);
    expect(dark.slice(0, 2)).toEqual(["rgb(14, 17, 22)", "rgb(230, 233, 238)"]);
    expect(dark[2]).not.toBe(light[2]);
    expect(await coloursOf({ scheme: "dark", media: "print" })).toEqual(light);
  });

  test("shows the examples when printed, and hides them on the screen", async () => {
    const shown = "document.querySelector('details p').checkVisibility({ contentVisibilityAuto: true })";
    expect(await look(widerReview, {}, (page) => page.evaluate(shown))).toBe(false);
    expect(await look(widerReview, { media: "print" }, (page) => page.evaluate(shown))).toBe(true);
  });

  test("tells a screen reader of its parts, pictures and tables", async () => {
    for (const view of [{}, { width: 390 }])
      await look(widerReview, view, async (page) => {
        const nodes = await page.accessible();
        const named = (role: string): readonly string[] =>
          nodes.flatMap((node) => (node.role === role ? [node.name] : []));
        expect(named("navigation")).toEqual(["Sections"]);
        expect(named("region").slice(0, 2)).toEqual(["Findings (4)", "Roles (4)"]);
        expect(named("image")).toEqual([
          "who can assume it, and what it reaches: aws_iam_role.admin",
          "who can assume it, and what it reaches: aws_iam_role.media",
          "who has access, and what they reach: aws_s3_bucket.masters",
        ]);
        expect(nodes.find(({ role }) => role === "image")?.description).toMatch(/^Who can assume it: /);
        expect(named("table").length).toBe(4);
        expect(named("cell")).toEqual(expect.arrayContaining([expect.stringContaining("critical")]));
        expect(named("StaticText")).toEqual(
          expect.arrayContaining([expect.stringMatching(/^Gain:/), expect.stringMatching(/^Loss:/)]),
        );
        expect(named("heading").slice(0, 2)).toEqual([
          "2 of 14 roles can newly do something; 1 can no longer do something; others gain access to 1 bucket",
          "Findings (4)",
        ]);
      });
  });

  test("runs nothing that is in the report", async () => {
    await look(hostileReview, { width: 390 }, async (page) => {
      await expectCalm(page);
      expect(await page.evaluate("document.title")).toMatch(/^wider and narrower: /);
      expect(
        await page.evaluate("document.querySelectorAll('script, img, iframe, object, form, input, base, link').length"),
      ).toBe(0);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((name) => name.startsWith('on') || name === 'style' || name === 'src')",
        ),
      ).toEqual([]);
      expect(await page.evaluate("document.body.innerText")).toContain("<script>alert(1)</script>");
    });
  });

  test("would be told of a script, a request and a style from elsewhere", async () => {
    const html = reviewHtml(widerReview);
    const bad = `<script>alert(1)</script><img src="https://example.invalid/x.png"><img src=x onerror="alert(2)">`;
    writeFileSync(file(), html.replace("</main>", `${bad}</main>`));
    const held = await browser.open(file());
    expect(held.deeds.dialogs).toEqual([]);
    expect(held.deeds.complaints.join()).toContain("Content Security Policy");
    await held.close();
    writeFileSync(file(), html.replace(/<meta http-equiv[^>]*>/, "").replace("</main>", `${bad}</main>`));
    const free = await browser.open(file());
    expect(free.deeds.dialogs).toContain("1");
    expect(free.deeds.requests).toContain("https://example.invalid/x.png");
    await free.close();
  });
});
