const clerkMetadata = require("clerk-metadata");

(async () => {
  const { scenario } = await import("./scenario.mjs");
  const outcome = await scenario(clerkMetadata, () => require("clerk-metadata/local"), process.env.API_URL);
  const bare = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { bare: true } });
  console.log(JSON.stringify({ ...outcome, bare: bare.id, version: globalThis.Bun?.version ?? process.versions.node }));
})();
