// Writes docs/differences.md from the table: node tests/js/differences/page.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PARTS, ROWS } from "./index.mjs";

export const PAGE = fileURLToPath(new URL("../../../docs/differences.md", import.meta.url));

const cell = (text) => text.replaceAll("|", "\\|");
const line = ({ name, official, ours, reason, wrong }) =>
  `| ${wrong ? "✗" : ""} | ${[name, official, ours, reason].map(cell).join(" | ")} |`;
const section = ([title, rows]) => [
  `## ${title}`,
  "",
  "| | case | `@clerk/backend` | `clerk-metadata` | because |",
  "|---|---|---|---|---|",
  ...rows.map(line),
  "",
];

/** The text of docs/differences.md. */
export const page = () =>
  [
    "# Where it differs from `@clerk/backend`",
    "",
    "<!-- Written by `node tests/js/differences/page.mjs` from the table in tests/js/differences. -->",
    "",
    "For `updateUserMetadata`, `replaceUserMetadata`, `getUser`, `getUserList` and `getCount`, this package does what",
    "`@clerk/backend` 3.25.0 does: the same requests, the same users, the same errors. Below is every case in which it",
    "does not, on purpose. A ✗ marks those in which the official client is plainly wrong. One more is no difference of a",
    "single request: this package tries again what may pass, and gives up an attempt after 30 seconds (`maxRetries`, `timeout`).",
    "",
    `Each of these ${ROWS.length} cases has a test that runs both clients and asserts what each of them does. Beside that, more than`,
    "10,000 generated calls and answers go through both in every test run, and may differ in nothing else.",
    "",
    ...PARTS.flatMap(section),
  ].join("\n");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, page());
