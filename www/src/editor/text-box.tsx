// The input for a key or a value. It wraps the text and grows with it, so that all of it is visible.
import { isPointerDown } from "./pointer.js";

interface Props {
  class: string;
  label: string;
  text: string;
  /** Why the text is invalid. */
  problem?: string | undefined;
  placeholder?: string;
  isNumber?: boolean;
  onText(text: string): void;
  /** Called for Enter, unless it adds a line. */
  onEnter?(): void;
  onEscape?: (() => void) | undefined;
  onLeave?(): void;
}

const MOST_ROWS = 10;

export function TextBox({
  class: name,
  label,
  text,
  problem,
  placeholder,
  isNumber,
  onText,
  onEnter,
  onEscape,
  onLeave,
}: Props) {
  const rows = Math.min(MOST_ROWS, Math.max(text.split("\n").length, Math.ceil(text.length / 60)));
  return (
    <textarea
      class={name}
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={placeholder}
      rows={rows}
      cols={Math.max(3, Math.min(text.length + 1, 32))}
      value={text}
      dir="auto"
      inputMode={isNumber ? "decimal" : "text"}
      spellcheck={false}
      autocomplete="off"
      autocapitalize="off"
      onInput={(event) => onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Escape") onEscape?.();
        // Shift+Enter adds a line, and Enter does if the text has several lines already.
        if (event.key !== "Enter" || event.shiftKey || (!onEnter && text.includes("\n"))) return;
        event.preventDefault();
        onEnter?.();
      }}
      onFocus={({ currentTarget }) => {
        // As in an <input>: after Tab, typing replaces a value of one line.
        if (!isPointerDown() && !text.includes("\n")) currentTarget.select();
      }}
      onBlur={() => onLeave?.()}
    />
  );
}
