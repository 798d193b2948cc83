// The lines of plan.ndjson. One with a change has the number of the row, the patch, and the touched keys before and
// after the change; one without says why the row cannot be sent. Rows whose values are stored already have none.
//
//   {"row":0,"id":"user_1","patch":{"publicMetadata":{"plan":"pro"}},"before":…,"after":…}
//   {"row":7,"id":"user_x","status":"missing","code":"user_not_found","message":"There is no such user."}
import { createHash } from "node:crypto";
import fs from "node:fs";
import { writeAll } from "../../local/append-file.js";
import { members } from "../json-text.js";
import { FILE_MODE, FILES, named } from "./job-folder.js";
import { readLines } from "./read-lines.js";
import { targetOf } from "./targets.js";

/** @import { JobFolder } from "./job-folder.js" */
/** @import { Target } from "./targets.js" */
/** @import { RowProblem } from "./types.js" */

const FIELDS = new Set(["publicMetadata", "privateMetadata", "unsafeMetadata"]);
/** The members of a line that are not members of the row for `updateUsersMetadata`. */
const NOT_SENT = new Set(["row", "patch", "before", "after"]);
const BATCH_CHARS = 256 * 1024;

/**
 * Writes a new plan.
 * @param {JobFolder} folder
 */
export function createPlanFile(folder) {
  const fd = named(folder.file(FILES.plan), () => fs.openSync(folder.file(FILES.plan), "w", FILE_MODE));
  const hash = createHash("sha256");
  let batch = "";
  const flush = () => {
    const bytes = Buffer.from(batch);
    hash.update(bytes);
    named(folder.file(FILES.plan), () => writeAll(fs, fd, bytes));
    batch = "";
  };
  const add = (/** @type {string} */ line) => {
    batch += `${line}\n`;
    if (batch.length > BATCH_CHARS) flush();
  };
  return {
    /**
     * @param {number} row
     * @param {{ change: string, patch: string, before: string, after: string }} result Of the plan.
     */
    addChange(row, { change, patch, before, after }) {
      const others = members(change).filter(([name]) => !FIELDS.has(String(name)) && name !== "expected");
      const text = others.map(([name, value]) => `${JSON.stringify(name)}:${value},`).join("");
      add(`{"row":${row},${text}"patch":${patch},"before":${before},"after":${after}}`);
    },
    /**
     * @param {number} row
     * @param {string | undefined} id
     * @param {RowProblem} problem
     */
    addProblem: (row, id, problem) => add(JSON.stringify({ row, id, ...problem })),
    /** Writes the last lines to the disk. Returns the SHA-256 of the file. */
    finish() {
      flush();
      named(folder.file(FILES.plan), () => fs.fsyncSync(fd));
      fs.closeSync(fd);
      return hash.digest("hex");
    },
    /** Closes the file of a plan that was not completed. */
    abandon: () => fs.closeSync(fd),
  };
}

/**
 * The rows to send, as JSON texts for `updateUsersMetadata`.
 * @param {JobFolder} folder
 */
export function* plannedRows(folder) {
  for (const line of readLines(folder.file(FILES.plan))) {
    const values = new Map(members(line));
    const patch = values.get("patch");
    if (patch === undefined) continue;
    const others = [...values].filter(([name]) => !NOT_SENT.has(String(name)));
    const text = others.map(([name, value]) => `${JSON.stringify(name)}:${value},`).join("");
    const fields = patch.slice(1, -1);
    yield `{${text}${fields}${fields && ","}"expected":${values.get("before")}}`;
  }
}

/**
 * The rows that the plan leaves out, and the number of the input's row of each change.
 * @param {Pick<JobFolder, "file">} folder
 */
export function readPlan({ file }) {
  /** @type {number[]} */
  const numbers = [];
  /** @type {Map<number, RowProblem>} */
  const problems = new Map();
  /** Those that are not for users. @type {Map<number, Target>} */
  const targets = new Map();
  for (const line of readLines(file(FILES.plan))) {
    const { row, status, code, message, ...names } = JSON.parse(line);
    const target = targetOf(names);
    if (target !== "user") targets.set(row, target);
    if (status === undefined) numbers.push(row);
    else problems.set(row, { status, code, message });
  }
  return { numbers, problems, targets };
}

/**
 * @param {string} path
 * @returns {string}
 */
export function sha256Of(path) {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(1024 * 1024);
  const fd = fs.openSync(path, "r");
  try {
    for (let length; (length = fs.readSync(fd, chunk, 0, chunk.length, null)) > 0; )
      hash.update(chunk.subarray(0, length));
  } finally {
    fs.closeSync(fd);
  }
  return hash.digest("hex");
}
