// The option `coalesce`: changes of one user's metadata are sent one after the other, and updates that wait are joined.
//
//   call ──► Change ──► UserQueue: the first change waits for its turn and for the pace
//                          │
//                          ▼ it takes the updates behind it that can be joined with it
//                       sendGroup ──► executeCall ──► a result, or an error, for each change
//
// The change that is sent first performs the request of its group. So the request runs in the asynchronous context of
// one of the calls that it serves, and in a Worker, in an incoming request that waits for it.
import { createChange } from "../coalesce/change.js";
import { queuesOf } from "../coalesce/queues.js";
import { runInQueue } from "../coalesce/user-queue.js";

/** @import { Client } from "../call.js" */
/** @import { Host } from "../chunk-host.js" */
/** @import { Call } from "../coalesce/change.js" */

/**
 * Performs a validated call in its turn. Resolves to its result.
 * @param {Host} host
 * @param {Client} client
 * @param {Call} call
 * @returns {Promise<any>}
 */
export function coalesce(host, client, call) {
  const change = createChange(host, call);
  if (!change.isEnded) runInQueue(host, queuesOf(client), change);
  return change.promise;
}
