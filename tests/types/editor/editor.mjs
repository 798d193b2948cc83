// What an editor shows for a program: the language service of each supported TypeScript version, behind one interface.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProject } from "../project.mjs";
import { startJavaScriptService } from "./javascript-service.mjs";
import { startProtocolService } from "./protocol-service.mjs";

/**
 * @typedef {object} Signature
 * @property {string} label
 * @property {string} documentation
 * @property {{ label: string, documentation: string }[]} parameters
 */

/**
 * @typedef {object} LanguageService
 * @property {(name: string, text: string) => Promise<void>} openFile
 * @property {(name: string, offset: number) => Promise<string[]>} completions The names that are offered.
 * @property {(name: string, offset: number) => Promise<string>} hover The type, then its documentation.
 * @property {(name: string, offset: number) => Promise<Signature[]>} signatures
 * @property {(name: string) => Promise<string[]>} errors The texts of the errors in a file.
 * @property {() => Promise<void>} stop
 */

/** The supported versions: the oldest, the last two with a language service in JavaScript, and the newest. */
export const VERSIONS = {
  5.4: (folder) => startJavaScriptService("typescript-5.4", folder),
  5.9: (folder) => startJavaScriptService("typescript-5.9", folder),
  "6.0": (folder) => startJavaScriptService("typescript", folder),
  "7.0": (folder) => startProtocolService("typescript-7", folder),
};

const COMPILER_OPTIONS = {
  strict: true,
  noEmit: true,
  target: "es2022",
  lib: ["es2022", "dom"],
  module: "nodenext",
  moduleResolution: "nodenext",
  skipLibCheck: true,
  types: [],
};

/** Creates a project that declares its metadata in `globals.d.ts`. */
export function createEditorProject(folder, tarball, { clerk, globals }) {
  mkdirSync(folder);
  createProject(folder, tarball, clerk);
  writeFileSync(join(folder, "globals.d.ts"), globals);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["*.ts"] }),
  );
}

/** The lines that each program starts with. */
const FIRST_LINES = {
  "clerk-metadata": `import { createClerkClient, updateUserMetadata, type User } from "clerk-metadata";
const clerk = createClerkClient({ secretKey: "sk_test_x" });
`,
  "@clerk/backend": `import { createClerkClient, type User } from "@clerk/backend";
const clerk = createClerkClient({ secretKey: "sk_test_x" });
`,
};

/**
 * Opens programs in an editor. In a program, `|` is the position of the cursor.
 *
 * @param {keyof typeof VERSIONS} version
 * @param {string} folder A project.
 */
export async function openEditor(version, folder) {
  const service = await VERSIONS[version](folder);
  let files = 0;
  const open = async (code, client) => {
    const name = `program-${files++}.ts`;
    const start = FIRST_LINES[client];
    await service.openFile(name, `${start}${code.replace("|", "")}\nexport {};\n`);
    return [name, start.length + code.indexOf("|")];
  };
  return {
    completions: async (code, client = "clerk-metadata") => service.completions(...(await open(code, client))),
    hover: async (code, client = "clerk-metadata") => service.hover(...(await open(code, client))),
    signatures: async (code, client = "clerk-metadata") => service.signatures(...(await open(code, client))),
    /** The errors of a program without a cursor. */
    errors: async (code, client = "clerk-metadata") => {
      const [name] = await open(`${code}|`, client);
      return service.errors(name);
    },
    stop: () => service.stop(),
  };
}
