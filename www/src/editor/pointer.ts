// What has to wait until a click is over: rows that come or go between the press and the release would let the
// click end on something else, and be lost.
let isDown = false;
addEventListener("pointerdown", () => (isDown = true), true);
for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => (isDown = false), true);

/** Whether a button of the mouse, a pen or a finger is down. */
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
