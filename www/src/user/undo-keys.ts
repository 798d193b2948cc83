// Ctrl+Z and its counterparts, for the edit of a user. They act on the page's steps and not on those of the box
// that has the focus: a browser cannot undo a removal.
import { useLayoutEffect } from "preact/hooks";
import type { UserEdit } from "./edit.js";

const isLetter = ({ key, code }: KeyboardEvent, letter: string) =>
  // On a keyboard of another script the place of the key counts.
  key.toLowerCase() === letter || (code === `Key${letter.toUpperCase()}` && !/^[a-z]$/i.test(key));

/** Other boxes, such as the search, keep the undo of the browser. */
const isOtherBox = (target: EventTarget | null) =>
  target instanceof Element &&
  target.matches("input:not([type=radio], [type=checkbox]), textarea, [contenteditable]") &&
  !target.closest(".field");

export function useUndoKeys(edit: UserEdit) {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || isOtherBox(event.target)) return;
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
