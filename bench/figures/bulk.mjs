// The memory of a million rows from a generator, through updateUsersMetadata to a local Backend API in another process.
// What `fetch` alone takes in the same round is subtracted. With --quick: 50,000 rows.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram, withServer } from "../run-program.mjs";

const isQuick = process.env.CLERK_METADATA_BENCH_QUICK === "1";
const ROWS = isQuick ? 50_000 : 1_000_000;
const USERS = isQuick ? 10_000 : 100_000;
const title = `bulk update of ${ROWS.toLocaleString("en")} rows`;

export default {
  subjects: ["ours", "calls", "fetch"],
  slow: true,
  maxRounds: 1,
  rows: [
    {
      name: `${title}: peak memory, in addition to fetch`,
      unit: "MB",
      better: "less",
      absolute: true,
      baseline: "fetch",
      bound: 60,
      goal: 40,
    },
    {
      name: `${title}: growth of it after a tenth of them`,
      unit: "MB",
      better: "less",
      absolute: true,
      baseline: "fetch",
      bound: 25, // the peak depends on when garbage is collected
      goal: 15,
    },
  ],
  setUp: (use) => withServer("local-server.mjs", ["ours", USERS], use),
  async measure(subject, url) {
    const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bench-"));
    try {
      const [peak, growth] = await runProgram("bulk-update.mjs", subject, ROWS, url, USERS, join(folder, "journal"));
      return [peak, growth];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
