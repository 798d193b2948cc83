import { createClerkClient } from "#client";
import { environment } from "../environment.js";

/** Asynchronous because the one of @clerk/nextjs is. */
export const clerkClient = async (options) => createClerkClient({ ...environment(), ...options });
