// From the import of `clerk-metadata/js` to the first resolved call, in a new process of Node.js for each measurement.
import { runProgram } from "../run-program.mjs";

export default {
  subjects: ["javascript", "official"],
  slow: true,
  roundsFactor: 3,
  rows: [{ name: "cold start, Node.js, `clerk-metadata/js`", unit: "ms", better: "less", bound: 0.75, goal: 0.5 }],
  measure: (subject) => runProgram("cold-start.mjs", subject),
};
