import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

const outcome = (env) =>
  scenario(
    clerkMetadata,
    { local: () => import("clerk-metadata/local"), bulk: () => import("clerk-metadata/bulk") },
    env.API_URL,
  );

export default {
  fetch: async (_request, env) => Response.json(await outcome(env)),
  // `workerd test` calls this and exits afterward.
  async test(_controller, env) {
    console.log(JSON.stringify(await outcome(env)));
  },
};
