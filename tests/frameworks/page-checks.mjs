// Checks that pages show the user as stored at the time of the request, not at the time of the build.
import assert from "node:assert/strict";

const REQUEST_TIMEOUT_MS = 60_000;
const ID = "user_pages";

/** Creates the only user, before the build. */
export const createPageUser = (backend) => backend.users.create({ id: ID, publicMetadata: { theme: "at build time" } });

export async function checkPages(app, paths, backend) {
  for (const theme of ["light", "dark"]) {
    backend.users.delete(ID);
    backend.users.create({ id: ID, publicMetadata: { theme } });
    for (const path of paths) {
      const response = await fetch(app.url + path, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      const body = await response.text();
      assert.equal(response.status, 200, `${path}: ${body}`);
      assert.match(body, new RegExp(`<b>${theme}</b>`), `${path} must show the currently stored theme`);
    }
  }
}
