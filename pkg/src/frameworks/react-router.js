import { createClerkClient } from "#client";
import { environmentClient } from "../environment-client.js";
import { environment, processEnvironment } from "../environment.js";

/** On Workers the variables are in the context that the server hands to React Router, in one of these places. */
const placesOf = (context) => [processEnvironment, () => context?.cloudflare?.env, () => context?.env, () => context];

export const clerkClient = Object.assign(
  (args, options) => createClerkClient({ ...environment(placesOf(args?.context)), ...options }),
  environmentClient(),
);
