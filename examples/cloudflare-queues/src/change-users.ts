// The consumer: changes the user of each message, at the rate that the Durable Object allows.
import { type ClerkClient, isClerkAPIResponseError, isClerkInputError } from "clerk-metadata";
import { clerkClient, isClerkRateLimiterError, limiterFrom } from "clerk-metadata/cloudflare";
import type { Env, Row } from "./types.ts";

/** How long a message waits for the limiter before it goes back to the queue, in seconds. */
const MAX_WAIT = 60;
/** The longest delay of a retry, in seconds. With 100 retries, a message survives 8 hours without the API. */
const MAX_DELAY = 300;
/** The row itself is wrong, so that a retry would not help. */
const FINAL_STATUSES = [400, 404, 413, 422];

export async function changeUsers(batch: MessageBatch<Row>, env: Env): Promise<void> {
  const limiter = limiterFrom(env, { rate: env.RATE, maxWait: MAX_WAIT }).background; // calls of your app go first
  const clerk = clerkClient(env, { limiter, maxRetries: 0 }); // the queue retries
  await Promise.all(batch.messages.map((message) => changeUser(clerk, message, env)));
}

async function changeUser(clerk: ClerkClient, message: Message<Row>, env: Env) {
  try {
    const { id, ...params } = message.body;
    await clerk.users.updateUserMetadata(id, params);
    message.ack();
  } catch (error) {
    const isMoved = isFinal(error) && (await moveToFailedRows(message.body, String(error), env));
    if (isMoved) message.ack();
    else message.retry({ delaySeconds: delayAfter(error, message.attempts) });
  }
}

function isFinal(error: unknown) {
  if (isClerkInputError(error)) return error.code !== "missing_secret_key";
  return isClerkAPIResponseError(error) && FINAL_STATUSES.includes(error.status);
}

async function moveToFailedRows(row: Row, error: string, env: Env) {
  try {
    await env.FAILED_ROWS.send({ row, error });
    return true;
  } catch {
    return false;
  }
}

/** `Retry-After` of the API, or the wait that the limiter suggests; otherwise 2, 4, 8 … seconds. */
function delayAfter(error: unknown, attempts: number) {
  const hasDelay = isClerkAPIResponseError(error) || isClerkRateLimiterError(error);
  const seconds = (hasDelay ? error.retryAfter : undefined) ?? 2 ** attempts;
  return Math.min(Math.max(1, Math.ceil(seconds)), MAX_DELAY);
}
