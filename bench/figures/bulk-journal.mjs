// How long a run with a journal of a million rows takes until it continues.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../run-program.mjs";

const ROWS = { "1,000,000 rows": 1_000_000, "100,000 rows": 100_000 };

export default {
  subjects: Object.keys(ROWS),
  slow: true,
  maxRounds: 3,
  rows: [{ name: "bulk update: read a journal", unit: "s", better: "less", absolute: true, bound: 5, goal: 2 }],
  async setUp(use) {
    const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bench-"));
    try {
      const files = Object.fromEntries(
        Object.entries(ROWS).map(([subject, count]) => [subject, join(folder, `${count}`)]),
      );
      for (const [subject, file] of Object.entries(files)) await runProgram("bulk-journal.mjs", file, ROWS[subject]);
      return await use(files);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  measure: (subject, files) => runProgram("bulk-journal.mjs", files[subject], ROWS[subject]),
};
