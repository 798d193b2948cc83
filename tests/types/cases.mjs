// The programs that are compiled, and the compiler options.
import { originalFiles, changedFiles } from "./changed-imports.mjs";
import { snippetFiles } from "./snippets.mjs";

const RESOLUTIONS = [
  { module: "node16", moduleResolution: "node16" },
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
];

/** Programs that also compile with the official client. They run with and without Clerk's packages. */
const COMMON_PROGRAMS = ["generic.ts", "unions.ts", "fakes.ts", "mocks.ts"];

/** Programs that are compiled together. `common` are CommonJS files, and `lib` the libraries of TypeScript. */
const PROGRAMS = [
  {
    name: "metadata not declared",
    files: ["undeclared-metadata.ts", "rejected.ts", "lists.ts"],
    commonjs: ["commonjs.cts"],
    lib: ["es2022"],
  },
  { name: "generic functions, unions, fakes", files: COMMON_PROGRAMS, lib: ["es2022"] },
  { name: "metadata declared", files: ["declared-metadata.ts"], lib: ["es2022"] },
  { name: "organizations", files: ["organizations.ts"], lib: ["es2022"] },
  { name: "patches of custom types", files: ["patches.ts"], lib: ["es2022"] },
  { name: "limiters", files: ["rate-limiter.ts"], lib: ["es2022"] },
  { name: "the generated module", files: ["wasm.ts"], lib: ["es2022"] },
  { name: "the generated module, with the DOM", files: ["wasm.ts"], lib: ["es2022", "dom"] },
  { name: "changing many users", files: ["bulk-users.ts"], lib: ["es2022", "dom"] },
  { name: "the test kit", files: ["testing.ts", "local-organizations.ts"], lib: ["es2022"] },
  { name: "the shared limiter of Workers", files: ["shared-limiter.ts"], lib: ["es2022"] },
  { name: "the framework entries", files: ["entries.ts"], commonjs: ["entries.cts"], lib: ["es2022"] },
  { name: "programs for the official client, with changed imports", files: changedFiles, lib: ["es2022", "dom"] },
  withPackages("@clerk/backend", ["clerk-backend.ts"], ["@clerk/backend", "@clerk/backend/errors"]),
  withPackages(
    "@clerk/backend, generic functions, unions, fakes",
    [...COMMON_PROGRAMS, "clerk-users.ts"],
    ["@clerk/backend", "@clerk/backend/errors"],
  ),
  withPackages("@clerk/backend, resources", ["clerk-resources.ts"], ["@clerk/backend", "@clerk/backend/errors"]),
  withPackages(
    "@clerk/backend, organizations",
    ["organizations.ts", "clerk-organizations.ts"],
    ["@clerk/backend", "@clerk/backend/errors"],
  ),
  withPackages("@clerk/backend, withMetadata", ["with-metadata.ts"], ["@clerk/backend"]),
  withPackages("@clerk/shared", ["clerk-shared.ts"], ["@clerk/shared/types", "@clerk/backend"]),
  withPackages("bullmq", ["bullmq.ts"], ["bullmq", "ioredis", "@clerk/backend", "@clerk/backend/errors"]),
  withPackages("@clerk/nextjs", ["clerk-nextjs.ts"], ["@clerk/nextjs", "@clerk/nextjs/server", "@clerk/backend"]),
];

/** Clerk's declarations need the DOM, and have errors if skipLibCheck is off. */
function withPackages(name, files, baseline) {
  return { name: `with ${name}`, files, baseline, clerk: true, lib: ["es2022", "dom"] };
}

const OLDEST = "5.4";
const MIDDLE = "5.9";
const NEWEST = "newest";

/** In TypeScript 5.4 node16 and nodenext are the same. Later versions of nodenext support `module-sync`. */
const resolutionsOf = (typescript) => RESOLUTIONS.filter(({ module }) => typescript === NEWEST || module !== "node16");

/**
 * `{ name, typescript, files, options, baseline?, clerk? }`. `baseline` are imports whose own errors are ignored.
 * `clerk` is true if Clerk's packages are installed.
 */
