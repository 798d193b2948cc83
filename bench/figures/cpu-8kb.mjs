// The same with nearly the 8 KB of params that a field can hold.
import { measured } from "../child/process.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per call, 8 KB of params, stubbed fetch", unit: "µs", better: "less", must: 1.35, aim: 1 }],
  measure: (subject) => measured("calls.mjs", subject, "large", 12_000, "cpu"),
};
