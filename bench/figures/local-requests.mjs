// The local Backend API with 10,000 users: requests per second from autocannon in another process. Each request is a
// PATCH of the metadata of a different user. `emulate` is started with its JavaScript API.
import { runProgram, withServer } from "../run-program.mjs";

const USERS = 10_000;
const SECONDS = 3;

export default {
  subjects: ["ours", "emulate"],
  slow: true,
  rows: [{ name: "local Backend API, 10,000 users", unit: "PATCH/s", better: "more", bound: 4, goal: 6 }],
  measure: (subject) =>
    withServer("local-server.mjs", [subject, USERS], (url) => runProgram("local-server-load.mjs", url, USERS, SECONDS)),
};
