import * as clerkMetadata from "clerk-metadata";
import * as local from "clerk-metadata/local";
import { scenario } from "./scenario.mjs";

export default {
  // `workerd test` calls it, and ends with it.
  async test(_controller, env) {
    console.log(JSON.stringify(await scenario(clerkMetadata, local, env.API_URL)));
  },
};
