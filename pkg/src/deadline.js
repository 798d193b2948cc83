// The time of each attempt, and the signal that ends its request. Attempts that begin within a moment
// share a signal: Node.js holds what it makes for one until its collector has been. The time of each
// is its own all the same; only a request that is out of time is ended a moment later, with the last
// that shares its signal.

/** How many share a signal: Node.js leaves a listener on it for each, and looks through all of them. */
const MOST = 64;
/** The moment, as a part of the timeout. */
const MOMENT = 0.01;

/** Not in workerd, which ties a signal and a timer to the request that it handles. */
const shareable = typeof WebSocketPair === "undefined";

let latest;

/**
 * Begins an attempt: the `signal` to fetch with, and `leave()` for when it has ended. `late` is called
 * when it is out of time. One that is `alone` shares its signal with no other, and may `abort(reason)`.
 */
export function begin(timeout, late, alone) {
  const now = Date.now();
  if (alone || !shareable) return new Group(timeout, now).join(now, late);
  if (!latest?.takes(timeout, now)) latest = new Group(timeout, now);
  return latest.join(now, late);
}

class Group {
  /** Who is under way, in the order of their times. */
  members = new Set();
  controller = new AbortController();
  joined = 0;
  wasLate = false;

  constructor(timeout, now) {
    this.timeout = timeout;
    this.begun = this.joinedLast = now;
  }

  takes(timeout, now) {
    // A clock may go back.
    return timeout === this.timeout && this.joined < MOST && now >= this.joinedLast && now - this.begun <= timeout * MOMENT && !this.wasLate;
  }

  join(now, late) {
    this.joined++;
    this.joinedLast = now;
    const member = { now, late };
    // One timer, for the first; then it is set for the next.
    if (this.members.size === 0 && this.timeout < Infinity) this.wait(now, this.timeout);
    this.members.add(member);
    return {
      signal: this.controller.signal,
      abort: (reason) => this.controller.abort(reason),
      leave: () => this.leave(member),
    };
  }

  leave(member) {
    this.members.delete(member);
    if (this.members.size > 0) return;
    clearTimeout(this.timer);
    if (this.wasLate) this.controller.abort();
  }

  wait(until, delay) {
    this.timer = setTimeout(() => this.end(until), delay);
  }

  /** Ends who began `until` then. */
  end(until) {
    for (const member of this.members) {
      if (member.now > until) return this.wait(member.now, member.now - until);
      this.wasLate = true;
      member.late();
    }
  }
}
