// Builds the documentation site into target/site: the README, the pages of docs, the API reference, the search, and the
// sandbox of the admin page as a demo. It fails if a public name has no doc comment or example, a parameter has no
// description, or typedoc has any other warning. `cargo xtask site` builds the package and the admin page first.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeDemo } from "../www/demo.mjs";
import { writePages } from "./pages.mjs";
import { createApplication, findMissingDocs } from "./reference.mjs";
import { ROOT } from "./repository.mjs";

const output = join(ROOT, "target/site");
const generated = join(ROOT, "target/site-sources");

async function build() {
  rmSync(output, { recursive: true, force: true });
  const app = await createApplication({ ...writePages(generated), folder: generated });
  const project = await app.convert();
  if (project === undefined) return false;
  // Typedoc requires documentation of this package only. It cannot find the name itself, because the generated files
  // are not in the package's folder.
  project.packageName = "clerk-metadata";
  app.validate(project);
  for (const text of findMissingDocs(project)) app.logger.warn(text);
  await app.generateDocs(project, output); // also checks the links in texts
  writeDemo(join(output, "demo"));
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

const passed = await build();
console.log(passed ? `The site is in ${output}` : "FAIL the site has errors or warnings");
process.exitCode = passed ? 0 : 1;
