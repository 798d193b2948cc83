// node growth.mjs USERS: microseconds for each PATCH and each GET to our local Backend API, in the
// process, one after the other, all over its users.
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
let at = 0;
async function make(method, calls) {
  for (let call = 0; call < calls; call++) {
    at = (at + 7919) % users;
    const url = `https://api.clerk.com/v1/users/user_${at}`;
    const body = JSON.stringify({ public_metadata: { plan: "pro", seats: call, trial: null } });
    const answer = await (method === "GET"
      ? backend.fetch(url, { headers })
      : backend.fetch(`${url}/metadata`, { method, headers, body }));
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    await answer.text();
  }
}

async function time(method) {
  await make(method, CALLS / 3);
  const start = performance.now();
  await make(method, CALLS);
  return ((performance.now() - start) * 1000) / CALLS;
}

console.log(JSON.stringify([await time("PATCH"), await time("GET")]));
