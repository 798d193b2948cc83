// The CPU time of a million rows through updateUsersMetadata, with a journal in a file and a stub of `fetch`. With
// --quick: 50,000 rows.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../run-program.mjs";

const ROWS = process.env.CLERK_METADATA_BENCH_QUICK === "1" ? 50_000 : 1_000_000;
const USERS = 10_000;

export default {
  subjects: ["ours", "calls", "limited", "fetch"],
  maxRounds: 3,
  rows: [
    {
      name: "bulk update: CPU per row, stubbed fetch",
      unit: "µs",
      better: "less",
      absolute: true,
      baseline: "fetch",
      bound: 60,
      goal: 30,
    },
  ],
  async measure(subject) {
    const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bench-"));
    try {
      const [, , cpu] = await runProgram("bulk-update.mjs", subject, ROWS, "stub", USERS, join(folder, "journal"));
      return cpu;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
