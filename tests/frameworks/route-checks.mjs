// Checks one route of an example over HTTP, against the local Backend API.
import assert from "node:assert/strict";
import { createIssuer } from "../../examples/express/session.mjs";
import { SECRET_KEY } from "./backend.mjs";

const REQUEST_TIMEOUT_MS = 120_000; // a dev server compiles at the first request
const INITIAL_METADATA = { theme: "dark", address: { city: "Paris" } };
const BIRTHDAY = { birthday: "1990-01-01" };

/** Sends a request to a route, with the route's own `request` if it has one: `{ status, headers, body }`. */
async function sendRequest(app, { method = "POST", path, request }, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const response = request
    ? await request({ url: app.url, headers, signal })
    : await fetch(app.url + path, { method, headers, signal, redirect: "manual" });
  const body = await response.text();
  const result = { status: response.status, body, headers: JSON.stringify([...response.headers]) };
  for (const text of [result.body, result.headers])
    assert.ok(!text.includes(SECRET_KEY), "the app's response contains the secret key");
  return result;
}

/** Checks the response to a call that succeeded. */
const assertSuccess = ({ status, body }, { checkSuccess }) => {
  assert.equal(status, 200, body);
  if (checkSuccess) checkSuccess(body);
  else assert.deepEqual(JSON.parse(body), { success: true });
};

/** Checks the response to a call that failed: a 5xx. `otherStatus` is a status that a framework may pass on instead. */
function assertFailure({ status, body }, name, otherStatus) {
  assert.ok(
    (status >= 500 && status < 600) || status === otherStatus,
    `${name}: a status of 500 to 599 was expected, not ${status} ${body}`,
  );
  assert.doesNotMatch(body, /"success":/, name);
}

/** Calls a route signed out and signed in, with a rate limit, and with an unknown user. */
export async function checkRoute(app, route, backend, issuer) {
  const { id } = backend.users.create({ publicMetadata: INITIAL_METADATA, privateMetadata: { customer: "cus_1" } });
  const requestsBefore = backend.requests.length;
  const newRequests = () =>
    backend.requests
      .slice(requestsBefore)
      .map(({ method, path, authorization }) => `${method} ${path} ${authorization}`);
  const patch = (user) => `PATCH /v1/users/${user}/metadata Bearer ${SECRET_KEY}`;

  const signedOut = {
    "no session": undefined,
    "an expired session": issuer.token(id, -60),
    "a session of another instance": createIssuer().token(id),
  };
  for (const [name, token] of Object.entries(signedOut)) {
    const response = await sendRequest(app, route, token);
    if (route.checkSignedOut) route.checkSignedOut(response, name);
    else assert.equal(response.status, 401, `${name}: ${response.body}`);
  }
  assert.deepEqual(newRequests(), [], "a signed-out user causes no request to the Backend API");

  assertSuccess(await sendRequest(app, route, issuer.token(id)), route);
  const { public_metadata, private_metadata } = backend.users.get(id);
  assert.deepEqual(public_metadata, { ...INITIAL_METADATA, ...BIRTHDAY });
  assert.deepEqual(private_metadata, { customer: "cus_1" });
  assert.deepEqual(newRequests(), [patch(id)]);

  backend.rateLimitOnce();
  assertSuccess(await sendRequest(app, route, issuer.token(id)), route);
  assert.deepEqual(newRequests(), Array(3).fill(patch(id)), "a 429 is retried");

  assertFailure(await sendRequest(app, route, issuer.token("user_unknown")), "an unknown user", 404);
  assert.deepEqual(newRequests(), [...Array(3).fill(patch(id)), patch("user_unknown")]);
}

/**
 * Calls a route of an app whose Backend API is `dev --upstream`, at `devUrl`: the session is verified with the JWKS of
 * upstream, and the user is copied from there and changed locally.
 */
export async function checkRouteWithUpstream(app, route, backend, issuer, devUrl) {
  const { id } = backend.users.create({ publicMetadata: INITIAL_METADATA });
  const forged = await sendRequest(app, route, createIssuer().token(id));
  assert.equal(forged.status, 401, forged.body);
  assertSuccess(await sendRequest(app, route, issuer.token(id)), route);
  const response = await fetch(`${devUrl}/v1/users/${id}`, { headers: { authorization: `Bearer ${SECRET_KEY}` } });
  assert.deepEqual((await response.json()).public_metadata, { ...INITIAL_METADATA, ...BIRTHDAY });
  assert.deepEqual(backend.users.get(id).public_metadata, INITIAL_METADATA);
  const requests = new Set(backend.requests.map(({ method, path }) => `${method} ${path}`));
  assert.deepEqual([...requests].sort(), ["GET /v1/jwks", `GET /v1/users/${id}`]);
}

/** Calls a route when the Backend API is unreachable. */
export async function checkRouteWithoutBackend(app, route, issuer) {
  assertFailure(await sendRequest(app, route, issuer.token("user_1")), "the Backend API is down");
}
