// node calls.mjs SUBJECT CALL COUNT FIGURE [URL]: makes calls, and prints a figure of the process. CALL is a name of
// CALLS in calls-data.mjs.
//   cpu: microseconds of CPU per call, in turns with other processes
//   memory: the peak memory of the process in MB
// With a URL, 16 concurrent calls go to that server. Without, sequential calls use a stub of `fetch`.
import { CALLS } from "./calls-data.mjs";
import { callCount, makeCallsInTurns } from "./cpu-per-call.mjs";
import { stubFetchWithResponse } from "./stub-fetch.mjs";
import { assertUser, loadUsers } from "./subjects.mjs";

const [subject, call, count, figure, url] = process.argv.slice(2);
const { params, response } = CALLS[call];
if (url === undefined) stubFetchWithResponse(response);
const users = await loadUsers(subject, url);

async function makeCalls(calls) {
  let remaining = calls;
  const worker = async () => {
    while (remaining-- > 0) assertUser(await users.updateUserMetadata("user_bench", params));
  };
  await Promise.all(Array.from({ length: url === undefined ? 1 : 16 }, worker));
}

if (figure === "memory") {
  await makeCalls(callCount(count));
  console.log(process.resourceUsage().maxRSS / 1000);
} else await makeCallsInTurns(makeCalls, callCount(count));
process.exit();
