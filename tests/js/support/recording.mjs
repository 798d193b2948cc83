// A client whose requests are recorded instead of sent.
import { createClerkClient } from "clerk-metadata";
import { userBody } from "./server.mjs";

/** The users interface of a client that gets a user as each response, and the bodies that its calls sent. */
export function recording() {
  const bodies = [];
  const fetch = async (_, { body }) => {
    bodies.push(body);
    return new Response(userBody());
  };
  return { bodies, users: createClerkClient({ secretKey: "sk_test_fake", fetch }).users };
}
