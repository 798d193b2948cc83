// Finds broken links and anchors in the built site, and in the Markdown files of the repository. No other host gets a
// request: the URLs of other sites only have to be valid, and must not use plain http.
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { LinkChecker, LinkState } from "linkinator";
import { FILE_URL, PAGES, pathOfUrl } from "./repository.mjs";

/** The broken links of a static site, from its start page on: `{ broken, checked }`. */
export const findBrokenSiteLinks = (folder) =>
  findBrokenLinks({ serverRoot: folder, path: "/", recurse: true }, checkSiteUrl);

/**
 * The broken links of the Markdown files among `files`, which are paths in the folder `root`: `{ broken, checked }`.
 * Links must lead to one of these files. `copy` is an empty folder, for copies in which paths replace the absolute URLs
 * of the repository, because a link can lead to a file that is not published yet.
 */
export async function findBrokenMarkdownLinks(root, files, copy) {
  for (const file of files) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    const isMarkdown = file.endsWith(".md");
    writeFileSync(join(copy, file), isMarkdown ? readFileSync(join(root, file), "utf8").replace(FILE_URL, "/") : "");
  }
  const path = files.filter((file) => file.endsWith(".md"));
  return findBrokenLinks({ serverRoot: copy, path, markdown: true, directoryListing: true }, checkExternalUrl);
}

/** Returns what is wrong with a URL that is not requested, or `undefined`. */
function checkExternalUrl(url) {
  const { protocol, hostname } = new URL(url);
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1"; // an address in an example
  return protocol === "http:" && !isLocal ? "it does not use https" : undefined;
}

function checkSiteUrl(url) {
  const path = pathOfUrl(url);
  const isPage = PAGES.some((page) => page.path === path?.split("#")[0]);
  if (isPage) return "the site has this page, so the link must lead to it";
  if (path?.split("/").includes("node_modules")) return "the repository does not contain this file";
  return checkExternalUrl(url);
}

async function findBrokenLinks(options, checkSkippedUrl) {
  const port = await findFreePort();
  const origin = `http://localhost:${port}`; // linkinator's server, which serves the first page
  const linksToSkip = async (url) => new URL(url).origin !== origin;
  // Linkinator looks for an anchor when it visits the page, so it misses those of links that it finds later. Its second
  // visit of each page knows all the links of the first.
  const checker = new LinkChecker();
  const links = [];
  for (let visit = 1; visit <= 2; visit++) {
    const result = await checker.check({ ...options, port, checkFragments: true, linksToSkip });
    links.push(...result.links);
  }
  const broken = new Set();
  for (const { url, parent, state, status, failureDetails = [] } of links) {
    const reasons = failureDetails.map((detail) => detail.message ?? `status ${status}`);
    const reason =
      state === LinkState.SKIPPED ? checkSkippedUrl(url) : state === LinkState.BROKEN && reasons.join(", ");
    // Linkinator does not know the page that has the link if it finds a missing anchor in a page that it has visited.
    const page = parent?.replace(`${origin}/`, "").replace(/^(\.\/)?$/, "index.html");
    if (reason) broken.add(`${page === undefined ? "" : `${page}: `}${url.replace(/^\.\//, "")}: ${reason}`);
  }
  return { broken: [...broken].sort(), checked: new Set(links.map(({ url }) => url)).size };
}

async function findFreePort() {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
