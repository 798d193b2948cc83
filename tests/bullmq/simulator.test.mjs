// What the rate limiter must achieve in virtual time, with the script of createRedisLimiter in a real Redis server.
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isInstalled, startRedis } from "./support/processes.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const skip = !isInstalled("redis-server") && "redis-server is not installed";
const ARGS = ["test", "--quiet", "--package=clerk-metadata-bulk-simulator", "--features=redis", "--test=musts"];

test("the script achieves what the limiter in Rust must achieve", { skip, timeout: 900_000 }, async (t) => {
  const redis = await startRedis(t);
  const env = { ...process.env, CLERK_METADATA_REDIS_URL: redis.url };
  await promisify(execFile)("cargo", ARGS, { cwd: root, env }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
});
