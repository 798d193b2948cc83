import { createClerkClient } from "#client";
import { environment } from "../environment.js";

export const clerkClient = (env, options) => createClerkClient({ ...environment([() => env]), ...options });
