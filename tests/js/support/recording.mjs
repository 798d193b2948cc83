// A client whose requests go nowhere.
import { createClerkClient } from "clerk-metadata";
import { userBody } from "./server.mjs";

/** The calls on users, each answered with a user, and the bodies that they have sent. */
export function recording() {
  const bodies = [];
  const fetch = async (_, { body }) => {
    bodies.push(body);
    return new Response(userBody());
  };
  return { bodies, users: createClerkClient({ secretKey: "sk_test_fake", fetch }).users };
}
