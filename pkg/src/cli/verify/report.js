// The report of a run: JSON, and text for a terminal. It has no key, no URL of a private host, and no data of users
// other than the throwaway ones.
import { hostNameOf, isLoopback } from "../../local/host-header.js";
import { table, wrap } from "../text.js";

/** @import { Backend } from "../admin/types.js" */
/** @import { Fact, FactResult } from "./types.js" */
/** @typedef {ReturnType<typeof createReport>} Report */

const CLERK_URL = "https://api.clerk.com";
const RESULTS = /** @type {const} */ (["holds", "differs", "not checked", "failed"]);

/**
 * @param {readonly FactResult[]} results
 * @param {{ backend: Backend, version: string, date: Date }} run
 */
export function createReport(results, { backend, version, date }) {
  return {
    report: "clerk-metadata verify",
    versions: {
      "clerk-metadata": version,
      node: process.version,
      api: backend.apiVersion,
      "Clerk-API-Version": backend.headers["clerk-api-version"],
    },
    date: date.toISOString(),
    api: apiName(backend.apiUrl),
    instance: backend.instance,
    summary: Object.fromEntries(RESULTS.map((name) => [name, results.filter(({ result }) => result === name).length])),
    facts: results,
  };
}

/**
 * The host of a proxy may be private.
 * @param {string} url
 */
function apiName(url) {
  if (url === CLERK_URL) return url;
  const host = hostNameOf(new URL(url).hostname);
  return host !== undefined && isLoopback(host) ? "a server on this machine" : "another URL";
}

/** @param {readonly FactResult[]} results */
export const allHold = (results) => results.every(({ result }) => result === "holds" || result === "not checked");

/**
 * The facts that do not hold, and the summary.
 * @param {readonly FactResult[]} results
 * @param {number} width
 */
export function resultText(results, width) {
  const count = (/** @type {FactResult["result"]} */ name) => results.filter(({ result }) => result === name).length;
  const summary = [
    `${factCount(count("holds"))} ${count("holds") === 1 ? "holds" : "hold"}`,
    `${count("differs")} ${count("differs") === 1 ? "differs" : "differ"}`,
    ...(count("not checked") > 0 ? [`${count("not checked")} not checked`] : []),
    ...(count("failed") > 0 ? [`${count("failed")} failed`] : []),
  ];
  const details = results.flatMap((result) => (result.result === "differs" ? [differenceText(result, width)] : []));
  return [...details, ...reasonTexts(results, width), `${summary.join(", ")}.`].join("\n\n");
}

/** @param {number} count */
export const factCount = (count) => `${count} ${count === 1 ? "fact" : "facts"}`;

/**
 * @param {FactResult & { result: "differs" }} fact
 * @param {number} width
 */
function differenceText({ id, statement, source, expected, actual }, width) {
  /** @type {[string, string][]} */
  const rows = [
    ["expected", JSON.stringify(expected)],
    ["actual", JSON.stringify(actual)],
  ];
  return `${wrap(`DIFFERS ${id} (${source}): ${statement}`, width).join("\n")}\n${table(rows, width)}`;
}

/**
 * One text for each reason why facts were not checked or failed, because many can have the same one.
 * @param {readonly FactResult[]} results
 * @param {number} width
 */
function reasonTexts(results, width) {
  /** @type {Map<string, string[]>} */
  const idsOfReasons = new Map();
  for (const fact of results) {
    if (fact.result !== "not checked" && fact.result !== "failed") continue;
    const head = `${fact.result.toUpperCase()}: ${fact.reason}`;
    idsOfReasons.set(head, [...(idsOfReasons.get(head) ?? []), fact.id]);
  }
  return [...idsOfReasons].map(([head, ids]) => `${wrap(head, width).join("\n")}\n  ${ids.join("\n  ")}`);
}

/**
 * The table, without results.
 * @param {readonly Fact[]} facts
 * @param {number} width
 */
export const listText = (facts, width) =>
  table(
    facts.map(({ id, statement, source, option }) => [
      id,
      `${statement} (${source}${option === undefined ? "" : `, with --${option}`})`,
    ]),
    width,
  );

/**
 * The table as JSON.
 * @param {readonly Fact[]} facts
 */
export const listJson = (facts) =>
  facts.map(({ id, statement, source, expected, option }) => ({ id, statement, source, expected, option }));
