// The undo and redo keys. They use the undo history of the page instead of that of the focused input: the browser
// cannot undo a removal.
import { useLayoutEffect } from "preact/hooks";
import type { UserEdit } from "./edit.js";

const isLetter = ({ key, code }: KeyboardEvent, letter: string) =>
  // On keyboards of other scripts, by the position of the key.
  key.toLowerCase() === letter || (code === `Key${letter.toUpperCase()}` && !/^[a-z]$/i.test(key));

/** Other inputs, such as the search, use the undo of the browser. */
const isOtherInput = (target: EventTarget | null) =>
  target instanceof Element &&
  target.matches("input:not([type=radio], [type=checkbox]), textarea, [contenteditable]") &&
  !target.closest(".field");

export function useUndoKeys(edit: UserEdit) {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || isOtherInput(event.target)) return;
      const redo =
        (isLetter(event, "z") && event.shiftKey) || (isLetter(event, "y") && !event.shiftKey && event.ctrlKey);
      if (!redo && (!isLetter(event, "z") || event.shiftKey)) return;
      event.preventDefault();
      if (redo) edit.redo();
      else edit.undo();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [edit]);
}
