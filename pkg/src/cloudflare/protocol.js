// What a Worker and the Durable Object send to each other, as JSON.
//
// Two requests, because one that waits for slots must not delay the report of requests that have ended:
//
//   POST /v1/slots   SlotsRequest -> SlotsResponse   waits until slots are free, for at most HOLD_MS
//   POST /v1/ended   EndedRequest -> {}

export const SLOTS_PATH = "/v1/slots";
export const ENDED_PATH = "/v1/ended";

/**
 * How long the Durable Object waits for the first slot. The Worker then asks again, if it still runs. If a 429 pauses
 * all requests for longer, the Durable Object responds at once, and the Worker waits for this time.
 */
export const HOLD_MS = 2000;

/**
 * A request that waits. It has a ticket when the Durable Object knows it, and must not be asked for again before `wait`
 * milliseconds.
 * @typedef {[ticket: number | null, wait: number, user: string | null, isBackground: boolean]} WaitingRequest
 */

/**
 * @typedef {object} SlotsRequest
 * @property {import("../../types/bulk.js").RequestRate} rate
 * @property {WaitingRequest[]} waiting
 * @property {number[]} canceled The tickets of requests that no longer wait.
 */

/**
 * @typedef {object} SlotsResponse
 * @property {[ticket: number, wait: number][]} slots For each request that waits. Send it now if `wait` is 0.
 * @property {number} pausedFor For how many milliseconds a 429 still pauses all requests.
 */

/**
 * A request that was sent: its status, the headers `Retry-After` and `Date` of a 429, and how many milliseconds before
 * this report it has ended. An earlier report may have delayed it.
 * @typedef {[ticket: number, status: number | null, retryAfter: string | null, date: string | null, ago: number]
 * } EndedSlot
 */

/**
 * @typedef {object} EndedRequest
 * @property {import("../../types/bulk.js").RequestRate} rate
 * @property {EndedSlot[]} ended
 */
