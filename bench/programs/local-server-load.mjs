// node local-server-load.mjs URL USERS SECONDS: prints the requests per second of a local Backend API with 50
// connections. Each request is a PATCH of the metadata of a different user.
import autocannon from "autocannon";
import { KEYS } from "./keys.mjs";

const [url, users, seconds] = process.argv.slice(2);
/** Enough that neither process waits for the other: a process that sleeps is woken late on a busy machine. */
const CONNECTIONS = 50;

/** The paths of all users in a scattered order. 7919 is prime, so every user has its turn. */
function* paths(count) {
  for (let index = 0; ; index = (index + 7919) % count) yield `/v1/users/user_${index}/metadata`;
}

const path = paths(Number(users));
let requestCount = 0;
const { requests, non2xx, errors } = await autocannon({
  url,
  connections: CONNECTIONS,
  duration: Number(seconds),
  requests: [
    {
      method: "PATCH",
      setupRequest: (request) => ({
        ...request,
        path: path.next().value,
        headers: { authorization: `Bearer ${KEYS[requestCount % KEYS.length]}`, "content-type": "application/json" },
        body: JSON.stringify({ public_metadata: { plan: "pro", seats: ++requestCount, trial: null } }),
      }),
    },
  ],
});
if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} error responses, and ${errors} requests without a response`);
console.log(requests.average);
