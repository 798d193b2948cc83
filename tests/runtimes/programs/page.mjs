import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

const { createClerkClient } = clerkMetadata;
const origin = location.origin;

/** Everyone can read a key in a page, so without the option no request is sent. */
const callWithoutOption = createClerkClient({ secretKey: "sk_test_packaging", apiUrl: origin })
  .users.getUser("user_1")
  .then(
    () => "it resolved",
    ({ name, path }) => `${name}: ${path}`,
  );

globalThis.outcome = callWithoutOption.then(async (withoutOption) => ({
  ...(await scenario(
    clerkMetadata,
    { local: () => import("clerk-metadata/local"), bulk: () => import("clerk-metadata/bulk") },
    origin,
    { dangerouslyAllowBrowser: true },
  )),
  withoutOption,
}));
