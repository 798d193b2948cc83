// Pages that read a user: what they show is what is stored when they are asked for, not when they were built.
import assert from "node:assert/strict";

const PATIENCE_MS = 60_000;
const ID = "user_of_the_pages";

/** The only user, who is there before the build. */
export const createPageUser = (backend) => backend.users.create({ id: ID, publicMetadata: { theme: "as built" } });

export async function judgePages(app, paths, backend) {
  for (const theme of ["light", "dark"]) {
    backend.users.delete(ID);
    backend.users.create({ id: ID, publicMetadata: { theme } });
    for (const path of paths) {
      const response = await fetch(app.url + path, { signal: AbortSignal.timeout(PATIENCE_MS) });
      const body = await response.text();
      assert.equal(response.status, 200, `${path}: ${body}`);
      assert.match(body, new RegExp(`<b>${theme}</b>`), `${path} must show the theme that is stored now`);
    }
  }
}
