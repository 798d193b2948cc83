// A host whose TextEncoder lacks `encodeInto`, as earlier versions of React Native did.
import assert from "node:assert/strict";
import { test } from "node:test";

delete TextEncoder.prototype.encodeInto;
const { createClerkClient } = await import("clerk-metadata");

for (const text of ["é", "x".repeat(2000), "é".repeat(2000), `${"x".repeat(60)}é`, "\u{1f600}".repeat(900)]) {
  test(`metadata text ${text.slice(0, 3)}… of length ${text.length}`, async () => {
    let sent;
    const fetch = async (_url, { body }) => {
      sent = JSON.parse(body);
      return Response.json({ object: "user", id: "user_1", public_metadata: { text } });
    };
    const { publicMetadata } = await createClerkClient({ secretKey: "sk_test_x", fetch }).users.updateUserMetadata(
      "user_1",
      { publicMetadata: { text } },
    );
    assert.deepEqual(sent, { public_metadata: { text } });
    assert.equal(publicMetadata.text, text);
  });
}
