// Ctrl-C and SIGTERM: the first one stops a run after the requests in flight, the second Ctrl-C ends the process.
import { INTERRUPTED } from "../exit-status.js";
import { SIGNALS } from "../interrupt.js";

/**
 * @param {{ onFirst(): void, onSecond(): void }} listeners Called when the run stops, and before the process ends.
 */
export function handleInterrupts({ onFirst, onSecond }) {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) {
      onSecond();
      process.exit(INTERRUPTED);
    }
    controller.abort(new Interrupted());
    onFirst();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    signal: controller.signal,
    remove() {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}

/** What an interrupted run rejects with. */
export class Interrupted extends Error {
  message = "interrupted";
}
