// The local Backend API with 10,000 users: what it answers in a second to autocannon in another
// process, each request a PATCH of the metadata of another user. `emulate` by its JavaScript API.
import { measured, serving } from "../child/process.mjs";

const USERS = 10_000;
const SECONDS = 3;

export default {
  subjects: ["ours", "emulate"],
  rows: [{ name: "local Backend API, 10,000 users", unit: "PATCH/s", better: "more", must: 1, aim: 2 }],
  measure: (subject) =>
    serving("local-server.mjs", [subject, USERS], (url) => measured("load.mjs", url, USERS, SECONDS)),
};
