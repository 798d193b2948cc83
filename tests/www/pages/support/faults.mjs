// Simulated faults of a server or network.
//
// Each function takes a filter of requests: `{ method, path, times }`; `path` is a regular expression. Default: every
// change (all methods except GET), until `end()` of the returned object is called.

const CODES = {
  401: ["clerk_key_invalid", "The provided Clerk Secret Key is invalid."],
  404: ["resource_not_found", "No user was found with this id."],
  409: ["resource_locked", "Please try again."],
  422: [
    "form_param_exceeds_allowed_size",
    "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).",
  ],
  429: ["too_many_requests", "Too many requests. Please try again in a bit."],
  500: ["internal_clerk_error", "Something went wrong."],
};

/** The response of the Backend API with this status. */
export function rejection(status, retryAfter = 90) {
  const [code, message] = CODES[status];
  return {
    status,
    headers: { "content-type": "application/json", ...(status === 429 && { "retry-after": String(retryAfter) }) },
    body: JSON.stringify({ errors: [{ code, message, long_message: message }], clerk_trace_id: "trace_of_a_fault" }),
  };
}

const concerns = ({ method, path }, request) =>
  (method === undefined ? request.method !== "GET" : request.method === method) &&
  (path === undefined || path.test(request.url));

/** `faults.before` and `faults.after` are for the server. The other functions are for the test. */
export function createFaults() {
  let rules = [];

  function add(moment, act, { times = Infinity, ...which } = {}) {
    const rule = { moment, act, times, which };
    rules.push(rule);
    return {
      end() {
        rules = rules.filter((other) => other !== rule);
      },
    };
  }

  async function apply(moment, request) {
    for (const rule of [...rules]) {
      if (rule.moment !== moment || rule.times <= 0 || !concerns(rule.which, request)) continue;
      rule.times -= 1;
      const outcome = await rule.act(request);
      if (outcome) return outcome;
    }
    return undefined;
  }

  let failing;
  return {
    faults: { before: (request) => apply("before", request), after: (request) => apply("after", request) },

    /** Requests are rejected with this status until `fails()`. */
    fails(status, retryAfter, which) {
      failing?.end();
      failing = status === undefined ? undefined : add("before", () => rejection(status, retryAfter), which);
    },

    /**
     * Requests wait until `release()`. `arrived()` resolves when the next request waits. With `stored: true`, the
     * change is stored first, and its response waits.
     */
    hold({ stored = false, ...which } = {}) {
      return createHold((act) => add(stored ? "after" : "before", act, which));
    },

    /** Delays each request, half of the time before and half after it is handled. */
    slows(milliseconds, which) {
      const wait = () => new Promise((resolve) => setTimeout(resolve, milliseconds / 2));
      const rules = [add("before", wait, which), add("after", wait, which)];
      return { end: () => rules.forEach((rule) => rule.end()) };
    },

    /** The connection breaks before anything is stored. */
    dropsConnection: (which) => add("before", () => "drop", which),

    /** The connection breaks after the change is stored. */
    losesResponse: (which) => add("after", () => "drop", which),

    /** Sends the response byte by byte. */
    tricklesResponse: (which) => add("after", () => "trickle", which),
  };
}

/** Holds requests. `add` installs the function that makes a request wait. */
export function createHold(add) {
  const waiting = [];
  const expected = [];
  let unreported = 0;
  const rule = add(async () => {
    await new Promise((resolve) => {
      waiting.push(resolve);
      const notify = expected.shift();
      if (notify) notify();
      else unreported += 1;
    });
  });
  return {
    /** Resolves when a request waits that no earlier call of `arrived` has reported. */
    async arrived() {
      if (unreported > 0) unreported -= 1;
      else await new Promise((resolve) => expected.push(resolve));
    },
    /** Lets the waiting requests and all later ones pass. */
    release() {
      rule.end();
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
