// The steps of a release (.ci/release.mjs), without publishing anything.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { withTemporaryFolder } from "../packaging/pack.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));

function release(...args) {
  const script = join(root, ".ci/release.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

function succeed(...args) {
  const { status, stdout, stderr } = release(...args);
  assert.equal(status, 0, stderr);
  return stdout;
}

function fail(...args) {
  const { status, stderr } = release(...args);
  assert.equal(status, 1);
  return stderr;
}

/** Copies the files that state a version. */
function copySources(folder) {
  const files = execFileSync("git", ["ls-files", "*.toml", "*.rs", "Cargo.lock", "pkg/*.json", "CHANGELOG.md"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of files.trim().split("\n")) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
}

test("the package, the crates and the changelog have one version", () => {
  assert.equal(succeed("check", `v${version}`), `every version is ${version}\n`);
});

test("every place with another version is named", async () => {
  const changes = [
    ["pkg/package.json", `"version": "${version}"`, "pkg/package.json: 9.9.9"],
    ["pkg/package-lock.json", `"version": "${version}"`, "pkg/package-lock.json: 9.9.9"],
    ["Cargo.toml", `clerk-metadata-json = { path = "json", version = "${version}"`, "on clerk-metadata-json: 9.9.9"],
    ["Cargo.toml", `[workspace.package]\nversion = "${version}"`, "the crate clerk-metadata-json: 9.9.9"],
    ["CHANGELOG.md", `## [${version}]`, "CHANGELOG.md: 9.9.9"],
  ];
  for (const [file, text, expected] of changes) {
    await withTemporaryFolder((folder) => {
      copySources(folder);
      const before = readFileSync(join(folder, file), "utf8");
      assert.ok(before.includes(text), `${file} does not contain ${text}`);
      writeFileSync(join(folder, file), before.replace(text, text.replace(version, "9.9.9")));
      const stderr = fail("check", `v${version}`, "--root", folder);
      assert.ok(stderr.includes(expected), `${expected} is not in: ${stderr}`);
    });
  }
});

test("a changelog without a date is no release", async () => {
  await withTemporaryFolder((folder) => {
    copySources(folder);
    const path = join(folder, "CHANGELOG.md");
    writeFileSync(path, readFileSync(path, "utf8").replace(/ - \d{4}-\d\d-\d\d$/m, ""));
    assert.match(fail("check", `v${version}`, "--root", folder), /CHANGELOG\.md: no version/);
  });
});

test("a tag is v and a version", () => {
  for (const tag of ["", version, "v1", "v1.2", "main"]) {
    assert.match(fail("check", tag), /a tag such as v1\.2\.3 is expected/);
  }
});

test("the packed tarball could be published", async () => {
  await withTemporaryFolder((folder) => {
    const tarball = succeed("pack", folder).trim();
    assert.deepEqual(readdirSync(folder), [basename(tarball)]);
    assert.equal(succeed("npm", tarball, "--dry-run").trim(), `+ clerk-metadata@${version}`);
  });
});

test("the crates could be published", () => {
  const names = succeed("crates", "--dry-run").trim().replace("packaged: ", "").split(", ");
  assert.deepEqual(names.toSorted(), [
    "clerk-metadata",
    "clerk-metadata-bulk",
    "clerk-metadata-client",
    "clerk-metadata-json",
    "clerk-metadata-local",
  ]);
});

test("the notes are the section of the changelog", () => {
  const notes = succeed("notes", `v${version}`);
  assert.ok(notes.length > 100);
  assert.ok(readFileSync(join(root, "CHANGELOG.md"), "utf8").includes(notes.trim()));
  assert.ok(!notes.includes("## [") && !notes.includes("[Unreleased]"), notes);
  assert.match(fail("notes", "v9.9.9"), /CHANGELOG\.md has no section/);
});

test("an unknown step is an error", () => {
  assert.match(fail("publish"), /expected a step: check, pack, npm, crates, notes/);
});
