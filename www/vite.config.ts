import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the folder works at any place of any static host.
  base: "./",
  worker: { format: "es" },
  build: {
    target: "es2022",
    // A policy without `data:` for scripts and styles refuses what is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is bundled asks for its licence beside each copy, and the package is one.
    license: { fileName: "licenses.md" },
  },
});
