// One place for the client, so that tests can replace it.
export { clerkClient } from "@clerk/nextjs/server";
