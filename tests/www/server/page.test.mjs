// The server serves the files of the page, and no other files.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { staticFiles } from "../../../pkg/src/cli/admin/static.js";
import { folder } from "../../js/support/folder.mjs";
import { ask, pageFolder, startAdmin } from "../support/admin.mjs";

const TYPES = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  md: "text/plain; charset=utf-8",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};
const IMMUTABLE = "private, max-age=31536000, immutable";

const files = (folder, at = "") =>
  readdirSync(join(folder, at)).flatMap((name) => {
    const path = `${at}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
  });

test("every file of the page is served whole, with its type; what is named after its content is kept", async (t) => {
  const admin = await startAdmin(t);
  const all = files(pageFolder());
  assert.ok(all.includes("/index.html"), all.join());
  assert.ok(
    all.some((path) => path.startsWith("/assets/")),
    all.join(),
  );
  for (const path of all) {
    const { status, headers, text } = await ask(admin, path);
    const type = TYPES[path.split(".").at(-1)];
    assert.ok(type, `a type is known for ${path}`);
    assert.deepEqual([status, headers["content-type"]], [200, type], path);
    assert.equal(text, readFileSync(join(pageFolder(), path), "utf8"), path);
    assert.equal(headers["cache-control"], path.startsWith("/assets/") ? IMMUTABLE : "no-store", path);
  }
  assert.equal((await ask(admin, "/")).text, readFileSync(join(pageFolder(), "index.html"), "utf8"));
});

test("no path leads out of the folder, and there is no list of it", async (t) => {
  const admin = await startAdmin(t);
  for (const path of [
    "/../cli.js",
    "/assets/../../cli.js",
    "/%2e%2e/cli.js",
    "/..%2fcli.js",
    "/..%5ccli.js",
    "/assets/..%2f..%2fcli.js",
    "/./index.html",
    "//index.html",
    "/index.html/",
    "/index.html%00.js",
    "/assets",
    "/assets/",
    "/cli.js",
    "/package.json",
    "/etc/passwd",
    "/__proto__",
    "/constructor",
  ]) {
    assert.equal((await ask(admin, path)).status, 404, path);
  }
});

test("the page is read only: 405", async (t) => {
  const admin = await startAdmin(t);
  for (const method of ["POST", "PUT", "DELETE"])
    assert.equal((await ask(admin, "/index.html", { method })).status, 405, method);
  const head = await ask(admin, "/index.html", { method: "HEAD" });
  assert.deepEqual([head.status, head.text], [200, ""]);
});

test("an installation without the page says so", (t) => {
  const place = folder(t);
  assert.throws(() => staticFiles(join(place, "admin")), {
    message: `The admin page is missing from this installation: ${join(place, "admin/index.html")} does not exist. Install clerk-metadata again.`,
  });
});

test("a name is taken for one of a content only where it has the form of one", (t) => {
  const place = folder(t);
  for (const name of ["index.html", "app-Bx3kQ9_z.js", "robots.txt", "some-thing.css"])
    writeFileSync(join(place, name), "");
  const findFile = staticFiles(place);
  const kept = ["/index.html", "/app-Bx3kQ9_z.js", "/robots.txt", "/some-thing.css"].map(
    (path) => findFile(path).headers["cache-control"],
  );
  assert.deepEqual(kept, [undefined, IMMUTABLE, undefined, undefined]);
  rmSync(join(place, "robots.txt"));
  assert.equal(findFile("/nowhere"), undefined);
});
