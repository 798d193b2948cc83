// The steps of a release. .github/workflows/release.yml runs them, and tests/release runs them with --dry-run.
//
//   node .ci/release.mjs check TAG                 the tag, the package, the crates and the changelog have one version
//   node .ci/release.mjs pack FOLDER               packs the built npm package, and prints the path of the tarball
//   node .ci/release.mjs npm TARBALL [--dry-run]   publishes the tarball on npm, with provenance
//   node .ci/release.mjs crates [--dry-run]        publishes the crates on crates.io, each after its dependencies
//   node .ci/release.mjs notes TAG                 prints the section of the changelog
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "dry-run": { type: "boolean", default: false }, root: { type: "string" } },
});
const root = resolve(values.root ?? join(fileURLToPath(import.meta.url), "../.."));
const isDryRun = values["dry-run"];
const read = (file) => readFileSync(join(root, file), "utf8");
const run = (program, args, options) =>
  execFileSync(program, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], ...options });

/** The packages of the workspace that are published on crates.io. */
function publishedCrates() {
  const { packages } = JSON.parse(run("cargo", ["metadata", "--no-deps", "--format-version=1", "--quiet"]));
  return packages.filter(({ publish }) => publish === null);
}

/** The version in a text. The pattern must match it in its first group. */
function versionIn(file, pattern) {
  return [file, pattern.exec(read(file))?.[1] ?? "no version"];
}

/** Every place that states the version, as `[place, version]`. */
function statedVersions() {
  const crates = publishedCrates();
  return [
    ["pkg/package.json", JSON.parse(read("pkg/package.json")).version],
    ["pkg/package-lock.json", JSON.parse(read("pkg/package-lock.json")).version],
    ...crates.map(({ name, version }) => [`the crate ${name}`, version]),
    ...crates.flatMap(({ name, dependencies }) =>
      dependencies
        .filter(({ kind, name }) => kind === null && crates.some((crate) => crate.name === name))
        .map((dependency) => [`the dependency of ${name} on ${dependency.name}`, dependency.req.replace(/^[=^]/, "")]),
    ),
    versionIn("CHANGELOG.md", /^## \[(\d[^\]]*)\] - \d{4}-\d{2}-\d{2}$/m),
  ];
}

const versionOf = (tag) => {
  const [, version] = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag ?? "") ?? [];
  if (version === undefined) throw new Error(`a tag such as v1.2.3 is expected, not ${tag}`);
  return version;
};

function check(tag) {
  const version = versionOf(tag);
  const different = statedVersions().filter(([, stated]) => stated !== version);
  if (different.length > 0) {
    const lines = different.map(([place, stated]) => `  ${place}: ${stated}`);
    throw new Error(`the tag is ${tag}, but these have another version:\n${lines.join("\n")}`);
  }
  console.log(`every version is ${version}`);
}

function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const args = ["pack", "--json", "--ignore-scripts", `--pack-destination=${resolve(folder)}`];
  const [{ filename }] = JSON.parse(run("npm", args, { cwd: join(root, "pkg") }));
  console.log(join(resolve(folder), filename));
}

function publishOnNpm(tarball) {
  const dryRun = isDryRun ? ["--dry-run", "--offline"] : [];
  const args = ["publish", resolve(tarball), "--provenance", "--access=public", "--ignore-scripts", ...dryRun];
  console.log(run("npm", [...args, "--no-update-notifier"]));
}

function publishCrates() {
  const packages = publishedCrates().map(({ name }) => `--package=${name}`);
  if (packages.length === 0) throw new Error("no crate is published");
  // `cargo publish --dry-run` needs crates.io. Packaging does the same without it.
  const dryRun = ["package", "--no-verify", "--allow-dirty", "--target-dir=target/release-crates"];
  run("cargo", [...(isDryRun ? dryRun : ["publish"]), "--quiet", ...packages], { stdio: "inherit" });
  console.log(`${isDryRun ? "packaged" : "published"}: ${packages.map((name) => name.slice(10)).join(", ")}`);
}

function notes(tag) {
  const heading = `## [${versionOf(tag)}] - `;
  const section = read("CHANGELOG.md")
    .split(/^(?=## \[|\[Unreleased\]:)/m)
    .find((text) => text.startsWith(heading));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${heading}DATE`);
  console.log(section.slice(section.indexOf("\n")).trim());
}

const STEPS = { check, pack, npm: publishOnNpm, crates: publishCrates, notes };
const [step, argument] = positionals;
try {
  if (!Object.hasOwn(STEPS, step ?? "")) throw new Error(`expected a step: ${Object.keys(STEPS).join(", ")}`);
  STEPS[step](argument);
} catch (error) {
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}
