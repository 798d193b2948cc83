import { cloudflareTest } from "@cloudflare/vitest-pool-workers";

const { API_URL } = process.env;

export default {
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.test.json" },
      miniflare: { bindings: { CLERK_SECRET_KEY: "sk_live_1", IMPORT_TOKEN: "token", CLERK_API_URL: API_URL } },
    }),
  ],
  test: { include: ["*.vitest.mjs"], testTimeout: 30_000 },
};
