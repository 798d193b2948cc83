// The note below a row while text is typed: why it is invalid, and its hidden characters.
import { hasHidden } from "../json/literal.js";
import { VisibleText } from "../visible-text.js";

interface Props {
  /** The texts of the inputs of the row. */
  texts: readonly (string | undefined)[];
  /** Why the text is invalid. */
  problem?: string | undefined;
}

/** Inputs apply characters that are invisible or change the direction of text. The note shows them. */
export function TypedNote({ texts, problem }: Props) {
  const hidden = texts.filter((text) => text !== undefined && hasHidden(text)) as string[];
  if (hidden.length === 0 && problem === undefined) return null;
  return (
    <div class="typed-note" aria-live="polite">
      {problem !== undefined && <p>{problem}</p>}
      {hidden.map((text, index) => (
        <p key={index}>
          Contains hidden characters: <VisibleText text={text} />
        </p>
      ))}
    </div>
  );
}
