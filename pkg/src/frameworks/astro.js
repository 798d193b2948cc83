import { createClerkClient } from "#client";
import { environment, processEnvironment } from "../environment.js";

/**
 * Cloudflare's adapter puts them into `locals`; what `.env` holds is in `import.meta.env`, where Vite has a hand in
 * this file.
 */
const placesOf = (context) => [() => context?.locals?.runtime?.env, processEnvironment, () => import.meta.env];

export const clerkClient = (context, options) => createClerkClient({ ...environment(placesOf(context)), ...options });
