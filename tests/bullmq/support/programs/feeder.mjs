// A feeder: node feeder.mjs REDIS JOURNAL SETTINGS. It adds `rows` rows for `users` users, and sends the counts while
// it runs, and `{ summary, failed }` or `{ error }` at the end.
import { createPostgresBackend, Queue } from "bullmq";
import { openJournal } from "clerk-metadata/bulk";
import { enqueueUsersMetadata } from "clerk-metadata/bullmq";

const [connection, file, settings] = process.argv.slice(2);
const { rows: count, users = count, poison = [], postgres = false, ...options } = JSON.parse(settings);
const queue = postgres
  ? new Queue("metadata", { connection: { connectionString: connection, migrate: true } }, createPostgresBackend)
  : new Queue("metadata", { connection: { url: connection } });
queue.on("error", () => {});

function* rows() {
  for (let index = 0; index < count; index++)
    yield poison.includes(index)
      ? { id: `user_${index % users}`, publicMetadata: { large: "x".repeat(9_000) } }
      : { id: `user_${index % users}`, publicMetadata: { [`row${index}`]: true } };
}

const journal = await openJournal(file);
const run = enqueueUsersMetadata(queue, rows(), {
  journal,
  ...options,
  onProgress: (counts) => process.connected && process.send(counts),
});
try {
  const failed = [];
  for await (const { index, status, error } of run)
    if (status === "failed") failed.push([index, error.code, error.errors?.[0]?.code, error.message]);
  process.send({ summary: await run.summary, failed });
} catch (error) {
  process.send({ error: [error.name, error.code, error.message] });
}
journal.close();
await queue.close();
process.disconnect();
