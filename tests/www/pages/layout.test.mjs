// The geometry of the page at every width: no overflow, headings on one line, room for values, large touch targets, and
// use of wide screens.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { pasteOver, typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { flow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const SIZES = [
  [320, 640],
  [360, 740],
  [768, 1024],
  [1440, 900],
  [3840, 2160],
];

/** Elements that overflow and cannot be scrolled to. */
const overflowing = (page) =>
  page.evaluate(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
    for (const element of document.querySelectorAll("body *")) {
      if (!element.checkVisibility() || element.closest(".for-readers, .skip, svg, .users-box, pre")) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 0 && (right > innerWidth + 1 || left < -1)) {
        const scrolls = (parent) =>
          parent &&
          (["auto", "scroll", "hidden"].includes(getComputedStyle(parent).overflowX) || scrolls(parent.parentElement));
        if (!scrolls(element.parentElement)) found.push(element.outerHTML.slice(0, 120));
      }
    }
    // Scrolling boxes scroll vertically only, except tables and code.
    for (const box of document.querySelectorAll(".user-scroll, .users-box, .apply, .list-side")) {
      if (box.scrollWidth > box.clientWidth + 1)
        found.push(`${box.className}: ${box.scrollWidth} > ${box.clientWidth}`);
    }
    return found;
  });

/** Headings with more than one line. */
const raggedHeadings = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("h1, h2, h3, th[scope=col], .headings span, legend, dt")]
      .filter((heading) => heading.checkVisibility() && heading.getBoundingClientRect().width > 1)
      .filter((heading) => {
        const range = document.createRange();
        range.selectNodeContents(heading);
        const tops = [...range.getClientRects()]
          .filter(({ width }) => width > 1)
          .map(({ top, bottom }) => Math.round((top + bottom) / 2));
        return Math.max(...tops) - Math.min(...tops) > 8;
      })
      .map((heading) => heading.textContent),
  );

/** Controls that are too small for touch. */
const smallTargets = (page, size) =>
  page.evaluate((size) => {
    const controls = document.querySelectorAll(
      "button, a.button, select, summary, input:not([type=radio]), textarea, .choice label, .back, .row",
    );
    return [...controls]
      .filter(
        (control) => control.checkVisibility({ opacityProperty: false }) && control.getBoundingClientRect().width > 1,
      )
      .filter((control) => control.getBoundingClientRect().height < size - 0.5)
      .map(
        (control) =>
          `${control.getBoundingClientRect().height}: ${control.getAttribute("aria-label") ?? control.textContent}`,
      );
  }, size);

const widthOf = (locator) => locator.evaluate((element) => element.getBoundingClientRect().width);

for (const [width, height] of SIZES) {
  flow(
    `${width} px wide`,
    async ({ page, url }) => {
      const check = async (state) => {
        await eventually(async () => assert.deepEqual(await overflowing(page), [], state));
        await eventually(async () => assert.deepEqual(await raggedHeadings(page), [], state));
        if (width <= 600) await eventually(async () => assert.deepEqual(await smallTargets(page, 40), [], state));
      };
      await rowsOf(page, "Ada Lovelace").waitFor();
      await check("the list");
      await page.getByText("Options").click();
      await page.getByLabel("Response to changes").waitFor();
      await check("the options of the sandbox");
      await page.keyboard.press("Escape");
      await openUser(page, ADA, url);
      await check("a user");
      const pane = paneOf(page, "Public");
      await typeOver(pane.getByLabel("Value of plan.name"), "x".repeat(300), { delay: 0 });
      await pane.getByRole("button", { name: "Remove address", exact: true }).click();
      await pane.getByRole("table").waitFor();
      await check("a user with changes");
      // Values are wide enough to be recognized.
      await eventually(async () => {
        const rooms = await page
          .locator(".tree textarea.leaf")
          .evaluateAll((values) => values.map((value) => Math.round(value.getBoundingClientRect().width)));
        assert.ok(Math.min(...rooms) >= 120, `the values have ${rooms} px`);
      });
      await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
      await page.getByText("Applied.", { exact: true }).waitFor();
      await check("an applied change");
      await page.getByRole("link", { name: /History/ }).click();
      await page.getByRole("heading", { name: "History of this session" }).waitFor();
      await check("the history");
    },
    { modes: ["sandbox"], viewport: { width, height } },
  );
}

