// A call with 3 keys whose response is a 2 KB user, with a stub of `fetch`.
import { measureInTurns } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per call, 3 keys, stubbed fetch", unit: "µs", better: "less", bound: 1.02, goal: 0.95 }],
  measureTogether: (subjects) => measureInTurns(subjects, "calls.mjs", "small", 12_000, "cpu"),
};
