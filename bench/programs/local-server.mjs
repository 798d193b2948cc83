// node local-server.mjs SUBJECT USERS: starts a local Backend API ("ours" or "emulate") with the users `user_0` to
// `user_${USERS - 1}`. Prints its URL, and exits when its standard input ends.
import { KEYS } from "./keys.mjs";

const [subject, count] = process.argv.slice(2);
const ids = Array.from({ length: Number(count) }, (_, index) => index);

const START_SERVER = {
  async ours() {
    const { createLocalBackend } = await import("clerk-metadata/local");
    const users = ids.map((index) => ({
      id: `user_${index}`,
      firstName: "Ada",
      emailAddress: [`ada${index}@example.com`],
      publicMetadata: { plan: "pro" },
    }));
    // Without the rate limit of 10 changes per user in 10 s.
    const backend = await createLocalBackend({ users, rateLimit: false });
    return (await backend.listen()).url;
  },
  async emulate() {
    const { createEmulator } = await import("emulate");
    const { createServer } = await import("node:net");
    // emulate does not support port 0.
    const port = await new Promise((resolve) => {
      const probe = createServer().listen(0, "127.0.0.1", () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
    });
    const users = ids.map((index) => ({
      clerk_id: `user_${index}`,
      first_name: "Ada",
      email_addresses: [`ada${index}@example.com`],
      public_metadata: { plan: "pro" },
    }));
    const tokens = Object.fromEntries(KEYS.map((key) => [key, { login: "bench" }]));
    await createEmulator({ service: "clerk", port, seed: { tokens, clerk: { users } } });
    return `http://127.0.0.1:${port}`;
  },
};

process.stdin.resume().on("end", () => process.exit());
console.log(await START_SERVER[subject]());
