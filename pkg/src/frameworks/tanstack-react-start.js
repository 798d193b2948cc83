import { createClerkClient } from "#client";
import { environment } from "../environment.js";

export const clerkClient = (options) => createClerkClient({ ...environment(), ...options });
