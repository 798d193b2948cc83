// Workers and Deno serve the default export. For Bun, see bun.ts.
import { clerkMiddleware, getAuth } from "@clerk/hono";
import { clerkClient } from "clerk-metadata/cloudflare";
import { Hono } from "hono";
import { env } from "hono/adapter";

type Env = {
  CLERK_SECRET_KEY: string;
  /** The PEM public key of the instance, which verifies sessions without a request. */
  CLERK_JWT_KEY?: string;
  CLERK_API_URL?: string;
};

const app = new Hono();

app.use((c, next) => clerkMiddleware({ jwtKey: env<Env>(c).CLERK_JWT_KEY })(c, next));

app.post("/api/example", async (c) => {
  const { userId } = getAuth(c);
  if (!userId) return c.json({ error: "signed out" }, 401);

  await clerkClient(env<Env>(c)).users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: "1990-01-01",
    },
  });
  return c.json({ success: true });
});

export default app;
