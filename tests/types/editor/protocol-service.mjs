// The language service of TypeScript 7 and later, a program that speaks the Language Server Protocol.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

const require = createRequire(import.meta.url);

const CAPABILITIES = {
  textDocument: {
    completion: { completionItem: { documentationFormat: ["plaintext"] } },
    hover: { contentFormat: ["plaintext"] },
    signatureHelp: { signatureInformation: { documentationFormat: ["plaintext"] } },
    diagnostic: {},
  },
};

const textOf = (content) => (typeof content === "string" ? content : (content?.value ?? ""));

/** The 0-based line and column of an offset. */
function positionOf(text, offset) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1).length };
}

/**
 * Starts the language server of an npm package on the project in a folder.
 *
 * @param {string} npmPackage
 * @param {string} folder Contains `tsconfig.json`.
 * @returns {Promise<import("./editor.mjs").LanguageService>}
 */
export async function startProtocolService(npmPackage, folder) {
  const compiler = join(dirname(require.resolve(`${npmPackage}/package.json`)), "bin/tsc");
  const server = spawn(process.execPath, [compiler, "--lsp", "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  // The server asks its client for settings and to watch files. Both are optional.
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: CAPABILITIES,
  });
  await connection.sendNotification("initialized", {});

  const opened = new Map();
  const uriOf = (name) => pathToFileURL(join(folder, name)).href;
  const request = (method, name, offset) =>
    connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri: uriOf(name) },
      position: positionOf(opened.get(name).text, offset),
    });
  return {
    async openFile(name, text) {
      const version = (opened.get(name)?.version ?? 0) + 1;
      // The server assigns an open file to the project that contains it on disk.
      if (version === 1) writeFileSync(join(folder, name), text);
      if (version === 1) {
        const textDocument = { uri: uriOf(name), languageId: "typescript", version, text };
        await connection.sendNotification("textDocument/didOpen", { textDocument });
      } else {
        const textDocument = { uri: uriOf(name), version };
        await connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
      }
      opened.set(name, { text, version });
    },
    async completions(name, offset) {
      const result = await request("completion", name, offset);
      return (result?.items ?? result ?? []).map(({ label }) => label.replace(/\?$/, ""));
    },
    async hover(name, offset) {
      const result = await request("hover", name, offset);
      return textOf(result?.contents);
    },
    async signatures(name, offset) {
      const result = await request("signatureHelp", name, offset);
      return (result?.signatures ?? []).map(({ label, documentation, parameters }) => ({
        label,
        documentation: textOf(documentation),
        parameters: parameters.map((parameter) => ({
          label: Array.isArray(parameter.label) ? label.slice(...parameter.label) : parameter.label,
          documentation: textOf(parameter.documentation),
        })),
      }));
    },
    async errors(name) {
      const { items } = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri: uriOf(name) } });
      return items.filter(({ severity }) => severity === 1).map(({ message }) => message);
    },
    async stop() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      if (server.exitCode === null) await once(server, "exit");
      connection.dispose();
    },
  };
}
