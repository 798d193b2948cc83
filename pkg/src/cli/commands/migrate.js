import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.js";

const NOTHING_TO_CHANGE = "Nothing to change: no file imports a client of Clerk that must be replaced or wrapped.";

/** @type {import("../types.js").Command} */
export default {
  summary: "Change imports of Clerk's clients to this package",
  description: [
    "Reads the JavaScript and TypeScript files of a folder, and prints a unified diff. Nothing is changed without --write. Files are parsed with the TypeScript of your project, version 5.4 to 6.",
    "Where a file only uses methods that this package has, the import of the client is replaced. Elsewhere the client is wrapped with withMetadata, so that all other methods stay Clerk's. Notes about what you must change yourself are printed to stderr.",
    "Ignored are node_modules, folders with the output of a build, folders whose name starts with a period, declaration files, and what .gitignore files ignore. Files of Astro, Vue and Svelte are listed, but not changed.",
    "The exit code is 1 if a file could not be read, parsed or written. The other files are changed.",
  ],
  arguments: [{ type: "string", placeholder: "PATH", description: "Folder or file. Default: the current folder." }],
  options: {
    write: { type: "boolean", description: "Change the files." },
    check: { type: "boolean", description: "Exit with code 1 if a file would be changed." },
    typescript: {
      type: "string",
      placeholder: "PACKAGE",
      default: "typescript",
      description: "Package of your project that is TypeScript, such as an alias of another version.",
    },
  },
  examples: [
    "npx clerk-metadata migrate",
    "npx clerk-metadata migrate --write src",
    "npx clerk-metadata migrate --check",
  ],

  async run({ write, check, typescript }, [path = "."]) {
    if (write && check)
      throw new UsageError("--write and --check cannot be combined.", { command: "migrate", option: "check" });
    const [{ createClerkClient }, { migrate }, { replaceFile }] = await Promise.all([
      import("clerk-metadata"),
      import("../migrate/migrate.js"),
      import("../migrate/write-file.js"),
    ]);
    const methods = Object.fromEntries(
      Object.entries(createClerkClient()).map(([namespace, object]) => [namespace, Object.keys(object)]),
    );
    if (!existsSync(path)) throw new Error(`${path} does not exist. Pass a folder or a file.`);
    const { changes, remarks, skipped, failed, unreadable } = migrate(path, { methods, typescript });
    process.stdout.write(changes.map(({ diff }) => diff).join(""));
    /** @type {string[]} */
    const unwritten = [];
    if (write) {
      for (const { path, name, before, after } of changes) {
        try {
          replaceFile(path, before, after);
        } catch (error) {
          unwritten.push(`${name}: ${/** @type {Error} */ (error).message}`);
        }
      }
    }

    const sections = [
      { title: "Change by hand:", lines: remarks },
      { title: "Not changed:", lines: skipped },
      { title: "Could not be read:", lines: unreadable },
      { title: "Could not be parsed:", lines: failed },
      { title: "Could not be written, and are not changed:", lines: unwritten },
    ];
    for (const { title, lines } of sections)
      if (lines.length > 0) console.error([title, ...lines.map((line) => `  ${line}`)].join("\n"));
    const count = changes.length - unwritten.length;
    const [files, them] = count === 1 ? ["1 file", "it"] : [`${count} files`, "them"];
    if (changes.length === 0) console.error(NOTHING_TO_CHANGE);
    else if (write) console.error(`Changed ${files}. ${installNote(changes[0].path)}`.trim());
    else console.error(`${files} would be changed. Run it with --write to change ${them}.`);
    const problems = failed.length + unreadable.length + unwritten.length;
    if (problems > 0) console.error("The exit code is 1, because not all files could be migrated.");
    if (problems > 0 || (check && changes.length > 0)) process.exitCode = 1;
  },
};

/**
 * Says what to install if the package.json of a changed file does not have this package.
 * @param {string} path
 * @returns {string}
 */
function installNote(path) {
  const folder = dirname(path);
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    return text.includes('"clerk-metadata"') ? "" : `Install the package: npm install clerk-metadata`;
  } catch {
    return folder === path ? "" : installNote(folder);
  }
}
