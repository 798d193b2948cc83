// A call over HTTP to a server in another process, with 16 concurrent calls. The bound applies to the upper end of the
// interval of the ratio, because nearly all of the time is spent in `fetch`, for every subject.
import { measureInTurns, withServer } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetchWithTimeout"],
  rows: [{ name: "CPU per call, over loopback", unit: "µs", better: "less", interval: true, bound: 1.01, goal: 0.97 }],
  setUp: (use) => withServer("server.mjs", [], use),
  measureTogether: (subjects, url) => measureInTurns(subjects, "calls.mjs", "small", 6_000, "cpu", url),
};
