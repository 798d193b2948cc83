import { clerkMiddleware } from "@clerk/astro/server";
import { getSecret } from "astro:env/server";

export const onRequest = clerkMiddleware({ jwtKey: getSecret("CLERK_JWT_KEY") });
