// An app that shares the limiter: it changes a user as soon as it may, with some calls in flight, and sends the number
// of changes and the longest wait every second. It ends when its parent disconnects.
import { createClerkClient } from "clerk-metadata";
import { createRedisLimiter } from "clerk-metadata/bullmq";

const [apiUrl, connection, settings] = process.argv.slice(2);
const { secretKey = "sk_live_1", calls = 1, first = 0, background = false, ...options } = JSON.parse(settings);
const shared = createRedisLimiter({ connection, ...options });
const clerk = createClerkClient({ secretKey, apiUrl, limiter: background ? shared.background : shared, maxRetries: 9 });
process.on("disconnect", () => process.exit());

let number = first;
const call = async () => {
  for (;;) await clerk.users.updateUserMetadata(`user_${number++}`, { publicMetadata: { plan: "pro" } });
};
for (let index = 0; index < calls; index++) call();
process.send("started");
