// A time relative to now, with the exact time as a tooltip.
import { signal } from "@preact/signals";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** The current time, updated often enough for minutes. */
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 15_000);

function ago(at: number): string {
  const seconds = (at - now.value) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : "just now";
}

export function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exact.format(at)}>
      {ago(at)}
    </time>
  );
}
