// The start of a local Backend API whose data file has a million users.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../run-program.mjs";

const USERS = { "1,000,000 users": 1_000_000, "100,000 users": 100_000 };

export default {
  subjects: Object.keys(USERS),
  slow: true,
  maxRounds: 1,
  rows: [
    {
      name: "local Backend API, start with a data file",
      unit: "s",
      better: "less",
      absolute: true,
      bound: 10,
      goal: 5,
    },
    { name: "local Backend API, memory per user", unit: "KB", better: "less", absolute: true, bound: 1.1, goal: 1.1 },
  ],
  async setUp(use) {
    const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bench-"));
    try {
      const files = {};
      for (const [subject, count] of Object.entries(USERS)) {
        files[subject] = join(folder, `${count}.json`);
        await runProgram("write-data-file.mjs", files[subject], count);
        if (statSync(files[subject]).size === 0) throw new Error("the data file is empty");
      }
      return await use(files);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  async measure(subject, files) {
    const [seconds, kilobytes] = await runProgram("local-start.mjs", files[subject]);
    return [seconds, kilobytes / USERS[subject]];
  },
};
