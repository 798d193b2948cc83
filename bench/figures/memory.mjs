// The most memory that a process held which made 10,000 calls.
import { measured } from "../child/process.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "peak memory of 10,000 calls", unit: "MB", better: "less", must: 1, aim: 0.9 }],
  measure: (subject) => measured("calls.mjs", subject, "small", 10_000, "memory"),
};
