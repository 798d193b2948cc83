// Someone else changes the user while one edits: it is noticed before anything is sent.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { createClerkClient } from "../../../pkg/dist/index.js";
import { KEY } from "../support/admin.mjs";
import { ADA } from "./support/people.mjs";
import { typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf } from "./support/stage.mjs";

/** Someone else: another tab of the sandbox, another program of the service. */
async function someoneElse({ service, newPage, url }, publicMetadata) {
  if (service) {
    const clerk = createClerkClient({ secretKey: KEY, apiUrl: service.url });
    await clerk.users.updateUserMetadata(ADA, { publicMetadata });
    return;
  }
  const other = await newPage();
  await openUser(other, ADA, url);
  const pane = paneOf(other, "Public");
  await pane.getByRole("radio", { name: "Patch" }).click();
  await pane.getByRole("radio", { name: "Text" }).click();
  await typeOver(pane.getByRole("textbox", { name: /^Text of/ }), JSON.stringify(publicMetadata));
  await other.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await other.getByText("Applied.", { exact: true }).waitFor();
  await other.close();
}

const rowOf = async (page, path) => {
  const cells = page.getByRole("region", { name: "Conflict" }).locator(`[data-path="${path}"]`).locator("th, td");
  return (await cells.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
};

async function begin(stage) {
  const { page, url } = stage;
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await typeOver(pane.getByLabel("Value of plan.seats"), "10");
  await pane.getByRole("button", { name: "Remove plan.trial" }).click();
  await someoneElse(stage, { plan: { seats: 4, name: "team" }, region: "eu" });
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByRole("heading", { name: "Someone else changed this user meanwhile" }).waitFor();
}

flow("three versions beside each other, and one's own on top", async (stage) => {
  const { page, stored } = stage;
  await begin(stage);
  await page.getByText("At 1 key both differ: choose for each.").waitFor();
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "plan.seats"), [
      "Public plan.seats",
      "What stays at plan.seats Yours Theirs",
      "3",
      "4",
      "10",
    ]),
  );
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "plan.trial"), ["Public plan.trial", "yours", "true", "true", "–"]),
  );
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "plan.name"), ["Public plan.name", "theirs", '"pro"', '"team"', '"pro"']),
  );
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "region"), ["Public region", "theirs", "–", '"eu"', "–"]),
  );
  await page.getByRole("button", { name: "Apply on top of theirs" }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  const { plan, region } = (await stored(ADA)).public_metadata;
  assert.deepEqual([plan, region], [{ name: "team", seats: 10 }, "eu"]);
});

flow("theirs stays where it is chosen", async (stage) => {
  const { page, stored } = stage;
  await begin(stage);
  await page.getByRole("group", { name: "What stays at plan.seats" }).getByRole("radio", { name: "Theirs" }).click();
  await page.getByRole("button", { name: "Apply on top of theirs" }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 4 });
});

flow("one's own change is dropped, or gone on with", async (stage) => {
  const { page, stored } = stage;
  await begin(stage);
  await page.getByRole("button", { name: "Back to editing" }).click();
  await eventually(async () =>
    assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "10"),
  );
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByRole("button", { name: "Drop my change" }).click();
  await eventually(async () =>
    assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "4"),
  );
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 4, trial: true });
});

flow("what was changed since is not taken back unseen", async (stage) => {
  const { page, url, stored } = stage;
  await openUser(page, ADA, url);
  await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "10");
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  await someoneElse(stage, { plan: { seats: 20 } });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("At 1 key both differ: choose for each.").waitFor();
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "plan.seats"), [
      "Public plan.seats",
      "What stays at plan.seats Yours Theirs",
      "10",
      "20",
      "3",
    ]),
  );
  await page.getByRole("button", { name: "Apply on top of theirs" }).click();
  await page.getByText("Taken back.").waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
});
