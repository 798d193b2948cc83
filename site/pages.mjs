// Writes the Markdown files of the site's pages for typedoc. Each gets a title for the navigation, and its links lead
// to pages of the site where there are such pages, and to the repository otherwise.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, posix, relative } from "node:path";
import { PAGES, pathOfUrl, ROOT, START_PAGE, urlOfPath } from "./repository.mjs";

const IMAGES = [".png", ".svg"];
/** Code, in which nothing is a link. */
const CODE = /^(```+|~~~+)[\s\S]*?^\1|``[\s\S]*?``|`[^`]*`/;
/** An image that is a link: `[![alt](src)](href)`. */
const LINKED_IMAGE = /\[!\[([^\]]*)\]\(([^\s)]+)\)\]\(([^\s)]+)\)/;
/** The target of a Markdown link, a reference definition or an HTML attribute. */
const TARGET = /(?<=\]\()[^\s)]+|(?<=^\[[^\]]+\]: +)\S+|(?<=(?:href|src)=")[^"]+/;
const HEADING = /^# (.+)\n+/m;

/** Writes all pages to `folder`, in the same structure as in the repository: `{ startPage, documents }`. */
export function writePages(folder) {
  rmSync(folder, { recursive: true, force: true });
  return {
    // Typedoc shows the project's name as the heading of the start page.
    startPage: writePage(folder, START_PAGE, (_title, text) => text.replace(HEADING, "")),
    documents: PAGES.map(({ path, group }) =>
      writePage(folder, path, (title, text) => `---\ntitle: ${JSON.stringify(title)}\ngroup: ${group}\n---\n\n${text}`),
    ),
  };
}

function writePage(folder, path, addTitle) {
  const source = readFileSync(join(ROOT, path), "utf8");
  const title = HEADING.exec(source)?.[1].replaceAll("`", ""); // typedoc cannot read code in the front matter
  if (title === undefined) throw new Error(`${path} must begin with a heading`);
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, addTitle(title, rewriteLinks(source, path, folder)));
  return file;
}

/** `path` is that of the Markdown file in the repository, and `folder` the one for all pages. */
export function rewriteLinks(markdown, path, folder) {
  // Typedoc does not find the link around an image, except in HTML.
  const withHtmlImages = replaceOutsideOfCode(markdown, LINKED_IMAGE, (text) =>
    text.replace(LINKED_IMAGE, '<a href="$3"><img src="$2" alt="$1"></a>'),
  );
  return replaceOutsideOfCode(withHtmlImages, TARGET, (target) => rewriteTarget(target, path, folder));
}

function replaceOutsideOfCode(markdown, pattern, replace) {
  return markdown.replace(new RegExp(`${CODE.source}|${pattern.source}`, "gm"), (text) =>
    /^[`~]/.test(text) ? text : replace(text),
  );
}

function rewriteTarget(target, page, folder) {
  const [address, anchor] = target.split("#");
  if (address === "") return target;
  const path = pathOfUrl(address) ?? (/^[a-z]+:/.test(address) ? undefined : posix.join(posix.dirname(page), address));
  if (path === undefined) return target;
  const withAnchor = anchor === undefined ? "" : `#${anchor}`;
  const pageFolder = join(folder, dirname(page));
  if (path === START_PAGE || PAGES.some((other) => other.path === path))
    return relative(pageFolder, join(folder, path)) + withAnchor;
  if (IMAGES.includes(extname(path))) return relative(pageFolder, join(ROOT, path));
  return urlOfPath(path) + withAnchor;
}
