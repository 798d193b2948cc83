// Vitest runs this inside workerd. The outcome is sent as a request, because no file can be written there.
import { env } from "cloudflare:workers";
import * as clerkMetadata from "clerk-metadata";
import { expect, test } from "vitest";
import { scenario } from "./scenario.mjs";

test("the scenario", async () => {
  const outcome = await scenario(
    clerkMetadata,
    { local: () => import("clerk-metadata/local"), bulk: () => import("clerk-metadata/bulk") },
    env.API_URL,
  );
  const { status } = await fetch(`${env.API_URL}/outcome`, { method: "POST", body: JSON.stringify(outcome) });
  expect(status).toBe(200);
});
