// Mutation tests of the facts: each Backend API of the tables does one thing in another way. Exactly the facts that are
// about it must notice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBackend, listFacts, notHolding, serveBackend, verify } from "../support/verify.mjs";
import { ERROR_MUTANTS } from "./error.mjs";
import { LIST_MUTANTS } from "./list.mjs";
import { MERGE_MUTANTS } from "./merge.mjs";
import { ORGANIZATION_MUTANTS } from "./organization.mjs";
import { ORGANIZATION_LIST_MUTANTS } from "./organization-list.mjs";
import { REPLACE_MUTANTS } from "./replace.mjs";
import { SIZE_MUTANTS } from "./size.mjs";

const MUTANTS = [
  ...MERGE_MUTANTS,
  ...REPLACE_MUTANTS,
  ...SIZE_MUTANTS,
  ...ERROR_MUTANTS,
  ...LIST_MUTANTS,
  ...ORGANIZATION_MUTANTS,
  ...ORGANIZATION_LIST_MUTANTS,
];
const CONCURRENCY = 4;

test("each mutant is detected by exactly the facts about it", { concurrency: CONCURRENCY }, async (t) => {
  await Promise.all(
    MUTANTS.map(({ name, intercept, differs }) =>
      t.test(name, async (t) => {
        const backend = await createBackend(t);
        const { url } = await serveBackend(t, backend, intercept);
        const run = await verify(t, url);
        assert.deepEqual(notHolding(run).sort(), [...differs].sort(), run.stderr);
        assert.deepEqual([run.code, run.stderr], [1, ""]);
        const wrong = run.report.facts.filter(({ result }) => result === "failed" || result === "not checked");
        assert.deepEqual(wrong, []);
      }),
    ),
  );
});

test("each fact has a mutant", async (t) => {
  const detected = new Set(MUTANTS.flatMap(({ differs }) => differs));
  const ids = (await listFacts(t)).filter(({ option }) => option === undefined).map(({ id }) => id);
  assert.deepEqual(
    ids.filter((id) => !detected.has(id)),
    [],
  );
});
