// Compares two texts: which parts differ.
import { presentableDiff } from "@codemirror/merge";

export interface TextPart {
  text: string;
  kind: "same" | "removed" | "added" | "omitted";
  /** The number of characters, also of an omitted part. */
  length: number;
}

/** The number of equal characters that are shown on each side of a difference. */
const CONTEXT = 30;
/** Equal parts up to this length are not shortened. */
const WHOLE = 2 * CONTEXT + 20;
/** Differences are marked if at least this share of the longer text is equal. */
const MARKED_SHARE = 0.4;
/** Above these limits, the comparison is less precise instead of slow. */
const LIMITS = { scanLimit: 1_000, timeout: 50 };

/** The parts of one of the texts, or of both. */
export function compareTexts(before: string, after: string, side: "before" | "after" | "both"): TextPart[] {
  const parts: TextPart[] = [];
  const [showsBefore, showsAfter] = [side !== "after", side !== "before"];
  let at = 0;
  const changes = presentableDiff(before, after, LIMITS);
  changes.forEach(({ fromA, toA, fromB, toB }, index) => {
    parts.push(...shortened(before.slice(at, fromA), index > 0, true));
    if (showsBefore && toA > fromA)
      parts.push({ kind: "removed", text: before.slice(fromA, toA), length: toA - fromA });
    if (showsAfter && toB > fromB) parts.push({ kind: "added", text: after.slice(fromB, toB), length: toB - fromB });
    at = toA;
  });
  return [...parts, ...shortened(before.slice(at), changes.length > 0, false)];
}

/** Whether enough of the texts is equal to mark the differences. `parts` are those of either side. */
export function isPartlySame(before: string, after: string, parts: readonly TextPart[]): boolean {
  const same = parts.reduce((sum, { kind, length }) => (kind === "same" || kind === "omitted" ? sum + length : sum), 0);
  return same >= MARKED_SHARE * Math.max(before.length, after.length);
}

/** Shortens an equal part to the characters next to the differences. */
function shortened(text: string, afterChange: boolean, beforeChange: boolean): TextPart[] {
  if (text === "") return [];
  const characters = [...text]; // not in the middle of a surrogate pair
  if (characters.length <= WHOLE) return [{ kind: "same", text, length: text.length }];
  const head = afterChange ? characters.slice(0, CONTEXT).join("") : "";
  const tail = beforeChange ? characters.slice(-CONTEXT).join("") : "";
  const length = characters.length - [...head].length - [...tail].length;
  const part = (text: string): TextPart[] => (text === "" ? [] : [{ kind: "same", text, length: text.length }]);
  return [...part(head), { kind: "omitted", text: "", length }, ...part(tail)];
}
