// Runs the suite in a process of Node, Deno or Bun and prints the results as one line.
import * as clerkMetadata from "clerk-metadata";
import { runSuite } from "./suite.mjs";

const { urls, runtime } = JSON.parse(process.argv.at(-1));

if (runtime === "node") {
  // The fetch of Node speaks HTTP/2 only with a dispatcher that allows it. The first fetch creates the dispatcher.
  await fetch("data:,");
  const dispatcher = Symbol.for("undici.globalDispatcher.1");
  globalThis[dispatcher] = new globalThis[dispatcher].constructor({ allowH2: true });
}
console.log(JSON.stringify(await runSuite({ clerkMetadata, urls, runtime })));
