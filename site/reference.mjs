// The typedoc application of the site. Typedoc writes all pages, also those of the documents, and the search.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import {
  Application,
  Converter,
  DocumentReflection,
  IndexEvent,
  JSX,
  KindRouter,
  OptionDefaults,
  ReflectionKind,
} from "typedoc";
import { ENTRIES, specifierOf } from "../pkg/build/entries.mjs";
import { BRANCH, REPOSITORY_URL, ROOT } from "./repository.mjs";

const REQUIRED_TO_BE_DOCUMENTED = [
  "Variable",
  "Function",
  "Class",
  "Interface",
  "TypeAlias",
  "Property",
  "Method",
  "Accessor",
];

/** Parts of the metadata types, and global types, which no module exports. */
const INTENTIONALLY_NOT_EXPORTED = [
  "AnyKeys",
  "Checked",
  "FieldsOfReplacement",
  "Known",
  "PatchedValue",
  "__global.UserPublicMetadata",
  "__global.UserPrivateMetadata",
  "__global.UserUnsafeMetadata",
  "__global.OrganizationPublicMetadata",
  "__global.OrganizationPrivateMetadata",
  "__global.OrganizationMembershipPublicMetadata",
  "__global.OrganizationMembershipPrivateMetadata",
];

class Router extends KindRouter {
  /** Pages of documents have the name of their file, so that a new title does not change their address. */
  getIdealBaseName(reflection) {
    return reflection.isDocument()
      ? `documents/${basename(fileOf(reflection), ".md")}`
      : super.getIdealBaseName(reflection);
  }

  getFullUrl(target) {
    return isStartPage(target) ? "index.html" : super.getFullUrl(target);
  }
}
const fileOf = (reflection) => reflection.project.files.getReflectionPath(reflection);
/** The start page is a document in the search only. */
const isStartPage = (target) => target instanceof DocumentReflection && fileOf(target) === undefined;

/** Creates the application. `folder` is for generated files. */
export async function createApplication({ startPage, documents, folder }) {
  const entries = writeEntryPoints(folder);
  const tsconfig = join(folder, "tsconfig.json");
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022", "dom"],
    module: "nodenext",
    strict: true,
    skipLibCheck: true,
    types: [],
    // An optional peer dependency, whose types those of clerk-metadata/bullmq use.
    paths: { bullmq: [join(ROOT, "tests/node_modules/bullmq/dist/esm/index.d.ts")] },
  };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: [...entries.keys()] }));
  const app = await Application.bootstrap({
    name: "clerk-metadata",
    entryPoints: [...entries.keys()],
    tsconfig,
    readme: startPage,
    projectDocuments: documents,
    basePath: ROOT,
    disableGit: true,
    gitRevision: BRANCH,
    sourceLinkTemplate: `${REPOSITORY_URL}/blob/{gitRevision}/{path}#L{line}`,
    searchInComments: true,
    searchInDocuments: true,
    searchGroupBoosts: { Guides: 8, Methods: 2, Functions: 2 },
    favicon: join(ROOT, "site/favicon.svg"),
    customJs: join(ROOT, "site/search.js"),
    customCss: join(ROOT, "site/site.css"),
    navigationLinks: { GitHub: REPOSITORY_URL },
    navigation: { includeCategories: false, includeGroups: true, includeFolders: false },
    groupOrder: ["Guides", "Project", "Modules", "Functions", "Variables", "Classes", "Interfaces", "Type Aliases"],
    highlightLanguages: [...OptionDefaults.highlightLanguages, "csv", "diff", "http", "toml", "yaml", "rust"],
    markdownItLoader: configureMarkdown,
    githubPages: true,
    hideGenerator: true,
    logLevel: "Warn",
    requiredToBeDocumented: REQUIRED_TO_BE_DOCUMENTED,
    intentionallyNotExported: INTENTIONALLY_NOT_EXPORTED,
    validation: { notDocumented: true, notExported: true, invalidLink: true, invalidPath: true },
    treatWarningsAsErrors: true,
  });
  // The repository does not contain the declarations of TypeScript's library, from which members are inherited.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of Object.values(project.reflections))
      if (reflection.sources)
        reflection.sources = reflection.sources.filter(({ fullFileName }) => !fullFileName.includes("/node_modules/"));
  });
  app.renderer.defineRouter("site", Router);
  app.options.setValue("router", "site");
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getChildrenByKind(ReflectionKind.Module))
      module.name = entries.get(project.files.getReflectionPath(module));
  });
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event) => prepareSearch(event, startPage));
  app.renderer.hooks.on("sidebar.begin", (context) =>
    JSX.createElement(
      "a",
      { href: context.relativeURL("demo/index.html"), class: "site-demo" },
      "Demo of the admin page",
    ),
  );
  return app;
}

/** Adds the start page, and removes the second name that an export has in an entry that shares its types. */
function prepareSearch(event, startPage) {
  const [{ project }] = event.searchResults;
  const content = [{ kind: "text", text: readFileSync(startPage, "utf8") }];
  event.searchResults = event.searchResults.filter((reflection) => !reflection.isReference());
  event.searchResults.push(new DocumentReflection("Overview", project, content, { group: "Guides" }));
}

function configureMarkdown(parser) {
  parser.linkify.set({ fuzzyLink: false }); // `crates.io` in a text is not a link
  // Typedoc creates the anchor of a heading from its text tokens only. With this rule, it includes the code in it.
  parser.core.ruler.push("code-in-headings", ({ tokens, Token }) => {
    const html = (content) => Object.assign(new Token("html_inline", "", 0), { content });
    for (const [index, { type }] of tokens.entries()) {
      if (type !== "heading_open") continue;
      const content = tokens[index + 1];
      content.children = content.children.flatMap((token) => {
        if (token.type !== "code_inline") return [token];
        const text = Object.assign(new Token("text", "", 0), { content: token.content });
        return [html("<code>"), text, html("</code>")];
      });
    }
  });
}

/** The import specifiers of the entries, by the file with their types. An entry that shares its types gets a file. */
function writeEntryPoints(folder) {
  const specifiers = new Map();
  for (const entry of ENTRIES) {
    let file = join(ROOT, "pkg/types", `${entry.types}.d.ts`);
    if (specifiers.has(file)) {
      const types = relative(folder, file).replace(/\.d\.ts$/, ".js");
      file = join(folder, `${entry.name}.d.ts`);
      writeFileSync(file, `export * from "${types}";\n`);
    }
    specifiers.set(file, specifierOf(entry));
  }
  return specifiers;
}

/** Missing documentation that typedoc itself does not report. */
export function findMissingDocs(project) {
  const problems = [];
  const requireExample = (reflection, comment) => {
    if (!comment?.getTag("@example")) problems.push(`${reflection.getFullName()} has no example`);
  };
  for (const reflection of project.getReflectionsByKind(ReflectionKind.Class | ReflectionKind.Variable)) {
    requireExample(reflection, reflection.comment);
  }
  for (const signature of project.getReflectionsByKind(
    ReflectionKind.CallSignature | ReflectionKind.ConstructorSignature,
  )) {
    if (signature.flags.isExternal || signature.flags.isInherited) continue;
    if (signature.parent.kindOf(ReflectionKind.Function)) requireExample(signature, signature.comment);
    for (const parameter of signature.parameters ?? []) {
      if (!parameter.hasComment())
        problems.push(`${signature.getFullName()}: the parameter ${parameter.name} is not described`);
    }
  }
  return problems;
}
