// The same call as in cpu.mjs, by `clerk-metadata/js`.
import { measured } from "../child/process.mjs";

export default {
  subjects: ["javascript", "official"],
  rows: [
    { name: "CPU per call, `clerk-metadata/js`, 3 keys, stubbed fetch", unit: "µs", better: "less", must: 2, aim: 1.5 },
  ],
  measure: (subject) => measured("calls.mjs", subject, "small", 12_000, "cpu"),
};
