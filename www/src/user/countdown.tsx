// The remaining time of a wait, updated every second.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - Date.now()) / 1000));

/** `until` is in milliseconds since 1970. Screen readers do not announce each second. */
export function Countdown({ until }: { until: number }) {
  const left = useSignal(secondsTo(until));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      left.value = secondsTo(until);
      // At the end of each second, so that each number is shown for one second.
      if (left.value > 0) timer = setTimeout(tick, (until - Date.now()) % 1000 || 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [until]);
  return (
    <span role="timer" class="countdown">
      {left.value} s
    </span>
  );
}
