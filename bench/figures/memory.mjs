// The peak memory of a process that makes 10,000 calls over loopback, 16 of them concurrent.
import { runProgram, withServer } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  roundsFactor: 2,
  rows: [{ name: "peak memory of 10,000 calls", unit: "MB", better: "less", bound: 0.98, goal: 0.93 }],
  setUp: (use) => withServer("server.mjs", [], use),
  measure: (subject, url) => runProgram("calls.mjs", subject, "small", 10_000, "memory", url),
};
