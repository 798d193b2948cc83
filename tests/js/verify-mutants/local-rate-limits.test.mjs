// `npx clerk-metadata verify --rate-limits` against the local Backend API, whose limits last ten seconds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBackend, listFacts, notHolding, serveBackend, verify } from "../support/verify.mjs";

test("the rate limits of the local Backend API: every fact holds", async (t) => {
  const backend = await createBackend(t, { rateLimit: true });
  const { url } = await serveBackend(t, backend);
  const ids = (await listFacts(t)).filter(({ option }) => option === "rate-limits").map(({ id }) => id);
  const run = await verify(t, url, ["--rate-limits", ...ids.flatMap((id) => ["--only", id])]);
  assert.deepEqual([notHolding(run), run.code, run.stderr], [[], 0, ""]);
  assert.deepEqual(
    run.report.facts.map(({ id }) => id),
    ids,
  );
});
