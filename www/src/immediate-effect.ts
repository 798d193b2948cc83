import { effect } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/**
 * Runs at once when a signal that `run` reads changes, for what the next key depends on. `useSignalEffect` runs after the
 * next frame, and keys come before that.
 */
export function useImmediateEffect(run: () => void, inputs: readonly unknown[] = []) {
  useLayoutEffect(() => effect(run), inputs);
}
