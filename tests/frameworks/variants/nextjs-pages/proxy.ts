import { clerkMiddleware } from "@clerk/nextjs/server";

// As an app of several tenants: the key is known only here. The one in CLERK_SECRET_KEY is of no instance.
export default clerkMiddleware({ secretKey: process.env.TENANT_SECRET_KEY, jwtKey: process.env.CLERK_JWT_KEY });

export const config = { matcher: ["/client"] };
