// What is to be said below a row while something is typed in it.
import { hasHidden } from "../json/literal.js";
import { VisibleText } from "../visible-text.js";

interface Props {
  /** What is in the boxes of the row. */
  texts: readonly (string | undefined)[];
  /** Why it cannot be taken. */
  problem?: string | undefined;
}

/** Boxes apply characters that are invisible or change the direction of text: here they can be seen. */
export function TypedNote({ texts, problem }: Props) {
  const hidden = texts.filter((text) => text !== undefined && hasHidden(text)) as string[];
  if (hidden.length === 0 && problem === undefined) return null;
  return (
    <div class="typed-note" aria-live="polite">
      {problem !== undefined && <p>{problem}</p>}
      {hidden.map((text, index) => (
        <p key={index}>
          with hidden characters: <VisibleText text={text} />
        </p>
      ))}
    </div>
  );
}
