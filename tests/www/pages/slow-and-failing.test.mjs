// Requests that take long, and connections that break before or after the change is stored.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf } from "./support/stage.mjs";

const seatsOf = (page) => paneOf(page, "Public").getByLabel("Value of plan.seats");
const storedSeats = async ({ stored }) => (await stored(ADA)).public_metadata.plan.seats;

flow(
  "a change is stored only once its request has arrived, and is reported only once its response has",
  async (stage) => {
    const { page, url, hold } = stage;
    await openUser(page, ADA, url);
    for (const [value, stored] of [
      ["5", false],
      ["6", true],
    ]) {
      const before = await storedSeats(stage);
      const held = hold({ stored });
      await typeOver(seatsOf(page), value);
      await page.keyboard.press("Control+Enter");
      await held.arrived();
      assert.equal(await storedSeats(stage), stored ? Number(value) : before);
      await eventually(async () => assert.equal(await page.getByText("Applied.", { exact: true }).count(), 0));
      held.release();
      await page.getByText("Applied.", { exact: true }).waitFor();
      assert.equal(await storedSeats(stage), Number(value));
    }
  },
  { faults: true },
);

flow(
  "a connection that breaks once, before the change or after it: sent again by itself",
  async (stage) => {
    const { page, url, dropsConnection, losesResponse } = stage;
    await openUser(page, ADA, url);
    for (const [value, breaks] of [
      ["7", dropsConnection],
      ["8", losesResponse],
    ]) {
      const fault = breaks({ times: 1 });
      await typeOver(seatsOf(page), value);
      await page.keyboard.press("Control+Enter");
      await page.getByText("Applied.", { exact: true }).waitFor();
      assert.equal(await storedSeats(stage), Number(value));
      fault.end();
    }
  },
  { faults: true },
);

flow(
  "responses that come byte by byte",
  async (stage) => {
    const { page, url, service } = stage;
    service.tricklesResponse({ method: "GET", path: /\/users\/user_/ });
    service.tricklesResponse();
    await openUser(page, ADA, url);
    await typeOver(seatsOf(page), "9");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal(await storedSeats(stage), 9);
  },
  { modes: ["live"] },
);
