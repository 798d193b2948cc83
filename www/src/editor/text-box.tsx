// A box for a key or a value. It grows with its text and wraps it, so that all of it can be seen.
import { isPointerDown } from "./pointer.js";

interface Props {
  class: string;
  label: string;
  text: string;
  /** Why the text cannot be taken. */
  problem?: string | undefined;
  placeholder?: string;
  isNumber?: boolean;
  onText(text: string): void;
  /** Enter, unless it begins another line. */
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
        // Another line is begun on purpose, or where there are several already.
        if (event.key !== "Enter" || event.shiftKey || (!onEnter && text.includes("\n"))) return;
        event.preventDefault();
        onEnter?.();
      }}
      onFocus={({ currentTarget }) => {
        // As an input does: who comes with Tab types over a value of one line.
        if (!isPointerDown() && !text.includes("\n")) currentTarget.select();
      }}
      onBlur={() => onLeave?.()}
    />
  );
}
