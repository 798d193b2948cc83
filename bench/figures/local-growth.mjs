// The local Backend API with different numbers of users. The time of a request must not depend on it. Not measured
// over HTTP, whose cost would hide most of the difference.
import { runProgram } from "../run-program.mjs";

const USERS = { "100,000 users": 100_000, "1,000 users": 1_000 };

export default {
  subjects: Object.keys(USERS),
  slow: true,
  rows: ["PATCH", "GET"].map((method) => ({
    name: `local Backend API, growing: ${method}`,
    unit: "µs",
    better: "less",
    bound: 1.2,
    goal: 1.05,
  })),
  measure: (subject) => runProgram("local-server-growth.mjs", USERS[subject]),
};
