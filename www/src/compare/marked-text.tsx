// A text as JSON writes it, with the parts marked that differ from another text.
import { VisibleText } from "../visible-text.js";
import { isPartlySame, type TextPart } from "./text.js";

/** Without marks where all of a text differs, unless it is shown together with the other one. */
export function MarkedText({ parts }: { parts: readonly TextPart[] }) {
  const marked = isPartlySame(parts) || new Set(parts.map(({ kind }) => kind)).size > 1;
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
        if (kind === "same" || !marked) return <VisibleText key={index} text={escaped(text)} />;
        const Mark = kind === "removed" ? "del" : "ins";
        return (
          <Mark key={index}>
            <VisibleText text={withVisibleSpaces(text)} />
          </Mark>
        );
      })}
      "
    </span>
  );
}

/** As in JSON, so that `\n` and `"` are exact. */
const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** Spaces that are all of a difference would not be seen at the end of a line. */
const withVisibleSpaces = (text: string) => (/^\s+$/.test(text) ? escaped(text).replaceAll(" ", "␣") : escaped(text));
