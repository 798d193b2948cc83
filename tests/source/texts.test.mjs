// The rules for words and workflows find what they should find; the links of the README.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findWords } from "./wording.mjs";
import { findProblems } from "./workflows.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

for (const [text, found] of [
  ["The timeout is 30 seconds unless told.", "unless told"],
  ["It keeps the key for ever", "for ever"],
  ["For whoever writes to users", "whoever"],
  ["// the call is made again", "is made again"],
  ["the server answers with 404", "answers"],
  ["The call is refused.", "refused"],
  ["the table beside it", "beside"],
  ["an app that one may copy", "one may"],
]) {
  test(`a word to replace: ${text}`, () => {
    assert.deepEqual(
      findWords(`first line\n${text}`, "docs/page.md").map(({ line, found }) => [line, found]),
      [[2, found]],
    );
  });
}

for (const [code, found] of [
  ["const given = options;", ["const given"]],
  ["let mut seen = 0;", ["let mut seen"]],
  ["export function tell() {}", ["function tell"]],
  ["pub mod about;", ["mod about"]],
  ["const givenOptions = 1;", []],
  ["const beginning = 1;", []],
]) {
  test(`a name: ${code}`, () => {
    assert.deepEqual(
      findWords(code, "src/file.rs").map(({ found }) => found),
      found,
    );
    assert.deepEqual(findWords(code, "docs/page.md"), []);
  });
}

for (const text of [
  "connect ECONNREFUSED 127.0.0.1:1",
  "the code `request_refused`, with status 403",
  "A lone surrogate is kept as it was made.",
  "It is made of glass.",
]) {
  test(`an ordinary use: ${text}`, () => assert.deepEqual(findWords(text, "docs/page.md"), []));
}

const workflow = (permissions, step) => `on: push
permissions:
  ${permissions}
jobs:
  test:
    runs-on: ubuntu-99.04
    steps:
      - ${step}
`;

for (const [name, text, expected] of [
  ["a valid workflow, on a runner that actionlint does not know", workflow("contents: read", "run: cargo test"), []],
  ["an undefined variable", workflow("contents: read", `run: echo \${{ foo.bar }}`), [/undefined variable "foo"/]],
  ["more permissions", workflow("contents: write", "run: cargo test"), [/permissions of the workflow/]],
  [
    "a branch of an action",
    workflow("contents: read", "uses: actions/checkout@main"),
    [/checkout@main is not a fixed/],
  ],
  ["a version of an action", workflow("contents: read", "uses: actions/checkout@v5"), []],
  ["an action of this repository", workflow("contents: read", "uses: ./.github/actions/setup"), []],
]) {
  test(`workflows: ${name}`, async () => {
    const problems = await findProblems(text, ".github/workflows/test.yml");
    assert.equal(problems.length, expected.length, problems.join("\n"));
    for (const [index, pattern] of expected.entries()) assert.match(problems[index], pattern);
  });
}

const REPOSITORY = "https://github.com/clerk-metadata/clerk-metadata";

test("links and images in the README are absolute, and those into the repository exist", () => {
  const links = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, url]) => url);
  assert.ok(links.length > 20);
  const file = new RegExp(
    `^(?:${REPOSITORY}/(?:blob|tree)|https://raw\\.githubusercontent\\.com/clerk-metadata/clerk-metadata)/main/([^#]+)`,
  );
  for (const url of links) {
    assert.match(url, /^https:\/\//, "npm resolves relative links against the folder of the package");
    const [, path] = file.exec(url) ?? [];
    if (path !== undefined) assert.ok(existsSync(join(root, path)), url);
  }
});

test("the README and the manifests name the same repository", () => {
  const { repository, homepage, bugs } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  assert.equal(repository.url, `git+${REPOSITORY}.git`);
  assert.equal(homepage, `${REPOSITORY}#readme`);
  assert.equal(bugs, `${REPOSITORY}/issues`);
  assert.ok(readFileSync(join(root, "Cargo.toml"), "utf8").includes(`repository = "${REPOSITORY}"`));
});
