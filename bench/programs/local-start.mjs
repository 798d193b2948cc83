// node local-start.mjs FILE: starts a local Backend API with a data file. Prints the seconds until it responds, and the
// KB of memory that the process has taken meanwhile.
import { createLocalBackend } from "clerk-metadata/local";

const before = process.memoryUsage().rss;
const start = performance.now();
const backend = await createLocalBackend({ file: process.argv[2], rateLimit: false });
const headers = { authorization: "Bearer sk_test_bench" };
const response = await backend.fetch("https://api.clerk.com/v1/users/user_1", { headers });
const seconds = (performance.now() - start) / 1000;
if (response.status !== 200) throw new Error(`status ${response.status}`);
console.log(JSON.stringify([seconds, (process.memoryUsage().rss - before) / 1000]));
process.exit();
