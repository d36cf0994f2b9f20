import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reviewHtml } from "../../lib/review/render-html";
import type { Review } from "../../lib/review/report";
import { hostileReview, manyChanges, sameReview, unknownReview, widerReview } from "../review/reports";
import { Browser, type Page, type View, describeBrowser } from "../support/browser";

jest.setTimeout(120_000);

/** Elements that stick out of the window and do not stand in a part that scrolls by itself. */
const STICKING_OUT = `[...document.body.querySelectorAll("*")].filter((element) =>
  element.closest(".picture > *, .hidden") === null && element.getBoundingClientRect().right > innerWidth + 0.5
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

  const look = async (of: Review, view: View, at: (page: Page) => Promise<void>): Promise<void> => {
    writeFileSync(file(), reviewHtml(of));
    const page = await browser.open(file(), view);
    await at(page);
    await page.close();
  };

  const VIEWS: readonly (readonly [name: string, view: View])[] = [
    ["light", {}],
    ["dark", { scheme: "dark" }],
    ["narrow", { width: 390 }],
    ["printed", { media: "print", width: 800 }],
  ];

  test.each(
    VIEWS.flatMap(([name, view]) =>
      Object.entries({ widerReview, sameReview, unknownReview, manyChanges: manyChanges(150), hostileReview }).map(
        ([of, report]) => ({ of, name, report, view }),
      ),
    ),
  )("shows $of $name: no request, no complaint, nothing that sticks out", async ({ report, view }) => {
    await look(report, view, async (page) => {
      expect(await page.evaluate("document.body.innerText")).not.toBe("");
      expect(await page.evaluate(STICKING_OUT)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      expect(page.deeds).toEqual({ requests: [pathToFileURL(file()).href], complaints: [], dialogs: [] });
    });
  });

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
        const overflow = `[...document.querySelectorAll(".graph .node")].filter((box) =>
          box.querySelector(".label").getBBox().width + 29 > box.width.baseVal.value
        ).map((box) => box.textContent)`;
        expect(await page.evaluate(overflow)).toEqual([]);
      });
  });

  test("lets the picture scroll where it is too wide, not the page", async () => {
    await look(widerReview, { width: 390 }, async (page) => {
      expect(await page.evaluate("document.querySelector('.picture').scrollWidth")).toBeGreaterThan(900);
      expect(await page.evaluate("document.querySelector('.picture').clientWidth")).toBeLessThan(390);
    });
  });

  test("is dark where that is preferred, and light on paper", async () => {
    const look2 = async (view: View): Promise<readonly string[]> => {
      let colours: readonly string[] = [];
      await look(widerReview, view, async (page) => {
        colours = await page.evaluate(`[
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.body).color,
          getComputedStyle(document.querySelector(".graph .added rect")).stroke,
        ]`);
      });
      return colours;
    };
    const light = await look2({});
    const dark = await look2({ scheme: "dark" });
    expect(light.slice(0, 2)).toEqual(["rgb(255, 255, 255)", "rgb(28, 33, 40)"]);
    expect(dark.slice(0, 2)).toEqual(["rgb(14, 17, 22)", "rgb(230, 233, 238)"]);
    expect(dark[2]).not.toBe(light[2]);
    expect(await look2({ scheme: "dark", media: "print" })).toEqual(light);
  });

  test("shows the examples when printed, and hides them on the screen", async () => {
    const shown = "document.querySelector('details p').checkVisibility({ contentVisibilityAuto: true })";
    await look(widerReview, {}, async (page) => expect(await page.evaluate(shown)).toBe(false));
    await look(widerReview, { media: "print" }, async (page) => expect(await page.evaluate(shown)).toBe(true));
  });

  test("runs nothing that is in the report", async () => {
    await look(hostileReview, {}, async (page) => {
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
      expect(page.deeds.dialogs).toEqual([]);
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
