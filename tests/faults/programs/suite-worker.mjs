// Runs the suite in a Worker.
import * as clerkMetadata from "clerk-metadata";
import { runSuite } from "./suite.mjs";

export default {
  // `workerd test` calls this and exits afterward.
  async test(_controller, env) {
    console.log(JSON.stringify(await runSuite({ clerkMetadata, ...JSON.parse(env.INPUT) })));
  },
};
