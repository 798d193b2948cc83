// The most memory that a process held which made 10,000 calls, over loopback, 16 in flight.
import { measured, serving } from "../child/process.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  often: 2,
  rows: [{ name: "peak memory of 10,000 calls", unit: "MB", better: "less", must: 1, aim: 0.9 }],
  around: (use) => serving("server.mjs", [], use),
  measure: (subject, url) => measured("calls.mjs", subject, "small", 10_000, "memory", url),
};
