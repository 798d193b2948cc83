// How long a wait still takes: counts every second.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const secondsTo = (until: number) => Math.max(0, Math.ceil((until - Date.now()) / 1000));

/** `until` in milliseconds since 1970. A screen reader is not told each second. */
export function Countdown({ until }: { until: number }) {
  const left = useSignal(secondsTo(until));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      left.value = secondsTo(until);
      // At the end of each second, so that none is skipped or shown twice as long.
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
