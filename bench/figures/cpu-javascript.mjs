// The call of cpu.mjs with `clerk-metadata/js`.
import { measureInTurns } from "../run-program.mjs";

export default {
  subjects: ["javascript", "official"],
  slow: true,
  rows: [
    {
      name: "CPU per call, `clerk-metadata/js`, 3 keys, stubbed fetch",
      unit: "µs",
      better: "less",
      bound: 2,
      goal: 1.5,
    },
  ],
  measureTogether: (subjects) => measureInTurns(subjects, "calls.mjs", "small", 12_000, "cpu"),
};
