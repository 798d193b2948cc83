// A call over HTTP to a server in another process, 16 in flight.
import { measured, serving } from "../child/process.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per call, over loopback", unit: "µs", better: "less", must: 1.03, aim: 0.95 }],
  around: (use) => serving("server.mjs", [], use),
  measure: (subject, url) => measured("calls.mjs", subject, "small", 3_000, "cpu", url),
};
