// The local Backend API as its users grow: a request must cost the same. Not over HTTP, which would
// hide most of a difference.
import { measured } from "../child/process.mjs";

const USERS = { "100,000 users": 100_000, "1,000 users": 1_000 };

export default {
  subjects: Object.keys(USERS),
  rows: ["PATCH", "GET"].map((method) => ({
    name: `local Backend API, growing: ${method}`,
    unit: "µs",
    better: "less",
    must: 1.2,
    aim: 1.05,
  })),
  measure: (subject) => measured("growth.mjs", USERS[subject]),
};
