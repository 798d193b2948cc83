// node calls.mjs SUBJECT PARAMS CALLS FIGURE [URL]: makes calls, and prints a figure of the process.
//   cpu: microseconds of CPU per call, after a warm-up with a sixth of the calls
//   memory: the peak memory of the process in MB
// With a URL, 16 concurrent calls go to that server. Without, sequential calls use a stub of `fetch`.
import { PARAMS, USER } from "./data.mjs";
import { stubFetchWithResponse } from "./stub-fetch.mjs";
import { assertUser, loadUsers } from "./subjects.mjs";

const [subject, size, count, figure, url] = process.argv.slice(2);
const calls = Number(count);
if (url === undefined) stubFetchWithResponse(USER);
const users = await loadUsers(subject, url);
const params = PARAMS[size];

async function makeCalls(calls) {
  let remaining = calls;
  const worker = async () => {
    while (remaining-- > 0) assertUser(await users.updateUserMetadata("user_bench", params));
  };
  await Promise.all(Array.from({ length: url === undefined ? 1 : 16 }, worker));
}

if (figure === "memory") {
  await makeCalls(calls);
  console.log(process.resourceUsage().maxRSS / 1000);
} else {
  await makeCalls(Math.ceil(calls / 6));
  const before = process.cpuUsage();
  await makeCalls(calls);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / calls);
}
process.exit();
