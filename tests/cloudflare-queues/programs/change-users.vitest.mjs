// The consumer of the example: each message is acknowledged or retried individually.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import worker from "./src/worker.ts";

/** The API responds with the status and the wait in the ID of the user, such as `user_429_7`. */
async function processUsers(users, attempts = 1) {
  const outcomes = {};
  const messages = users.map((id) => ({
    attempts,
    body: { id, publicMetadata: { plan: "pro" } },
    ack: () => (outcomes[id] = "acknowledged"),
    retry: ({ delaySeconds }) => (outcomes[id] = delaySeconds),
  }));
  const failedRows = [];
  const FAILED_ROWS = { send: async (message) => void failedRows.push(message) };
  // Each test has a limiter of its own.
  const testEnv = { ...env, FAILED_ROWS, CLERK_RATE_LIMITER: separateNamespace() };
  await worker.queue({ queue: "clerk-metadata-rows", messages }, testEnv);
  return { outcomes, failedRows };
}

let count = 0;
function separateNamespace() {
  const prefix = `test ${++count} `;
  return {
    idFromName: (name) => env.CLERK_RATE_LIMITER.idFromName(prefix + name),
    get: (id) => env.CLERK_RATE_LIMITER.get(id),
  };
}

test("a message whose user was changed is acknowledged, and the others are retried", async () => {
  const { outcomes, failedRows } = await processUsers(["user_200", "user_503", "user_200b"]);
  expect(outcomes).toEqual({ user_200: "acknowledged", user_503: 2, user_200b: "acknowledged" });
  expect(failedRows).toEqual([]);
});

test("the delay of a retry is the Retry-After of a 429", async () => {
  const { outcomes } = await processUsers(["user_429_7"]);
  expect(outcomes).toEqual({ user_429_7: 7 });
});

test("while the limiter pauses for longer than a message may wait, the message goes back to the queue", async () => {
  const users = Array.from({ length: 20 }, (_, index) => `user_429_100${"a".repeat(index)}`);
  const { outcomes } = await processUsers(users);
  expect(Object.keys(outcomes).length).toBe(20);
  for (const delay of Object.values(outcomes)) expect(delay).toBeGreaterThanOrEqual(59);
});

test("the delay of other retries grows up to five minutes", async () => {
  expect((await processUsers(["user_500"], 3)).outcomes).toEqual({ user_500: 8 });
  expect((await processUsers(["user_500"], 90)).outcomes).toEqual({ user_500: 300 });
});

test("a row that can never succeed is moved, and a rejected key fails no row", async () => {
  const { outcomes, failedRows } = await processUsers(["user_404", "user_401"]);
  expect(outcomes).toEqual({ user_404: "acknowledged", user_401: 2 });
  expect(failedRows.map(({ row }) => row)).toEqual([{ id: "user_404", publicMetadata: { plan: "pro" } }]);
  expect(failedRows[0].error).toContain("Status:404");
});
