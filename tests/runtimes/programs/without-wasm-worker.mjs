import * as clerkMetadata from "clerk-metadata/js";
import { scenario } from "./scenario.mjs";

export default {
  // `workerd test` calls this and exits afterward.
  async test(_controller, env) {
    console.log(JSON.stringify({ ...(await scenario(clerkMetadata, undefined, env.API_URL)), wasm: "undefined" }));
  },
};
