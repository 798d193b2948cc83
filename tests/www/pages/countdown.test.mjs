// Waits before retries: the countdown, canceling, and correct messages about the change.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { typeKeys, typeOver } from "./support/person.mjs";
import { flow as anyFlow, openUser, paneOf } from "./support/stage.mjs";

const flow = (name, run, options) => anyFlow(name, run, { modes: ["live"], faults: true, ...options });
const seats = (page) => paneOf(page, "Public").getByLabel("Value of plan.seats");
const changesOf = ({ requests }) => requests.filter(({ method }) => method !== "GET").length;

/** Records every text of the countdown until it disappears. */
async function recordCountdown(page) {
  await page.evaluate(() => {
    globalThis.counted = [];
    const look = () => {
      const text = document.querySelector("[role=timer]")?.textContent;
      if (text && globalThis.counted.at(-1) !== text) globalThis.counted.push(text);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => globalThis.counted);
}

flow("it counts each second, and ends when the change is sent", async ({ page, url, service, stored }) => {
  await openUser(page, ADA, url);
  const counted = await recordCountdown(page);
  service.fails(429, 3);
  await typeOver(seats(page), "10");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Retrying in").waitFor();
  service.fails();
  await page.getByText("Applied.", { exact: true }).waitFor();
  const seconds = (await counted()).map((text) => Number.parseInt(text, 10));
  // A busy machine may skip a number, but the countdown never increases.
  assert.equal(seconds[0], 3);
  assert.deepEqual(
    seconds,
    [...seconds].sort((a, b) => b - a),
  );
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
});

flow(
  "a wait is canceled with Escape: nothing was changed, what is typed stays",
  async ({ page, url, service, stored }) => {
    await openUser(page, ADA, url);
    service.fails(429, 50);
    await typeOver(seats(page), "10");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Retrying in").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Canceled.").waitFor();
    await page.getByText("Nothing was changed.").waitFor();
    await eventually(async () => assert.equal(await seats(page).inputValue(), "10"));
    const count = changesOf(service);
    service.fails();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal(changesOf(service), count + 1);
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
  },
);

flow("canceled while it compares: nothing was sent", async ({ page, url, service, hold }) => {
  await openUser(page, ADA, url);
  await typeOver(seats(page), "10");
  const held = hold({ method: "GET", path: /user_sandbox_ada$/ });
  await page.keyboard.press("Control+Enter");
  await held.arrived();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Nothing was sent.").waitFor();
  held.release();
  assert.equal(changesOf(service), 0);
  await eventually(async () => assert.equal(await seats(page).inputValue(), "10"));
});

for (const isStored of [true, false]) {
  flow(
    `canceled while it is sent, and ${isStored ? "stored" : "not stored"}: the user is read to find out`,
    async ({ page, url, hold, stored }) => {
      await openUser(page, ADA, url);
      await typeOver(seats(page), "10");
      const held = hold({ stored: isStored, times: 1 });
      await page.keyboard.press("Control+Enter");
      await held.arrived();
      await typeKeys(page, "4");
      await page.keyboard.press("Escape");
      await page
        .getByText(
          isStored
            ? "You canceled, but the change was already stored."
            : "The change is not stored yet. The request may still take effect:",
        )
        .waitFor();
      assert.equal((await stored(ADA)).public_metadata.plan.seats, isStored ? 10 : 3);
      await eventually(async () => assert.equal(await seats(page).inputValue(), "104"));
      await page.getByRole("link", { name: isStored ? "History (1)" : "History", exact: true }).waitFor();
    },
    { modes: ["sandbox", "live"] },
  );
}

flow("offline before anything is sent: not sent is what is said", async ({ page, url, context }) => {
  await openUser(page, ADA, url);
  await typeOver(seats(page), "10");
  await context.setOffline(true);
  await page.keyboard.press("Control+Enter");
  const alert = page.getByRole("alert").filter({ hasText: "You are offline." });
  await alert.waitFor();
  await eventually(async () => assert.match(await alert.innerText(), /Your change was not sent\./));
  await eventually(async () => assert.doesNotMatch(await alert.innerText(), /known/));
  await context.setOffline(false);
});

flow("a user that cannot be read: nothing is said about a change", async ({ page, url, service }) => {
  service.fails(401, undefined, { method: "GET", path: /user_sandbox_ada$/ });
  await page.goto(`${url}#/users/${ADA}`);
  const alert = page.getByRole("region", { name: "User", exact: true }).getByRole("alert");
  await alert.waitFor();
  await eventually(async () => assert.doesNotMatch(await alert.innerText(), /sent|changed|stored/));
});

flow(
  "Discard all can be undone and is not close to Apply",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    await typeOver(seats(page), "10");
    await typeOver(paneOf(page, "Unsafe").getByLabel("Value of theme"), "light");
    await eventually(async () => {
      const [discard, apply] = await Promise.all(
        ["Discard all", "Apply"].map((name) => page.getByRole("button", { name }).boundingBox()),
      );
      assert.ok(apply.x - (discard.x + discard.width) > 200);
    });
    await page.getByRole("button", { name: "Discard all" }).click();
    await eventually(async () => assert.equal(await seats(page).inputValue(), "3"));
    await page.getByRole("button", { name: "Undo discard" }).click();
    await eventually(async () => assert.equal(await seats(page).inputValue(), "10"));
    await eventually(async () =>
      assert.equal(await paneOf(page, "Unsafe").getByLabel("Value of theme").inputValue(), "light"),
    );
  },
  { modes: ["sandbox", "live"] },
);
