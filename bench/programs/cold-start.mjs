// node cold-start.mjs SUBJECT: milliseconds from the import to the first resolved call.
import { PARAMS, USER } from "./data.mjs";
import { stubFetch } from "./stub.mjs";
import { assertUser, load } from "./subjects.mjs";

stubFetch(USER);
const start = performance.now();
const users = await load(process.argv[2]);
const user = await users.updateUserMetadata("user_bench", PARAMS.small);
const time = performance.now() - start;
assertUser(user);
console.log(time);
