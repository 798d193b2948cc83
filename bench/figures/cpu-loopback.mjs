// A call over HTTP to a server in another process, with 16 concurrent calls.
import { runProgram, withServer } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per call, over loopback", unit: "µs", better: "less", bound: 1.03, goal: 0.95 }],
  setUp: (use) => withServer("server.mjs", [], use),
  measure: (subject, url) => runProgram("calls.mjs", subject, "small", 3_000, "cpu", url),
};
