// Runs inside workerd, by Vitest; what came of it goes out as a request, as no file can be written here.
import { env } from "cloudflare:workers";
import * as clerkMetadata from "clerk-metadata";
import { expect, test } from "vitest";
import { scenario } from "./scenario.mjs";

test("the scenario", async () => {
  const outcome = await scenario(clerkMetadata, () => import("clerk-metadata/local"), env.API_URL);
  const { status } = await fetch(`${env.API_URL}/outcome`, { method: "POST", body: JSON.stringify(outcome) });
  expect(status).toBe(200);
});
