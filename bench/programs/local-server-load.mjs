// node load.mjs URL USERS SECONDS: requests per second that a local Backend API answers, 10
// connections, each PATCH to the metadata of another user.
import autocannon from "autocannon";
import { KEYS } from "./keys.mjs";

const [url, users, seconds] = process.argv.slice(2);
const AT_ONCE = 10;

/** The users in an order that jumps about: 7919 is prime, so it comes to each. */
function* paths(count) {
  for (let index = 0; ; index = (index + 7919) % count) yield `/v1/users/user_${index}/metadata`;
}

const path = paths(Number(users));
let changes = 0;
const { requests, non2xx, errors } = await autocannon({
  url,
  connections: AT_ONCE,
  duration: Number(seconds),
  requests: [
    {
      method: "PATCH",
      setupRequest: (request) => ({
        ...request,
        path: path.next().value,
        headers: { authorization: `Bearer ${KEYS[changes % KEYS.length]}`, "content-type": "application/json" },
        body: JSON.stringify({ public_metadata: { plan: "pro", seats: ++changes, trial: null } }),
      }),
    },
  ],
});
if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} answers were refusals, and ${errors} requests had none`);
console.log(requests.average);
