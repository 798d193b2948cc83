// Writes docs/differences.md from the table: node tests/js/differences/page.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SECTIONS, ROWS } from "./index.mjs";

export const PAGE = fileURLToPath(new URL("../../../docs/differences.md", import.meta.url));

const escapeCell = (text) => text.replaceAll("|", "\\|");
const tableRow = ({ name, official, ours, reason, isOfficialBug }) =>
  `| ${isOfficialBug ? "✗" : ""} | ${[name, official, ours, reason].map(escapeCell).join(" | ")} |`;
const section = ([title, rows]) => [
  `## ${title}`,
  "",
  "| | case | `@clerk/backend` | `clerk-metadata` | reason |",
  "|---|---|---|---|---|",
  ...rows.map(tableRow),
  "",
];

/** The text of docs/differences.md. */
export const page = () =>
  [
    "# Differences from `@clerk/backend`",
    "",
    "<!-- Written by `node tests/js/differences/page.mjs` from the table in tests/js/differences. -->",
    "",
    "For `updateUserMetadata`, `replaceUserMetadata`, `getUser`, `getUserList` and `getCount`, this package does what",
    "`@clerk/backend` 3.25.0 does: the same requests, the same users, the same errors. The tables list every case in",
    "which it intentionally differs. A ✗ marks a bug of the official client. One difference does not concern a single",
    "request: this package retries temporary failures, and each attempt times out after 30 seconds (`maxRetries`, `timeout`).",
    "",
    `Each of these ${ROWS.length} cases has a test that runs both clients and asserts what each of them does. In addition, every test`,
    "run sends more than 10,000 generated calls and responses through both, which must not differ in any other way.",
    "",
    ...SECTIONS.flatMap(section),
  ].join("\n");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, page());
