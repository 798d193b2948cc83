// Delays actions until a click is complete: if rows are added or removed between press and release, the pointer is over
// another element, and the click is lost.
let isDown = false;
addEventListener("pointerdown", () => (isDown = true), true);
for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => (isDown = false), true);

/** Whether a mouse button, pen or finger is down. */
export const isPointerDown = (): boolean => isDown;

/** Runs now, or after the click that is in progress. */
export function afterClick(run: () => void) {
  if (!isDown) return run();
  const end = () => {
    for (const name of ["pointerup", "pointercancel", "dragend"]) removeEventListener(name, end, true);
    setTimeout(run); // after `click`
  };
  for (const name of ["pointerup", "pointercancel", "dragend"]) addEventListener(name, end, true);
}
