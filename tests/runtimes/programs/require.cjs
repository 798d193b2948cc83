const clerkMetadata = require("clerk-metadata");

(async () => {
  const { scenario } = await import("./scenario.mjs");
  const { served } = await import("./served.mjs");
  const outcome = await scenario(clerkMetadata, () => require("clerk-metadata/local"), process.env.API_URL);
  const bare = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { bare: true } });
  const version = globalThis.Bun?.version ?? process.versions.node;
  console.log(
    JSON.stringify({
      ...outcome,
      served: await served(clerkMetadata, require("clerk-metadata/local")),
      bare: bare.id,
      version,
    }),
  );
})();
