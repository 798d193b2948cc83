const clerkMetadata = require("clerk-metadata");
const local = require("clerk-metadata/local");

(async () => {
  const { scenario } = await import("./scenario.mjs");
  const outcome = await scenario(clerkMetadata, local, process.env.API_URL);
  const bare = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { bare: true } });
  const loaded = [require.resolve("clerk-metadata"), require.resolve("clerk-metadata/local")];
  console.log(JSON.stringify({ ...outcome, bare: bare.id, loaded }));
})();
