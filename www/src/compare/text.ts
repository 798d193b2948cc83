// Which parts of a text differ from another one.
import { presentableDiff } from "@codemirror/merge";

export interface TextPart {
  text: string;
  kind: "same" | "different" | "omitted";
  /** Of what is omitted: how many characters. */
  length: number;
}

/** How much of what is the same is shown on each side of a difference. */
const CONTEXT = 30;
/** What is the same is shown whole up to this length. */
const WHOLE = 2 * CONTEXT + 20;
/** Bounds for texts that have little in common: the comparison becomes less precise instead of slow. */
const LIMITS = { scanLimit: 1_000, timeout: 50 };

/** The parts of both texts. */
export function compareTexts(before: string, after: string): { before: TextPart[]; after: TextPart[] } {
  const changes = presentableDiff(before, after, LIMITS);
  return {
    before: partsOf(before, changes.map(({ fromA, toA }) => [fromA, toA])),
    after: partsOf(after, changes.map(({ fromB, toB }) => [fromB, toB])),
  };
}

/** Whether marks help: not where everything differs. */
export const isPartlySame = (parts: readonly TextPart[]): boolean => parts.some(({ kind, text }) => kind !== "different" && text.trim() !== "");

function partsOf(text: string, ranges: readonly (readonly [number, number])[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  ranges.forEach(([from, to], index) => {
    parts.push(...shortened(text.slice(at, from), index > 0, true));
    if (to > from) parts.push({ kind: "different", text: text.slice(from, to), length: to - from });
    at = to;
  });
  parts.push(...shortened(text.slice(at), ranges.length > 0, false));
  return parts;
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
