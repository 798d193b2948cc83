// The suite in a process of Node, Deno or Bun; its results are the one line it prints.
import * as clerkMetadata from "clerk-metadata";
import { runSuite } from "./suite.mjs";

const { urls, runtime } = JSON.parse(process.argv.at(-1));

if (runtime === "node") {
  // Its fetch speaks HTTP/2 where its dispatcher is told to; the first fetch makes that.
  await fetch("data:,");
  const dispatcher = Symbol.for("undici.globalDispatcher.1");
  globalThis[dispatcher] = new globalThis[dispatcher].constructor({ allowH2: true });
}
console.log(JSON.stringify(await runSuite({ clerkMetadata, urls, runtime })));
