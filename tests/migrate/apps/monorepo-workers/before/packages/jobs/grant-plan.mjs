import { createClerkClient } from "@clerk/backend";

const [userId, plan = "pro"] = process.argv.slice(2);
const clerk = createClerkClient({
  secretKey: process.env.CLERK_SECRET_KEY,
  apiUrl: process.env.CLERK_API_URL,
});

const user = await clerk.users.updateUserMetadata(userId, { publicMetadata: { plan } });
console.log(JSON.stringify(user.publicMetadata));
