import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

const { createClerkClient } = clerkMetadata;
const origin = location.origin;

/** A page is where everyone can read the key: without the option nothing is sent. */
const unasked = createClerkClient({ secretKey: "sk_test_packaging", apiUrl: origin })
  .users.getUser("user_1")
  .then(
    () => "it resolved",
    ({ name, path }) => `${name}: ${path}`,
  );

globalThis.outcome = unasked.then(async (withoutOption) => ({
  ...(await scenario(clerkMetadata, () => import("clerk-metadata/local"), origin, { dangerouslyAllowBrowser: true })),
  withoutOption,
}));
