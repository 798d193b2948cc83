/**
 * Runs after the components that depend on a changed signal are rendered: Preact renders in a microtask. It is the same
 * task, so no key that a person presses next comes before it.
 */
export function afterRender(run: () => void) {
  queueMicrotask(() => queueMicrotask(run));
}
