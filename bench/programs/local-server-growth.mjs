// node local-server-growth.mjs USERS: prints the microseconds per PATCH and per GET of our local Backend API. The
// requests are sequential, in the same process, and spread over all users.
import { createLocalBackend } from "clerk-metadata/local";

const CALLS = 6000;
const users = Number(process.argv[2]);
const backend = await createLocalBackend({ secretKey: "sk_test_bench", rateLimit: false });
for (let index = 0; index < users; index++) {
  backend.users.create({
    id: `user_${index}`,
    firstName: "Ada",
    emailAddress: [`ada${index}@example.com`],
    publicMetadata: { plan: "pro" },
  });
}

const headers = { authorization: "Bearer sk_test_bench", "content-type": "application/json" };
let userIndex = 0;
async function sendRequests(method, calls) {
  for (let call = 0; call < calls; call++) {
    userIndex = (userIndex + 7919) % users;
    const url = `https://api.clerk.com/v1/users/user_${userIndex}`;
    const body = JSON.stringify({ public_metadata: { plan: "pro", seats: call, trial: null } });
    const response = await (method === "GET"
      ? backend.fetch(url, { headers })
      : backend.fetch(`${url}/metadata`, { method, headers, body }));
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    await response.text();
  }
}

async function measure(method) {
  await sendRequests(method, CALLS / 3);
  const start = performance.now();
  await sendRequests(method, CALLS);
  return ((performance.now() - start) * 1000) / CALLS;
}

console.log(JSON.stringify([await measure("PATCH"), await measure("GET")]));
