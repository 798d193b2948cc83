import { createClerkClient } from "#client";
import { environment } from "../environment.js";

/** @param {import("../../types/options.js").ClerkClientOptions} [options] */
export const clerkClient = (options) => createClerkClient({ ...environment(), ...options });
