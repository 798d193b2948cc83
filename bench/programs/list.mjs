// node list.mjs SUBJECT COUNT: prints the microseconds of CPU per `getUserList` of 500 users with a stub of `fetch`, in
// turns with other processes.
import { callCount, makeCallsInTurns } from "./cpu-per-call.mjs";
import { USERS } from "./calls-data.mjs";
import { stubFetchWithList } from "./stub-fetch.mjs";
import { assertUser, loadUsers } from "./subjects.mjs";

const [subject, count] = process.argv.slice(2);
stubFetchWithList(USERS, 500);
const users = await loadUsers(subject);

async function makeCalls(calls) {
  for (let call = 0; call < calls; call++) {
    const { data, totalCount } = await users.getUserList({ limit: 500 });
    if (totalCount !== 500 || data.length !== 500) throw new Error(`${data.length} of ${totalCount} users`);
    data.forEach(assertUser);
  }
}

await makeCallsInTurns(makeCalls, callCount(count));
process.exit();
