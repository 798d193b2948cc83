// node calls.mjs SUBJECT PARAMS CALLS FIGURE [URL]: makes calls, and prints a figure of the process.
//   cpu: microseconds of CPU for each call, after warming up with a sixth of them
//   memory: the most memory that the process held, in MB
// With a URL they go there, 16 in flight; without, to a stub, one after the other.
import { PARAMS, USER } from "./data.mjs";
import { stubResponses } from "./stub.mjs";
import { assertUser, load } from "./subjects.mjs";

const [subject, size, count, figure, url] = process.argv.slice(2);
const calls = Number(count);
if (url === undefined) stubResponses(USER);
const users = await load(subject, url);
const params = PARAMS[size];

async function make(calls) {
  let left = calls;
  const lane = async () => {
    while (left-- > 0) assertUser(await users.updateUserMetadata("user_bench", params));
  };
  await Promise.all(Array.from({ length: url === undefined ? 1 : 16 }, lane));
}

if (figure === "memory") {
  await make(calls);
  console.log(process.resourceUsage().maxRSS / 1000);
} else {
  await make(Math.ceil(calls / 6));
  const before = process.cpuUsage();
  await make(calls);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / calls);
}
process.exit();
