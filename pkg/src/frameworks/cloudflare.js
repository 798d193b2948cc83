import { createClerkClient } from "#client";
import { environment } from "../environment.js";

/**
 * @param {Record<string, string | undefined>} env
 * @param {import("../../types/options.js").ClerkClientOptions} [options]
 */
export const clerkClient = (env, options) => createClerkClient({ ...environment([() => env]), ...options });
