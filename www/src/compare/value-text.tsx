// A value, whole or in a few words, and with what differs from another one marked.
import { useMemo } from "preact/hooks";
import { brief } from "../json/describe.js";
import { toText } from "../json/text.js";
import { isArray, isObject, type Json } from "../json/value.js";
import { VisibleText } from "../visible-text.js";
import { MarkedText } from "./marked-text.js";
import { compareTexts } from "./text.js";

/** Objects and lists up to this many characters are shown whole. */
const WHOLE = 300;

interface Props {
  value: Json | undefined;
  /** What it is compared with. */
  other?: Json | undefined;
  side?: "before" | "after";
}

export function ValueText({ value, other, side = "after" }: Props) {
  const parts = useMemo(
    () => (typeof value === "string" && typeof other === "string" && value !== other ? compareTexts(...(side === "before" ? ([value, other] as const) : ([other, value] as const)))[side] : undefined),
    [value, other, side],
  );
  if (value === undefined) return null;
  if (parts) return <MarkedText parts={parts} side={side} />;
  return <VisibleText text={wholeText(value)} />;
}

function wholeText(value: Json): string {
  if (!isObject(value) && !isArray(value)) return toText(value);
  // With spaces, so that it breaks between two items.
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
