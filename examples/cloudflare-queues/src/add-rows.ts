// The producer: validates rows, and adds them to the queue.
import { isClerkInputError, prepareRequest } from "clerk-metadata";
import type { Env, Row } from "./types.ts";

// A batch may have 100 messages and 256 KB.
const MAX_MESSAGES = 100;
const MAX_BATCH_BYTES = 200_000;
const MAX_PROBLEMS = 20;

/** Adds the rows of a JSON array. Nothing is added if one of them is invalid. */
export async function addRows(request: Request, env: Env): Promise<Response> {
  if (!(await isAuthorized(request, env))) return Response.json({ error: "wrong token" }, { status: 401 });

  const rows: unknown = await request.json().catch(() => undefined);
  if (!Array.isArray(rows)) return Response.json({ error: "the body must be a JSON array of rows" }, { status: 400 });
  const problems = await findProblems(rows, env);
  if (problems.length > 0) return Response.json({ error: "invalid rows", problems }, { status: 400 });

  let added = 0;
  try {
    for (const batch of batchesOf(rows)) {
      await env.ROWS.sendBatch(batch);
      added += batch.length;
    }
  } catch (error) {
    // Send the rows after these again. It does no harm to send more: a repeated row has the same effect.
    return Response.json({ error: `the queue is unavailable: ${error}`, added }, { status: 503 });
  }
  return Response.json({ added });
}

async function isAuthorized(request: Request, env: Env) {
  const hash = (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [sent, expected] = await Promise.all([
    hash(request.headers.get("authorization") ?? ""),
    hash(`Bearer ${env.IMPORT_TOKEN}`),
  ]);
  return env.IMPORT_TOKEN !== "" && crypto.subtle.timingSafeEqual(sent, expected);
}

/** Validates each row as its call would, without sending anything. */
async function findProblems(rows: unknown[], env: Env) {
  const problems: string[] = [];
  const users = new Set<string>();
  for (const [index, row] of rows.entries()) {
    if (problems.length === MAX_PROBLEMS) break;
    if (typeof row !== "object" || row === null || typeof (row as Row).id !== "string") {
      problems.push(`rows[${index}]: must be an object with the ID of a user as "id"`);
      continue;
    }
    const { id, ...params } = row as Row;
    // A queue does not keep the order of messages.
    if (users.has(id)) problems.push(`rows[${index}]: another row changes ${id}; add it when that one is done`);
    users.add(id);
    try {
      await prepareRequest({ secretKey: env.CLERK_SECRET_KEY }, "updateUserMetadata", id, params);
    } catch (error) {
      if (!isClerkInputError(error) || error.code === "missing_secret_key") throw error;
      problems.push(`rows[${index}]: ${error.message}`);
    }
  }
  return problems;
}

function* batchesOf(rows: Row[]) {
  let batch: { body: Row }[] = [];
  let bytes = 0;
  for (const body of rows) {
    const length = new TextEncoder().encode(JSON.stringify(body)).byteLength + 100;
    if (batch.length === MAX_MESSAGES || (batch.length > 0 && bytes + length > MAX_BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push({ body });
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}
