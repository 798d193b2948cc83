// What a plan prints: text, JSON, or Markdown for a comment of a pull request.
import { countText, durationText, usersText } from "../progress.js";
import { commandLine } from "./program-name.js";
import { columnLines, partLines } from "./lines.js";
import { describeRate } from "./rate.js";
import { missingText, targetsText } from "./targets.js";

/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job, PlanTotals } from "./types.js" */

/** More keys are not listed in a text. */
const MAX_KEYS = 10;
const MAX_MARKDOWN_KEYS = 50;

/**
 * @param {JobFolder} folder
 * @param {Job & { plan: PlanTotals }} job
 * @param {{ rate: any, seconds: number, width: number }} options `seconds`: how long the plan took.
 */
export function planText(folder, { plan, instance, command }, { rate, seconds, width }) {
  const nextCommand = commandLine("apply", folder.name);
  const time = estimate(plan, instance.isLive, rate);
  const next = command === "plan" && plan.change > 0 ? [`Next: ${nextCommand}`, `(${time})`] : [];
  return [
    ...partLines([rowsText(plan.rows), instanceText(instance), `read in ${durationText(seconds)}`], width),
    ...partLines(countParts(plan), width, "  "),
    ...keyLines("removes", plan),
    ...(plan.exceedSessionToken > 0 ? [`  ${sessionTokenText(plan)}`] : []),
    ...undoLines(plan),
    ...columnLines([`Job: ${folder.name}/`, ...next], width),
  ].join("\n");
}

/** @param {number} rows */
const rowsText = (rows) => `${countText(rows)} ${rows === 1 ? "row" : "rows"}`;

/** @param {Job["instance"]} instance */
export const instanceText = ({ isLive, id }) => `${isLive ? "live" : "test"} instance${id ? ` ${id}` : ""}`;

/** @param {PlanTotals} plan */
const countParts = ({ change, same, missing, tooLarge, conflict, failed, leftOut = 0, targets }) => [
  `change ${countText(change)}`,
  `already so ${countText(same)}`,
  `${missingText(targets)} ${countText(missing)}`,
  `too large ${countText(tooLarge)}`,
  conflict > 0 && `conflict ${countText(conflict)}`,
  failed > 0 && `invalid ${countText(failed)}`,
  leftOut > 0 && `no external ID ${countText(leftOut)}`,
];

/**
 * @param {string} verb
 * @param {PlanTotals} plan
 */
function keyLines(verb, { removals, targets }) {
  const entries = mostFrequent(removals);
  const lines = entries.slice(0, MAX_KEYS).map(([key, count]) => `  ${verb} ${key} of ${targetsText(count, targets)}`);
  const more = entries.length - lines.length;
  return more > 0 ? [...lines, `  ${verb} ${countText(more)} more ${more === 1 ? "key" : "keys"}`] : lines;
}

/** @param {Record<string, number>} keys */
const mostFrequent = (keys) => Object.entries(keys).sort(([, one], [, other]) => other - one);

/** @param {PlanTotals} plan */
const sessionTokenText = ({ exceedSessionToken }) =>
  `the public metadata of ${usersText(exceedSessionToken)} will exceed the 1.2 KB that a session token can carry`;

/** @param {PlanTotals} plan */
const undoLines = ({ kept, notRestored }) => [
  ...(kept > 0
    ? [
        kept === 1
          ? "  1 key is left alone, because somebody else has changed it since"
          : `  ${countText(kept)} keys are left alone, because somebody else has changed them since`,
      ]
    : []),
  ...(notRestored > 0
    ? [`  ${countText(notRestored)} stored ${notRestored === 1 ? "null" : "nulls"} cannot be restored by a patch`]
    : []),
];

/**
 * "3 h 46 min at 60 %"
 * @param {PlanTotals} plan
 * @param {boolean} isLive
 * @param {any} rate
 */
function estimate({ change }, isLive, rate) {
  const { perSecond, text } = describeRate(rate, isLive);
  return `${durationText(change / perSecond)} at ${text}`;
}

/**
 * @param {JobFolder} folder
 * @param {Job & { plan: PlanTotals }} job
 */
export function planJson(folder, { plan, instance }) {
  const { sha256: _, ...totals } = plan;
  return { type: "plan", job: folder.name, instance: instance.id, live: instance.isLive, ...totals };
}

/**
 * Names of keys and counts, and no values: a pull request may be public.
 * @param {Job & { plan: PlanTotals }} job
 * @param {any} rate
 */
export function planMarkdown({ plan, instance }, rate) {
  const { change, same, missing, tooLarge, conflict, failed, targets } = plan;
  const rows = [
    ["change", change],
    ["already so", same],
    [missingText(targets), missing],
    ["too large", tooLarge],
    ...(conflict > 0 ? [["conflict", conflict]] : []),
    ...(failed > 0 ? [["invalid", failed]] : []),
  ];
  const time = change === 0 ? "" : `, ${estimate(plan, instance.isLive, rate)}`;
  return [
    `**${change === 0 ? "No metadata changes" : `The metadata of ${targetsText(change, targets)} changes`}** (${instanceText(instance)}${time})`,
    table(["Rows", countText(plan.rows)], rows),
    ...keyTable(plan),
    ...(plan.exceedSessionToken > 0 ? [`⚠️ ${sessionTokenText(plan)}.`] : []),
  ].join("\n\n");
}

/** @param {PlanTotals} plan */
function keyTable({ changes, removals }) {
  const names = [...new Set([...mostFrequent(changes), ...mostFrequent(removals)].map(([name]) => name))];
  if (names.length === 0) return [];
  const rows = names.slice(0, MAX_MARKDOWN_KEYS).map((name) => {
    const removed = removals[name] ?? 0;
    return [`\`${name.replaceAll("`", "'").replaceAll("|", "\\|")}\``, (changes[name] ?? removed) - removed, removed];
  });
  const more = names.length - rows.length;
  return [
    table(["Key", "set", "removed"], rows),
    ...(more > 0 ? [`… and ${countText(more)} more ${more === 1 ? "key" : "keys"}`] : []),
  ];
}

/**
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
function table(head, rows) {
  const line = (/** @type {(string | number)[]} */ cells) =>
    `| ${cells.map((cell) => (typeof cell === "number" ? countText(cell) : cell)).join(" | ")} |`;
  const rule = `|${head.map((_, index) => (index === 0 ? " --- |" : " ---: |")).join("")}`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
