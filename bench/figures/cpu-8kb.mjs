// The call of cpu.mjs with almost 8 KB of params, the maximum of a metadata field.
import { runProgram } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per call, 8 KB of params, stubbed fetch", unit: "µs", better: "less", bound: 1.35, goal: 1 }],
  measure: (subject) => runProgram("calls.mjs", subject, "large", 12_000, "cpu"),
};
