// Someone else, who changes a user while the page is open: another program of the service.
import assert from "node:assert/strict";
import { KEY } from "../../support/admin.mjs";
import { ADA } from "./people.mjs";

/** Sends a body as it is written, so that every digit of a number is stored. */
export async function someoneSends({ service }, body, { id = ADA, method = "PATCH" } = {}) {
  const response = await service.backend.fetch(`http://service/v1/users/${id}/metadata`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  assert.equal(response.status, 200, await response.text());
}

/** The user as stored, as text with every digit. */
export async function storedText({ service }, id = ADA) {
  const response = await service.backend.fetch(`http://service/v1/users/${id}`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  return response.text();
}
