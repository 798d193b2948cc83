// Someone else changes the user during an edit: the page detects it before it sends anything.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { createClerkClient } from "../../../pkg/dist/index.js";
import { KEY } from "../support/admin.mjs";
import { ADA } from "./support/people.mjs";
import { typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf } from "./support/stage.mjs";

/** Changes the user from another tab of the sandbox, or another program. */
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

async function openConflict(stage) {
  const { page, url } = stage;
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await typeOver(pane.getByLabel("Value of plan.seats"), "10");
  await pane.getByRole("button", { name: "Remove plan.trial" }).click();
  await someoneElse(stage, { plan: { seats: 4, name: "team" }, region: "eu" });
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByRole("heading", { name: "Someone else changed this user" }).waitFor();
}

flow("the panel shows the original and both new values, and applies the choices", async (stage) => {
  const { page, stored } = stage;
  await openConflict(stage);
  await page.getByText("Both of you changed 1 key: choose a value.").waitFor();
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "plan.seats"), [
      "Public plan.seats",
      "Value to keep at plan.seats Yours Theirs",
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
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  const { plan, region } = (await stored(ADA)).public_metadata;
  assert.deepEqual([plan, region], [{ name: "team", seats: 10 }, "eu"]);
});

flow("a key for which theirs is chosen is kept", async (stage) => {
  const { page, stored } = stage;
  await openConflict(stage);
  await page.getByRole("group", { name: "Value to keep at plan.seats" }).getByRole("radio", { name: "Theirs" }).click();
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 4 });
});

flow("the own change is discarded, or edited further", async (stage) => {
  const { page, stored } = stage;
  await openConflict(stage);
  await page.getByRole("button", { name: "Back to editing" }).click();
  await eventually(async () =>
    assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "10"),
  );
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByRole("button", { name: "Discard my changes" }).click();
  await eventually(async () =>
    assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "4"),
  );
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 4, trial: true });
});

flow("an undo does not overwrite a later change", async (stage) => {
  const { page, url, stored } = stage;
  await openUser(page, ADA, url);
  await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "10");
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  await someoneElse(stage, { plan: { seats: 20 } });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Both of you changed 1 key: choose a value.").waitFor();
  await eventually(async () =>
    assert.deepEqual(await rowOf(page, "plan.seats"), [
      "Public plan.seats",
      "Value to keep at plan.seats Yours Theirs",
      "10",
      "20",
      "3",
    ]),
  );
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await page.getByText("Undone.").waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
});
