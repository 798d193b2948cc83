// The instance of the key: GET /v1/instance.
import { setTimeout as sleep } from "node:timers/promises";

/** @import { Backend } from "../admin/types.js" */
/**
 * `id` is missing if the Backend API does not say it, as an older local one.
 * @typedef {{ id: string | undefined, isLive: boolean, apiUrl: string }} Instance
 */

const TIMEOUT = 30_000;
/** With a short `maxOffline`, an attempt still has this time. */
const MIN_TIMEOUT = 1_000;
/** The waits before another attempt, in milliseconds. */
const WAITS = [500, 2_000, 10_000];

/**
 * @param {Backend} backend
 * @param {boolean} isLiveKey
 * @param {number} [maxOffline] No attempt starts later, in milliseconds. Default: no limit.
 * @returns {Promise<Instance>}
 */
export async function readInstance({ apiUrl, apiVersion, headers }, isLiveKey, maxOffline = Infinity) {
  const url = `${apiUrl}/${apiVersion}/instance`;
  const startedAt = performance.now();
  for (const wait of [...WAITS, undefined]) {
    const left = maxOffline - (performance.now() - startedAt);
    const timeout = Math.min(TIMEOUT, Math.max(MIN_TIMEOUT, left));
    const { status, text, cause } = await request(url, headers, timeout);
    if (status === 200) {
      const { id, environment_type: type } = parse(text);
      return {
        id: typeof id === "string" && /^ins_\w+$/.test(id) ? id : undefined,
        isLive: isLiveKey || type === "production",
        apiUrl,
      };
    }
    if (status === 404 || status === 501) return { id: undefined, isLive: isLiveKey, apiUrl };
    const isTransient = status === undefined || status === 429 || status >= 500;
    if (isTransient && wait !== undefined && performance.now() - startedAt + wait < maxOffline) {
      await sleep(wait);
      continue;
    }
    if (status === undefined)
      throw new Error(`The Backend API at ${apiUrl} could not be reached: ${describe(cause)}`, { cause });
    const reason = parse(text).errors?.[0]?.message;
    if (status === 401) throw new Error(`The Backend API at ${apiUrl} rejected the key${reason ? `: ${reason}` : "."}`);
    throw new Error(`The instance could not be read: ${reason ?? "the Backend API responded"} (status ${status}).`);
  }
  throw new Error("unreachable");
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {number} timeout
 * @returns {Promise<{ status?: number, text: string, cause?: any }>}
 */
async function request(url, headers, timeout) {
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(Math.ceil(timeout)) });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    return { text: "", cause };
  }
}

/** @param {any} error */
const describe = (error) => String(error?.cause?.message || error?.cause?.code || error?.message || error);

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/**
 * "the live instance ins_2abc"
 * @param {Instance} instance
 */
export const instanceLabel = ({ id, isLive }) => `the ${isLive ? "live" : "test"} instance${id ? ` ${id}` : ""}`;
