// Changes a user outside of the page, as another program does.
import assert from "node:assert/strict";
import { KEY } from "../../support/admin.mjs";
import { ADA } from "./people.mjs";

/**
 * Sends a body. A body that is text is sent unchanged, with every digit of its numbers. `of` is the path of what is
 * changed. Default: the user `id`.
 */
export async function someoneSends({ service }, body, { id = ADA, of = `users/${id}`, method = "PATCH" } = {}) {
  const response = await service.backend.fetch(`http://service/v1/${of}/metadata`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  assert.equal(response.status, 200, await response.text());
}

/** The text of the stored user, with every digit of its numbers. */
export async function storedText({ service }, id = ADA) {
  const response = await service.backend.fetch(`http://service/v1/users/${id}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  return response.text();
}
