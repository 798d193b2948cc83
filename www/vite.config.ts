import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the page works in any folder of any static host.
  base: "./",
  worker: { format: "es" },
  build: {
    target: "es2022",
    // The policy does not allow `data:` for scripts and styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licenses of bundled packages must be included in the package.
    license: { fileName: "licenses.md" },
  },
});
