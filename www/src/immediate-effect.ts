import { effect } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/**
 * Runs synchronously when a signal that `run` reads changes. `useSignalEffect` runs after the next frame, and the next
 * key of a fast person comes before that.
 */
export function useImmediateEffect(run: () => void, inputs: readonly unknown[] = []) {
  useLayoutEffect(() => effect(run), inputs);
}
