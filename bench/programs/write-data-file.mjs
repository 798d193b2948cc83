// node write-data-file.mjs FILE COUNT: writes a data file with users, and prints their number.
import { createLocalBackend } from "clerk-metadata/local";

const [file, count] = process.argv.slice(2);
const users = Array.from({ length: Number(count) }, (_, index) => ({
  id: `user_${index}`,
  firstName: "Ada",
  emailAddress: [`ada${index}@example.com`],
  publicMetadata: { plan: "pro" },
}));
await (await createLocalBackend({ file, users })).close();
console.log(users.length);
