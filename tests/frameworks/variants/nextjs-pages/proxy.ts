import { clerkMiddleware } from "@clerk/nextjs/server";

// As in an app with several tenants, only the middleware knows the key. CLERK_SECRET_KEY belongs to no instance.
export default clerkMiddleware({ secretKey: process.env.TENANT_SECRET_KEY, jwtKey: process.env.CLERK_JWT_KEY });

export const config = { matcher: ["/client"] };
