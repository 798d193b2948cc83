// A call with 3 keys that a 2 KB user answers, over a stub of `fetch`.
import { measured } from "../child/process.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per call, 3 keys, stubbed fetch", unit: "µs", better: "less", must: 1.25, aim: 1 }],
  measure: (subject) => measured("calls.mjs", subject, "small", 12_000, "cpu"),
};
