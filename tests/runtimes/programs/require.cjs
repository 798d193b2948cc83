const clerkMetadata = require("clerk-metadata");

(async () => {
  const { scenario } = await import("./scenario.mjs");
  const { callLocalServer } = await import("./local-server.mjs");
  const outcome = await scenario(
    clerkMetadata,
    { local: () => require("clerk-metadata/local"), bulk: () => require("clerk-metadata/bulk") },
    process.env.API_URL,
  );
  const topLevelCall = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { topLevelCall: true } });
  const version = globalThis.Bun?.version ?? process.versions.node;
  console.log(
    JSON.stringify({
      ...outcome,
      localServer: await callLocalServer(clerkMetadata, require("clerk-metadata/local")),
      topLevelCall: topLevelCall.id,
      version,
    }),
  );
})();
