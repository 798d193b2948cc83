// Edits of a text by ranges, and their unified diff. What no edit touches keeps its bytes.

/** @typedef {{ start: number, end: number, text: string }} Edit */

/**
 * In the order of the text. Insertions at the same position keep the order in which they were added.
 * @param {Edit[]} edits
 */
const sorted = (edits) => edits.toSorted((one, other) => one.start - other.start || one.end - other.end);

/**
 * @param {string} text
 * @param {Edit[]} edits They must not overlap.
 */
export function applyEdits(text, edits) {
  let result = "";
  let position = 0;
  for (const { start, end, text: replacement } of sorted(edits)) {
    if (start < position) throw new Error(`Two edits overlap at ${start}.`);
    result += text.slice(position, start) + replacement;
    position = end;
  }
  return result + text.slice(position);
}

const CONTEXT = 3;
const NO_NEWLINE = "\\ No newline at end of file\n";

/** @param {string} text */
const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/**
 * The unified diff of the edits, which `git apply` and `patch` accept.
 * @param {string} path
 * @param {string} before
 * @param {Edit[]} edits
 */
export function unifiedDiff(path, before, edits) {
  const old = linesOf(before);
  const current = linesOf(applyEdits(before, edits));
  const hunks = groupChanges(changedLines(before, old, edits));
  let text = `--- a/${path}\n+++ b/${path}\n`;
  for (const changes of hunks) {
    const [first, last] = [changes[0], changes[changes.length - 1]];
    const start = Math.max(0, first.oldStart - CONTEXT);
    const end = Math.min(old.length, last.oldEnd + CONTEXT);
    const newStart = first.newStart - (first.oldStart - start);
    const newEnd = last.newEnd + (end - last.oldEnd);
    text += `@@ -${range(start, end)} +${range(newStart, newEnd)} @@\n`;
    let position = start;
    for (const { oldStart, oldEnd, newStart, newEnd } of changes) {
      text += prefixed(" ", old.slice(position, oldStart));
      text += prefixed("-", old.slice(oldStart, oldEnd)) + prefixed("+", current.slice(newStart, newEnd));
      position = oldEnd;
    }
    text += prefixed(" ", old.slice(position, end));
  }
  return text;
}

/**
 * @param {number} start
 * @param {number} end
 */
const range = (start, end) => `${end > start ? start + 1 : start},${end - start}`;

/**
 * @param {string} prefix
 * @param {string[]} lines
 */
const prefixed = (prefix, lines) =>
  lines.map((line) => prefix + (line.endsWith("\n") ? line : `${line}\n${NO_NEWLINE}`)).join("");

/** @typedef {{ oldStart: number, oldEnd: number, newStart: number, newEnd: number }} Change */

/**
 * The lines that the edits change.
 * @param {string} text
 * @param {string[]} lines
 * @param {Edit[]} edits
 * @returns {Change[]}
 */
function changedLines(text, lines, edits) {
  const offsets = [0];
  for (const line of lines) offsets.push(offsets[offsets.length - 1] + line.length);
  // The last line without a newline has no line after it.
  const lineAt = (/** @type {number} */ position) =>
    Math.min(
      offsets.findLastIndex((offset) => offset <= position),
      Math.max(lines.length - 1, 0),
    );
  /** @type {{ oldStart: number, oldEnd: number, edits: Edit[] }[]} */
  const blocks = [];
  for (const edit of sorted(edits)) {
    const [oldStart, oldEnd] = [lineAt(edit.start), lineAt(edit.end) + 1];
    const block = blocks[blocks.length - 1];
    // Lines that follow each other are one change.
    if (block === undefined || block.oldEnd < oldStart) blocks.push({ oldStart, oldEnd, edits: [edit] });
    else Object.assign(block, { oldEnd: Math.max(block.oldEnd, oldEnd), edits: [...block.edits, edit] });
  }
  let shift = 0;
  return blocks.map(({ oldStart, oldEnd, edits }) => {
    const start = offsets[oldStart];
    const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const replaced = lines.slice(oldStart, oldEnd);
    const added = linesOf(applyEdits(text.slice(start, offsets[oldEnd]), moved));
    const newStart = oldStart + shift;
    shift += added.length - replaced.length;
    const [first, last] = commonEnds(replaced, added);
    return {
      oldStart: oldStart + first,
      oldEnd: oldEnd - last,
      newStart: newStart + first,
      newEnd: newStart + added.length - last,
    };
  });
}

/**
 * The number of equal lines at the start and at the end.
 * @param {string[]} one
 * @param {string[]} other
 */
function commonEnds(one, other) {
  const length = Math.min(one.length, other.length);
  let first = 0;
  while (first < length && one[first] === other[first]) first++;
  let last = 0;
  while (last < length - first && one[one.length - 1 - last] === other[other.length - 1 - last]) last++;
  return [first, last];
}

/**
 * Changes whose contexts overlap are in one hunk.
 * @param {Change[]} changes
 */
function groupChanges(changes) {
  /** @type {Change[][]} */
  const groups = [];
  for (const change of changes) {
    const group = groups[groups.length - 1];
    if (group !== undefined && change.oldStart - group[group.length - 1].oldEnd <= 2 * CONTEXT) group.push(change);
    else groups.push([change]);
  }
  return groups;
}
