// Makes one call in a separate process and prints its outcome and the maximum increase of the resident memory.
// Runs with --expose-gc; reads the URL of the server and the call from its arguments.
import { createClerkClient } from "clerk-metadata";

const [url, method] = process.argv.slice(2);
const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: url, maxRetries: 0 });
const CALLS = {
  getUser: () => users.getUser("user_1"),
  getUserList: () => users.getUserList({ limit: 500 }),
  updateUserMetadata: () => users.updateUserMetadata("user_1", { publicMetadata: {} }),
};
const call = CALLS[method];

// The first response is small, so that loading the modules and the wasm is not measured.
await call();
gc();
const before = process.memoryUsage.rss();
const outcome = await call().then(
  ({ id, data }) => ({ result: id ?? data.length }),
  (error) => ({
    name: error.name,
    code: error.code,
    status: error.status,
    message: error.message,
    errors: error.errors?.length,
    hasCause: "cause" in error,
  }),
);
console.log(JSON.stringify({ ...outcome, increase: process.resourceUsage().maxRSS * 1024 - before }));
