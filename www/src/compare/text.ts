// Which parts of a text differ from another one.
import { presentableDiff } from "@codemirror/merge";

export interface TextPart {
  text: string;
  kind: "same" | "removed" | "added" | "omitted";
  /** Of what is omitted: how many characters. */
  length: number;
}

/** How much of what is the same is shown on each side of a difference. */
const CONTEXT = 30;
/** What is the same is shown whole up to this length. */
const WHOLE = 2 * CONTEXT + 20;
/** From this part of the longer text on that is the same, what differs is marked. */
const MARKED_SHARE = 0.4;
/** Bounds for texts that have little in common: the comparison becomes less precise instead of slow. */
const LIMITS = { scanLimit: 1_000, timeout: 50 };

/** The parts of the one text, of the other one, or of both in turn. */
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

/** Whether marks help: not where little more than single letters is the same. `parts` are those of either side. */
export function isPartlySame(before: string, after: string, parts: readonly TextPart[]): boolean {
  const same = parts.reduce((sum, { kind, length }) => (kind === "same" || kind === "omitted" ? sum + length : sum), 0);
  return same >= MARKED_SHARE * Math.max(before.length, after.length);
}

/** The ends of a text that are next to a difference, with a note of how much is between them. */
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