flow(
  "the list and the user are side by side at 1440 px, and one at a time at 768 px",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    const list = page.getByRole("listbox", { name: "Users" });
    const leftOf = (locator) => locator.evaluate((element) => element.getBoundingClientRect().left);
    await eventually(async () => assert.equal(await list.isVisible(), true));
    await eventually(async () =>
      assert.ok((await leftOf(paneOf(page, "Public"))) > (await leftOf(list)) + (await widthOf(list))),
    );
    await page.setViewportSize({ width: 768, height: 1024 });
    await eventually(async () => assert.equal(await list.isVisible(), false));
    await page.getByRole("link", { name: "All users" }).click();
    await rowsOf(page, "Ada Lovelace").waitFor();
  },
  { modes: ["sandbox"], viewport: { width: 1440, height: 900 } },
);

flow(
  "3840 px: the three fields side by side, over the width that the list leaves",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    await eventually(async () => {
      const boxes = await Promise.all(
        ["Public", "Private", "Unsafe"].map((title) => paneOf(page, title).boundingBox()),
      );
      assert.equal(new Set(boxes.map(({ y }) => y)).size, 1);
      const used =
        boxes.reduce((sum, { width }) => sum + width, 0) +
        (await widthOf(page.getByRole("listbox", { name: "Users" })));
      assert.ok(used > 3840 * 0.95, `${used} px`);
    });
  },
  { modes: ["sandbox"], viewport: { width: 3840, height: 2160 } },
);

flow(
  "the row of an opened user stays in view when the row height changes",
  async ({ page }) => {
    const list = page.getByRole("listbox", { name: "Users" });
    await rowsOf(page).first().waitFor();
    await list.hover();
    await page.mouse.wheel(0, 6000);
    await page.waitForFunction(
      () => document.querySelector("#users").scrollTop > 4000 && document.querySelector("#row-100 .name"),
    );
    const row = page.locator("#row-100");
    const name = await row.locator(".name").innerText();
    await row.click();
    await page.getByRole("heading", { name }).waitFor();
    await page.waitForFunction(() => {
      const [list, row] = ["#users", "#row-100"].map((selector) =>
        document.querySelector(selector)?.getBoundingClientRect(),
      );
      return row && row.top >= list.top && row.bottom <= list.bottom;
    });
  },
  { modes: ["sandbox"], viewport: { width: 1440, height: 900 } },
);

for (const [width, height] of [
  [360, 740],
  [1440, 900],
]) {
  flow(
    `the page does not scroll beyond its panes at ${width} px`,
    async ({ page, url }) => {
      await openUser(page, ADA, url);
      const pane = paneOf(page, "Public");
      await pane.getByRole("radio", { name: "Text" }).click();
      const long = {
        items: Array.from({ length: 61 }, (_, index) => `item ${index}`),
        text: "a long text ".repeat(200),
      };
      await pasteOver(pane.getByRole("textbox"), JSON.stringify(long));
      await pane.getByRole("radio", { name: "Tree" }).click();
      await pane.getByLabel("Value of items[60]").hover();
      for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, 4000);
      await eventually(async () => {
        const { scrollHeight, innerHeight, scrollY } = await page.evaluate(() => {
          const { scrollHeight } = document.documentElement;
          return { scrollHeight, innerHeight, scrollY };
        });
        assert.ok(scrollHeight <= innerHeight, `the document has ${scrollHeight} of ${innerHeight} px`);
        assert.equal(scrollY, 0);
      });
    },
    { modes: ["sandbox"], viewport: { width, height } },
  );
}

flow(
  "rows show complete values and, next to a user, the complete email",
  async ({ page, url }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    const cut = () =>
      page.evaluate(() => {
        const found = [];
        for (const value of document.querySelectorAll(".row .value")) {
          const box = value.closest(".values").getBoundingClientRect();
          const excerpt = value.closest(".excerpt");
          const { top, bottom } = excerpt.checkVisibility() ? excerpt.getBoundingClientRect() : box;
          const { top: from, bottom: to } = value.getBoundingClientRect();
          const isWhole = to <= bottom + 1;
          if (from < bottom - 1 && from >= top && !isWhole) found.push(value.textContent);
          if (isWhole && value.scrollWidth > value.clientWidth && value.clientWidth < excerpt.clientWidth - 1)
            found.push(value.textContent);
        }
        return found;
      });
    await eventually(async () => assert.deepEqual(await cut(), []));
    await page.setViewportSize({ width: 3840, height: 2160 });
    await openUser(page, ADA, url);
    await eventually(async () =>
      assert.deepEqual(
        await page
          .locator(".row .email")
          .evaluateAll((emails) =>
            emails.filter((email) => email.scrollWidth > email.clientWidth).map((e) => e.innerText),
          ),
        [],
      ),
    );
    await eventually(async () => assert.deepEqual(await cut(), []));
  },
  { modes: ["sandbox"], viewport: { width: 1440, height: 900 } },
);
