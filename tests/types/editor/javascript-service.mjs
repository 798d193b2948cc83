// The language service of TypeScript up to 6, which is a JavaScript API.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

const textOf = (parts) => (parts ?? []).map(({ text }) => text).join("");

/**
 * Starts the language service of an npm package on the project in a folder.
 *
 * @param {string} npmPackage
 * @param {string} folder Contains `tsconfig.json`.
 * @returns {import("./editor.mjs").LanguageService}
 */
export function startJavaScriptService(npmPackage, folder) {
  const ts = require(npmPackage);
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const opened = new Map();
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...new Set([...fileNames, ...opened.keys()])],
    getScriptVersion: (path) => String(opened.get(path)?.version ?? 0),
    getScriptSnapshot(path) {
      const text = opened.get(path)?.text ?? (ts.sys.fileExists(path) ? readFileSync(path, "utf8") : undefined);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => opened.has(path) || ts.sys.fileExists(path),
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath,
  });
  return {
    async openFile(name, text) {
      const path = join(folder, name);
      opened.set(path, { text, version: (opened.get(path)?.version ?? 0) + 1 });
    },
    async completions(name, offset) {
      const { entries } = service.getCompletionsAtPosition(join(folder, name), offset, {}) ?? { entries: [] };
      return entries.map((entry) => entry.name);
    },
    async hover(name, offset) {
      const info = service.getQuickInfoAtPosition(join(folder, name), offset);
      return `${textOf(info?.displayParts)}\n${textOf(info?.documentation)}`;
    },
    async signatures(name, offset) {
      const { items } = service.getSignatureHelpItems(join(folder, name), offset, {}) ?? { items: [] };
      return items.map(
        ({ documentation, prefixDisplayParts, parameters, separatorDisplayParts, suffixDisplayParts }) => ({
          label: [
            textOf(prefixDisplayParts),
            parameters.map(({ displayParts }) => textOf(displayParts)).join(textOf(separatorDisplayParts)),
            textOf(suffixDisplayParts),
          ].join(""),
          documentation: textOf(documentation),
          parameters: parameters.map((parameter) => ({
            label: textOf(parameter.displayParts),
            documentation: textOf(parameter.documentation),
          })),
        }),
      );
    },
    async errors(name) {
      const path = join(folder, name);
      return [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
        ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
      );
    },
    async stop() {
      service.dispose();
    },
  };
}
