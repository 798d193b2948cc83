// A logger that records its lines.

export const LEVELS = ["error", "warn", "info", "debug"];

/** A logger that records its lines as `[level, line]`. */
export function recordingLogger() {
  const lines = [];
  const logger = Object.fromEntries(LEVELS.map((level) => [level, (...args) => lines.push([level, ...args])]));
  return { lines, logger };
}

/** A line without what differs between runs. */
export const normalize = (line) => line.replace(/callId=call_\w+/, "callId=ID").replace(/duration=\d+/, "duration=N");
