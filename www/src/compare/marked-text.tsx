// A text as JSON writes it, with the parts marked that differ from another text.
import { VisibleText } from "../visible-text.js";
import { isPartlySame, type TextPart } from "./text.js";

/** Without marks where all of it differs. */
export function MarkedText({ parts, side }: { parts: readonly TextPart[]; side: "before" | "after" }) {
  const marked = isPartlySame(parts);
  const Mark = side === "before" ? "del" : "ins";
  return (
    <span class="marked-text">
      "
      {parts.map(({ text, kind, length }, index) => {
        if (kind === "omitted") {
          return (
            <span key={index} class="omitted">
              {` … ${length.toLocaleString("en")} characters are the same … `}
            </span>
          );
        }
        const shown = <VisibleText text={escaped(text, kind === "different" && marked)} />;
        return kind === "different" && marked ? <Mark key={index}>{shown}</Mark> : <span key={index}>{shown}</span>;
      })}
      "
    </span>
  );
}

/** As in JSON, so that `\n` and `"` are exact. Spaces that differ would not be seen at the end of a line. */
function escaped(text: string, spacesVisible: boolean): string {
  const json = JSON.stringify(text).slice(1, -1);
  return spacesVisible && /^\s+$/.test(text) ? json.replaceAll(" ", "␣") : json;
}
