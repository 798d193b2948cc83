import { environmentClient } from "../environment-client.js";

export const clerkClient = environmentClient();
