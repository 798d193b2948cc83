import { createClerkClient } from "#client";
import { environment } from "../environment.js";

export const clerkClient = {
  get users() {
    return createClerkClient(environment()).users;
  },
};
