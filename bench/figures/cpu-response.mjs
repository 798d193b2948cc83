// The call of cpu.mjs with a response of 20 KB: 8 KB of metadata, 10 email addresses and 10 accounts.
import { measureInTurns } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [
    { name: "CPU per call, response of 20 KB, stubbed fetch", unit: "µs", better: "less", bound: 1.05, goal: 0.95 },
  ],
  measureTogether: (subjects) => measureInTurns(subjects, "calls.mjs", "response", 6_000, "cpu"),
};
