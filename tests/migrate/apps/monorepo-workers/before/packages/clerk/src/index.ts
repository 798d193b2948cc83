import { createClerkClient, type ClerkClient } from "@clerk/backend";

export interface Env {
  CLERK_SECRET_KEY: string;
  CLERK_PUBLISHABLE_KEY: string;
  CLERK_API_URL?: string;
}

let shared: ClerkClient | undefined;

/** One client for each isolate. */
export function getClerk(env: Env): ClerkClient {
  shared ??= createClerkClient({
    secretKey: env.CLERK_SECRET_KEY,
    publishableKey: env.CLERK_PUBLISHABLE_KEY,
    apiUrl: env.CLERK_API_URL,
  });
  return shared;
}