export function cases() {
  const list = [];
  for (const typescript of [OLDEST, NEWEST]) {
    for (const resolution of resolutionsOf(typescript)) {
      for (const skipLibCheck of [true, false]) {
        for (const { name, files, commonjs = [], baseline, clerk, lib } of PROGRAMS) {
          // Clerk's declarations are slow to check, and are the same files in every resolution mode.
          if (baseline && !skipLibCheck && resolution.module !== "nodenext") continue;
          const commonjsFiles = resolution.moduleResolution === "bundler" ? [] : commonjs;
          list.push({
            name: `${name}, ${resolution.moduleResolution}, skipLibCheck ${skipLibCheck ? "on" : "off"}`,
            typescript,
            files: [...files, ...commonjsFiles],
            options: { ...resolution, skipLibCheck, lib },
            baseline: skipLibCheck ? undefined : baseline,
            clerk,
          });
        }
      }
    }
  }
  const baseOptions = { module: "esnext", moduleResolution: "bundler", skipLibCheck: false };
  list.push({
    name: "names that exist at run time",
    typescript: NEWEST,
    files: ["runtime-names.ts"],
    options: { ...baseOptions, lib: ["es2022"] },
  });
  const fetchCase = (name, typescript, options) =>
    list.push({
      name: `fetch of ${name}`,
      typescript,
      files: ["runtime-fetch.ts"],
      options: { ...baseOptions, ...options },
    });
  for (const typescript of [OLDEST, NEWEST]) {
    const options = { ...baseOptions, skipLibCheck: true, lib: ["es2022", "dom"] };
    list.push({
      name: "programs for the official client, with original imports",
      typescript,
      files: originalFiles,
      options,
      clerk: true,
    });
    list.push({
      name: "as a replacement of the official client",
      typescript,
      files: ["official-client.ts"],
      options,
      clerk: true,
    });
  }
  for (const clerk of [true, false]) {
    const options = { module: "nodenext", moduleResolution: "nodenext", skipLibCheck: true, lib: ["es2022", "dom"] };
    const suffix = clerk ? ", with @clerk/backend" : "";
    list.push({
      name: `generic functions, unions, fakes${suffix}`,
      typescript: MIDDLE,
      files: clerk ? [...COMMON_PROGRAMS, "clerk-users.ts"] : COMMON_PROGRAMS,
      options,
      clerk,
    });
    list.push({ name: `metadata not declared${suffix}`, typescript: MIDDLE, files: ["rejected.ts"], options, clerk });
  }
  for (const typescript of [OLDEST, MIDDLE, NEWEST]) {
    for (const clerk of [true, false]) {
      list.push({
        name: `docs/typescript.md${clerk ? ", with @clerk/backend" : ""}`,
        typescript,
        files: snippetFiles(clerk),
        options: { ...baseOptions, skipLibCheck: true, lib: ["es2022", "dom"], types: ["node"] },
        clerk,
      });
    }
  }
  fetchCase("the DOM", OLDEST, { lib: ["es2022", "dom"] });
  fetchCase("the DOM", NEWEST, { lib: ["es2022", "dom", "dom.iterable"] });
  // The declarations of the runtimes are not checked, because they support only the newest TypeScript.
  fetchCase("Node.js 20", OLDEST, { lib: ["es2022"], types: ["node-20"], skipLibCheck: true });
  fetchCase("Node.js", NEWEST, { lib: ["es2022"], types: ["node"], skipLibCheck: true });
  fetchCase("Workers", NEWEST, { lib: ["es2022"], types: ["@cloudflare/workers-types"], skipLibCheck: true });
  fetchCase("Workers, with their condition", NEWEST, {
    lib: ["es2022"],
    types: ["@cloudflare/workers-types"],
    customConditions: ["workerd"],
    skipLibCheck: true,
  });
  list.push({
    name: "the shared limiter of Workers, with their types",
    typescript: NEWEST,
    files: ["shared-limiter-workers.ts"],
    options: { ...baseOptions, lib: ["es2022"], types: ["@cloudflare/workers-types"], skipLibCheck: true },
  });
  fetchCase("Bun", NEWEST, { lib: ["esnext"], types: ["bun-types"], skipLibCheck: true });
  for (const typescript of [OLDEST, NEWEST]) {
    list.push({
      name: "no strict option",
      typescript,
      files: ["undeclared-metadata.ts"],
      options: { ...baseOptions, lib: ["es2022"], strict: false },
    });
    for (const files of [["undeclared-metadata.ts", "rejected.ts", "lists.ts"], ["patches.ts"]]) {
      list.push({
        name: `every strict option, ${files[0]}`,
        typescript,
        files,
        options: {
          ...baseOptions,
          lib: ["es2022"],
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noPropertyAccessFromIndexSignature: true,
          verbatimModuleSyntax: true,
          isolatedModules: true,
        },
      });
    }
  }
  return list;
}
