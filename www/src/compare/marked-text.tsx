// A JSON string whose differences from another string are marked.
import { VisibleText } from "../visible-text.js";
import type { TextPart } from "./text.js";

export function MarkedText({ parts }: { parts: readonly TextPart[] }) {
  return (
    <span class="marked-text">
      "
      {parts.map(({ text, kind, length }, index) => {
        if (kind === "omitted") {
          return (
            <span key={index} class="omitted">
              {` … ${length.toLocaleString("en")} unchanged characters … `}
            </span>
          );
        }
        if (kind === "same") return <VisibleText key={index} text={escaped(text)} />;
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

/** Escaped as in JSON, so that `\n` and `"` are exact. */
const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** Makes spaces visible if the difference consists of spaces only. */
const withVisibleSpaces = (text: string) => (/^\s+$/.test(text) ? escaped(text).replaceAll(" ", "␣") : escaped(text));
