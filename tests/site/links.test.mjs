// Every link and anchor of the built site, and of the Markdown files of the repository, leads somewhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { findBrokenMarkdownLinks, findBrokenSiteLinks } from "../../site/links.mjs";
import { REPOSITORY_URL, ROOT } from "../../site/repository.mjs";
import { withTemporaryFolder } from "../packaging/pack.mjs";

const git = (...args) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");

test("the links of the site", async () => {
  const { broken, checked } = await findBrokenSiteLinks(join(ROOT, "target/site"));
  assert.deepEqual(broken, []);
  assert.ok(checked > 100, `only ${checked} links were checked`);
});

test("the links of the repository's Markdown files", async () => {
  const files = git("ls-files", "--cached", "--others", "--exclude-standard").filter((file) =>
    existsSync(join(ROOT, file)),
  );
  const { broken, checked } = await withTemporaryFolder((copy) => findBrokenMarkdownLinks(ROOT, files, copy));
  assert.deepEqual(broken, []);
  assert.ok(checked > 40, `only ${checked} links were checked`);
});

/** Writes files to a temporary folder. */
function writeFiles(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const anchorNotFound = (anchor) => `Fragment identifier '#${anchor}' not found on page`;

test("broken links of a site are found: files, images, scripts, anchors", async () => {
  const files = {
    "index.html": `<a href="pages/a.html#here">works</a><a href="pages/a.html#there">x</a><a href="pages/b.html">x</a>
      <img src="missing.png"><script src="missing.js"></script><a href="http://example.com">x</a>`,
    "pages/a.html": `<h2 id="here">x</h2><a href="../index.html">works</a><a href="#nowhere">x</a>
      <a href="${REPOSITORY_URL}/blob/main/SECURITY.md#x">x</a><a href="${REPOSITORY_URL}/blob/main/Cargo.toml">works</a>
      <a href="${REPOSITORY_URL}/blob/main/site/node_modules/a.d.ts">x</a>`,
  };
  const { broken } = await withTemporaryFolder((folder) => {
    writeFiles(folder, files);
    return findBrokenSiteLinks(folder);
  });
  assert.deepEqual(broken, [
    "index.html: http://example.com/: it does not use https",
    "index.html: missing.js: status 404",
    "index.html: missing.png: status 404",
    `index.html: pages/a.html#nowhere: ${anchorNotFound("nowhere")}`,
    `index.html: pages/a.html#there: ${anchorNotFound("there")}`,
    "index.html: pages/b.html: status 404",
    `pages/a.html: ${REPOSITORY_URL}/blob/main/SECURITY.md: the site has this page, so the link must lead to it`,
    `pages/a.html: ${REPOSITORY_URL}/blob/main/site/node_modules/a.d.ts: the repository does not contain this file`,
  ]);
});

test("broken links of Markdown files are found: files, anchors, URLs of the repository", async () => {
  const files = {
    "README.md": `# One \`two\`
[works](docs/a.md#in-a) [works](#one-two) [works](${REPOSITORY_URL}/blob/main/docs/a.md#in-a) [works](docs)
[x](docs/b.md) [x](docs/a.md#relative) [x](#same-page) [x](${REPOSITORY_URL}/tree/main/nothing)
[x](${REPOSITORY_URL}/blob/main/docs/a.md#absolute) ![x](no.png) [x](http://example.com/) [x](ignored.txt)
\`\`\`md
[not a link](docs/nothing.md)
\`\`\`
`,
    "docs/a.md": "# A\n## In a\n[works](../README.md) [x](README.md) [works](http://localhost:3000)\n",
    "ignored.txt": "",
  };
  const { broken } = await withTemporaryFolder((folder) => {
    writeFiles(join(folder, "root"), files);
    return findBrokenMarkdownLinks(join(folder, "root"), ["README.md", "docs/a.md"], join(folder, "copy"));
  });
  assert.deepEqual(broken, [
    `README.md#same-page: ${anchorNotFound("same-page")}`,
    "README.md: docs/b.md: status 404",
    "README.md: http://example.com/: it does not use https",
    "README.md: ignored.txt: status 404",
    "README.md: no.png: status 404",
    "README.md: nothing: status 404",
    `docs/a.md#absolute: ${anchorNotFound("absolute")}`,
    `docs/a.md#relative: ${anchorNotFound("relative")}`,
    "docs/a.md: docs/README.md: status 404",
  ]);
});
