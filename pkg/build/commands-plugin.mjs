// Resolves `#commands`, the table of the commands: each file of the folders is a command with the name of the file.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * @param {string[]} folders
 * @returns {import("esbuild").Plugin}
 */
export const commandsPlugin = (folders) => ({
  name: "commands",
  setup(build) {
    build.onResolve({ filter: /^#commands$/ }, () => ({ path: "commands", namespace: "commands" }));
    build.onLoad({ filter: /^/, namespace: "commands" }, () => {
      const files = folders
        .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
        .sort((one, other) => (basename(one) < basename(other) ? -1 : 1));
      const imports = files.map((file, index) => `import command${index} from ${JSON.stringify(file)};\n`);
      const rows = files.map((file, index) => `${JSON.stringify(basename(file, ".js"))}: command${index},\n`);
      return { contents: `${imports.join("")}export const COMMANDS = {\n${rows.join("")}};`, resolveDir: folders[0] };
    });
  },
});
