// From the import to the first resolved call, in a new process of Node.js for each measurement.
import { runProgram } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  roundsFactor: 6,
  rows: [{ name: "cold start, Node.js", unit: "ms", better: "less", bound: 0.22, goal: 0.18 }],
  measure: (subject) => runProgram("cold-start.mjs", subject),
};
