// The concurrency suite in a process of Node, Deno or Bun: all calls on one client.
import { createClerkClient } from "clerk-metadata";
import { CALLS, makeCalls } from "./concurrency/calls.mjs";

const { users } = createClerkClient({ secretKey: "sk_test_concurrency", apiUrl: JSON.parse(process.argv.at(-1)).url });
console.log(JSON.stringify(await makeCalls(users, 0, CALLS)));
