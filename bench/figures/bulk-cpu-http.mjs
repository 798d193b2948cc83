// The CPU time of a bulk update with a journal in a file, over HTTP to a local Backend API in another process. What
// `fetch` alone takes in the same round is subtracted: 50 requests at a time, without a timeout.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram, withServer } from "../run-program.mjs";

// More rows than users, so that no row finds the value of an earlier run.
const ROWS = process.env.CLERK_METADATA_BENCH_QUICK === "1" ? 20_000 : 40_000;
const USERS = 10_000;

export default {
  subjects: ["ours", "calls", "limited", "fetchWithTimeout", "fetch"],
  maxRounds: 5,
  slow: true,
  rows: [
    {
      name: "bulk update: CPU per row over HTTP, in addition to fetch",
      unit: "µs",
      better: "less",
      absolute: true,
      baseline: "fetch",
      bound: 60,
      goal: 30,
    },
  ],
  setUp: (use) => withServer("local-server.mjs", ["ours", USERS], use),
  async measure(subject, url) {
    const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bench-"));
    try {
      const [, , cpu] = await runProgram("bulk-update.mjs", subject, ROWS, url, USERS, join(folder, "journal"));
      return cpu;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
