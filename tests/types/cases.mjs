// What is compiled, and how.
import { asWritten, importChanged } from "./import-changed.mjs";

const RESOLUTIONS = [
  { module: "node16", moduleResolution: "node16" },
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
];

/** What compiles with the official client: the programs hold for apps with and without Clerk's packages. */
const SAME = ["generic.ts", "unions.ts", "fakes.ts", "mocks.ts"];

/** Programs that are compiled together, and what is there besides. */
const PROGRAMS = [
  {
    name: "nothing declared",
    files: ["plain.ts", "refused.ts", "lists.ts"],
    common: ["commonjs.cts"],
    lib: ["es2022"],
  },
  { name: "generic functions, unions, fakes", files: SAME, lib: ["es2022"] },
  { name: "metadata declared", files: ["augmented.ts"], lib: ["es2022"] },
  { name: "patches of one's own types", files: ["patches.ts"], lib: ["es2022"] },
  { name: "the entries of the frameworks", files: ["entries.ts"], common: ["entries.cts"], lib: ["es2022"] },
  { name: "five frameworks, their import changed", files: importChanged, lib: ["es2022", "dom"] },
  beside("@clerk/backend", ["clerk-backend.ts"], ["@clerk/backend", "@clerk/backend/errors"]),
  beside(
    "@clerk/backend, generic functions, unions, fakes",
    [...SAME, "clerk-users.ts"],
    ["@clerk/backend", "@clerk/backend/errors"],
  ),
  beside("@clerk/backend, resources", ["clerk-resources.ts"], ["@clerk/backend", "@clerk/backend/errors"]),
  beside("@clerk/shared", ["clerk-shared.ts"], ["@clerk/shared/types", "@clerk/backend"]),
  beside("@clerk/nextjs", ["clerk-nextjs.ts"], ["@clerk/nextjs", "@clerk/nextjs/server", "@clerk/backend"]),
];

/** Clerk's own declarations need the DOM, and have errors of their own where skipLibCheck is off. */
function beside(name, files, baseline) {
  return { name: `beside ${name}`, files, baseline, clerk: true, lib: ["es2022", "dom"] };
}

const OLD = "5.4";
const MIDDLE = "5.9";
const NEW = "newest";

/** To TypeScript 5.4 node16 and nodenext are the same; later nodenext learned `module-sync`. */
const resolutions = (typescript) => RESOLUTIONS.filter(({ module }) => typescript === NEW || module !== "node16");

/**
 * `{ name, typescript, files, options, baseline?, clerk? }`: in `baseline` the imports whose errors are not ours;
 * `clerk` is true where Clerk's packages are installed.
 */
export function cases() {
  const list = [];
  for (const typescript of [OLD, NEW]) {
    for (const resolution of resolutions(typescript)) {
      for (const skipLibCheck of [true, false]) {
        for (const { name, files, common = [], baseline, clerk, lib } of PROGRAMS) {
          // Clerk's declarations take long to check, and are the same files in every resolution.
          if (baseline && !skipLibCheck && resolution.module !== "nodenext") continue;
          const inCommonJs = resolution.moduleResolution === "bundler" ? [] : common;
          list.push({
            name: `${name}, ${resolution.moduleResolution}, skipLibCheck ${skipLibCheck ? "on" : "off"}`,
            typescript,
            files: [...files, ...inCommonJs],
            options: { ...resolution, skipLibCheck, lib },
            baseline: skipLibCheck ? undefined : baseline,
            clerk,
          });
        }
      }
    }
  }
  const edge = { module: "esnext", moduleResolution: "bundler", skipLibCheck: false };
  list.push({
    name: "the names that are there at run time",
    typescript: NEW,
    files: ["names.ts"],
    options: { ...edge, lib: ["es2022"] },
  });
  const host = (name, typescript, options) =>
    list.push({ name: `fetch of ${name}`, typescript, files: ["host.ts"], options: { ...edge, ...options } });
  for (const typescript of [OLD, NEW]) {
    const options = { ...edge, skipLibCheck: true, lib: ["es2022", "dom"] };
    list.push({ name: "five frameworks, as written", typescript, files: asWritten, options, clerk: true });
    list.push({
      name: "in the place of the official client",
      typescript,
      files: ["official.ts"],
      options,
      clerk: true,
    });
  }
  for (const clerk of [true, false]) {
    const options = { module: "nodenext", moduleResolution: "nodenext", skipLibCheck: true, lib: ["es2022", "dom"] };
    const beside = clerk ? ", beside @clerk/backend" : "";
    list.push({
      name: `generic functions, unions, fakes${beside}`,
      typescript: MIDDLE,
      files: clerk ? [...SAME, "clerk-users.ts"] : SAME,
      options,
      clerk,
    });
    list.push({ name: `nothing declared${beside}`, typescript: MIDDLE, files: ["refused.ts"], options, clerk });
  }
  host("the DOM", OLD, { lib: ["es2022", "dom"] });
  host("the DOM", NEW, { lib: ["es2022", "dom", "dom.iterable"] });
  // Declarations of the hosts are theirs to check, and follow the newest TypeScript only.
  host("Node.js 20", OLD, { lib: ["es2022"], types: ["node-20"], skipLibCheck: true });
  host("Node.js", NEW, { lib: ["es2022"], types: ["node"], skipLibCheck: true });
  host("Workers", NEW, { lib: ["es2022"], types: ["@cloudflare/workers-types"], skipLibCheck: true });
  host("Workers, their condition", NEW, {
    lib: ["es2022"],
    types: ["@cloudflare/workers-types"],
    customConditions: ["workerd"],
    skipLibCheck: true,
  });
  host("Bun", NEW, { lib: ["esnext"], types: ["bun-types"], skipLibCheck: true });
  for (const typescript of [OLD, NEW]) {
    list.push({
      name: "no strict option",
      typescript,
      files: ["plain.ts"],
      options: { ...edge, lib: ["es2022"], strict: false },
    });
    for (const files of [["plain.ts", "refused.ts", "lists.ts"], ["patches.ts"]]) {
      list.push({
        name: `every strict option, ${files[0]}`,
        typescript,
        files,
        options: {
          ...edge,
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
