// A local Backend API in a process of its own. Its messages: `{ url }` when it listens; to `"log"`, the requests as
// `[time, method, path, status, body]`; to `["users", ids]`, their public metadata.
import { createLocalBackend } from "clerk-metadata/local";

const { users, ...options } = JSON.parse(process.argv[2]);
const log = [];
const backend = await createLocalBackend({
  ...options,
  users: Array.from({ length: users }, (_, index) => ({ id: `user_${index}`, externalId: String(index) })),
  onRequest: ({ method, path, status, body }) => log.push([performance.now(), method, path, status, body]),
});
process.on("message", (message) => {
  if (message === "log") process.send(log.splice(0));
  else process.send(message[1].map((id) => backend.users.get(id)?.public_metadata));
});
process.on("disconnect", () => process.exit());
const { url } = await backend.listen({ port: 0 });
process.send({ url });
