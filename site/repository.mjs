// The repository's folder, its address, and the files of it that become pages of the site.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(fileURLToPath(import.meta.url), "../..");
export const REPOSITORY_URL = "https://github.com/clerk-metadata/clerk-metadata";
export const BRANCH = "main";

export const START_PAGE = "README.md";
const readme = readFileSync(join(ROOT, START_PAGE), "utf8");
/** Where the list of guides at the end of the README has a guide. */
function positionInReadme(path) {
  const position = readme.lastIndexOf(path);
  if (position < readme.indexOf("## Documentation")) throw new Error(`the list of guides in README.md lacks ${path}`);
  return position;
}
const GROUPS = {
  Guides: readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
    .sort((one, other) => positionInReadme(one) - positionInReadme(other)),
  Project: ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"],
};
/** The pages in addition to the start page: `{ path, group }`, in the order of the navigation. */
export const PAGES = Object.entries(GROUPS).flatMap(([group, paths]) => paths.map((path) => ({ path, group })));

/** The beginning of the repository's URLs that lead to a file or folder. Those of raw files are used for images. */
export const FILE_URL = new RegExp(
  `(?:${REPOSITORY_URL}/(?:blob|tree|raw)|${REPOSITORY_URL.replace("github.com", "raw.githubusercontent.com")})/${BRANCH}/`,
  "g",
);

/** The path in the repository that an absolute URL leads to, or `undefined` if it leads elsewhere. */
export function pathOfUrl(url) {
  const path = url.replace(FILE_URL, "");
  return path === url ? undefined : path;
}

/** The URL at which a file or folder of the repository can be read. */
export function urlOfPath(path) {
  const kind = statSync(join(ROOT, path), { throwIfNoEntry: false })?.isDirectory() ? "tree" : "blob";
  return `${REPOSITORY_URL}/${kind}/${BRANCH}/${path}`;
}
