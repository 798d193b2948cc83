// node local-server.mjs SUBJECT USERS: a local Backend API ("ours" or "emulate") with so many users,
// `user_0` and so on. Prints its URL, and ends with its standard input.
import { KEYS } from "./keys.mjs";

const [subject, count] = process.argv.slice(2);
const ids = Array.from({ length: Number(count) }, (_, index) => index);

const START = {
  async ours() {
    const { createLocalBackend } = await import("clerk-metadata/local");
    const users = ids.map((index) => ({
      id: `user_${index}`,
      firstName: "Ada",
      emailAddress: [`ada${index}@example.com`],
      publicMetadata: { plan: "pro" },
    }));
    // Its limit of 10 changes a user in 10 s is what a benchmark must be without.
    const backend = await createLocalBackend({ users, rateLimit: false });
    return (await backend.listen()).url;
  },
  async emulate() {
    const { createEmulator } = await import("emulate");
    const { createServer } = await import("node:net");
    // It takes no port 0.
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
console.log(await START[subject]());
