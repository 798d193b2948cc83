// The option `latency`: the round trip of each request. Half of it passes before the request is handled.

/** @import { ChangeQueue } from "./types.js" */

const MAX_LATENCY = 60_000;

/**
 * Validates the option. Returns a function that delays requests and their responses.
 * @param {any} latency
 * @returns {(handle: ChangeQueue["handle"]) => ChangeQueue["handle"]}
 */
export function createDelay(latency) {
  if (latency === undefined) return (handle) => handle;
  const [min, max] = Array.isArray(latency) ? latency : [latency, latency];
  const isValid = typeof min === "number" && typeof max === "number" && min >= 0 && min <= max && max <= MAX_LATENCY;
  if (!isValid || (Array.isArray(latency) && latency.length !== 2))
    throw new RangeError(
      `createLocalBackend: latency must be a number of milliseconds from 0 to ${MAX_LATENCY}, or the shortest and the longest such as [20, 400].`,
    );
  return (handle) => async (request, signal) => {
    const half = (min + (max - min) * Math.random()) / 2;
    await wait(half);
    const response = await handle(request, signal);
    await wait(half);
    return response;
  };
}

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
