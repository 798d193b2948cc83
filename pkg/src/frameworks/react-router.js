import { createClerkClient } from "#client";
import { environment, processEnvironment } from "../environment.js";

/** On Workers the variables are in the context that the server hands to React Router, in one of these places. */
const placesOf = (context) => [processEnvironment, () => context?.cloudflare?.env, () => context?.env, () => context];

export const clerkClient = (args, options) => createClerkClient({ ...environment(placesOf(args?.context)), ...options });

Object.defineProperty(clerkClient, "users", { get: () => createClerkClient(environment()).users, enumerable: true });
