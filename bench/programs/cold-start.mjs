// node cold-start.mjs SUBJECT: prints the milliseconds from the import to the first resolved call.
import { SMALL_PARAMS, USER } from "./data.mjs";
import { stubFetchWithPlainObject } from "./stub-fetch.mjs";
import { assertUser, loadUsers } from "./subjects.mjs";

stubFetchWithPlainObject(USER);
const start = performance.now();
const users = await loadUsers(process.argv[2]);
const user = await users.updateUserMetadata("user_bench", SMALL_PARAMS);
const time = performance.now() - start;
assertUser(user);
console.log(time);
