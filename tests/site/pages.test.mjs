// The links of Markdown files in the pages of the site.
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { test } from "node:test";
import { rewriteLinks } from "../../site/pages.mjs";
import { REPOSITORY_URL, ROOT } from "../../site/repository.mjs";

const folder = join(ROOT, "target/site-sources");
const blob = `${REPOSITORY_URL}/blob/main`;
const image = relative(folder, join(ROOT, "docs/admin-page.png"));

const CASES = {
  "a relative link to a page": ["[a](docs/runtimes.md#deno)", "[a](docs/runtimes.md#deno)"],
  "an absolute link to a page": [`[a](${blob}/docs/runtimes.md#deno)`, "[a](docs/runtimes.md#deno)"],
  "a title": [`[a](${blob}/SECURITY.md "title")`, '[a](SECURITY.md "title")'],
  "an anchor of the same page": ["[a](#types)", "[a](#types)"],
  "a file that is not a page": ["[a](LICENSE)", `[a](${blob}/LICENSE)`],
  "a folder": ["[a](examples/express)", `[a](${REPOSITORY_URL}/tree/main/examples/express)`],
  "another site": ["[a](https://clerk.com/docs)", "[a](https://clerk.com/docs)"],
  "an image": [
    `![a](https://raw.githubusercontent.com/clerk-metadata/clerk-metadata/main/docs/admin-page.png)`,
    `![a](${image})`,
  ],
  "an image that is a link": [
    `[![a](docs/admin-page.png)](${blob}/CHANGELOG.md)`,
    `<a href="CHANGELOG.md"><img src="${image}" alt="a"></a>`,
  ],
  "a reference": [`[a][b]\n\n[b]: ${blob}/SECURITY.md`, "[a][b]\n\n[b]: SECURITY.md"],
  "an HTML attribute": [`<a href="${blob}/SECURITY.md">`, '<a href="SECURITY.md">'],
  "code in a line": [`\`[a](${blob}/SECURITY.md)\` [a](SECURITY.md)`, `\`[a](${blob}/SECURITY.md)\` [a](SECURITY.md)`],
  "a code block": [
    `\`\`\`md\n[a](LICENSE)\n\`\`\`\n[a](LICENSE)`,
    `\`\`\`md\n[a](LICENSE)\n\`\`\`\n[a](${blob}/LICENSE)`,
  ],
};

for (const [name, [markdown, expected]] of Object.entries(CASES)) {
  test(`a link on the start page: ${name}`, () => {
    assert.equal(rewriteLinks(markdown, "README.md", folder), expected);
  });
}

test("a link of a page in a folder", () => {
  const rewrite = (markdown) => rewriteLinks(markdown, "docs/runtimes.md", folder);
  assert.equal(rewrite("[a](frameworks.md)"), "[a](frameworks.md)");
  assert.equal(rewrite("[a](../README.md#types)"), "[a](../README.md#types)");
  assert.equal(rewrite(`[a](${blob}/CHANGELOG.md)`), "[a](../CHANGELOG.md)");
  assert.equal(rewrite("[a](../Cargo.toml)"), `[a](${blob}/Cargo.toml)`);
});
