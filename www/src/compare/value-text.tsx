// A value, complete or shortened, with its differences from another value marked.
import { useMemo } from "preact/hooks";
import { brief } from "../json/describe.js";
import { toText } from "../json/text.js";
import { isArray, isObject, type Json } from "../json/value.js";
import { VisibleText } from "../visible-text.js";
import { MarkedText } from "./marked-text.js";
import { compareTexts, isPartlySame, type TextPart } from "./text.js";

/** Longer objects and arrays are shown as a description. */
const WHOLE = 300;

/** The length of an excerpt, in characters. */
const EXCERPT = 160;

interface Props {
  value: Json | undefined;
  /** The value to compare with. The parts of a text that differ are marked. */
  other?: Json | undefined;
  /** Which of the two `value` is. `both` also shows the parts of the other one, if the texts are similar. */
  side?: "before" | "after" | "both";
  /** Whether a long text without marks is shortened. */
  excerpt?: boolean;
}

export function ValueText({ value, other, side = "after", excerpt = false }: Props) {
  const parts = useMemo(() => {
    if (typeof value !== "string" || typeof other !== "string" || value === other) return undefined;
    const [before, after] = side === "before" ? [value, other] : [other, value];
    const compared = compareTexts(before, after, side);
    return isPartlySame(before, after, compared) ? compared : wholeOf(value);
  }, [value, other, side]);
  if (value === undefined) return null;
  if (parts) return <MarkedText parts={parts} />;
  const text = wholeText(value);
  if (!excerpt || text.length <= EXCERPT + 20) return <VisibleText text={text} />;
  const characters = [...text];
  return (
    <>
      <VisibleText text={characters.slice(0, EXCERPT).join("")} />
      <span class="omitted"> … and {(characters.length - EXCERPT).toLocaleString("en")} more characters</span>
    </>
  );
}

/** The complete text, without marks. */
const wholeOf = (text: string): TextPart[] => [{ kind: "same", text, length: text.length }];

function wholeText(value: Json): string {
  if (!isObject(value) && !isArray(value)) return toText(value);
  // With spaces, so that lines break between items.
  const whole = toText(value, 1)
    .replace(/\n\s*/g, " ")
    .replace(/^([[{]) | ([\]}])$/g, "$1$2");
  return whole.length > WHOLE ? brief(value) : whole;
}

/** "3 items", "1 key" */
export function sizeText(value: Json | undefined): string {
  if (isArray(value)) return `${value.length.toLocaleString("en")} ${value.length === 1 ? "item" : "items"}`;
  if (isObject(value)) return `${value.size.toLocaleString("en")} ${value.size === 1 ? "key" : "keys"}`;
  return "";
}
