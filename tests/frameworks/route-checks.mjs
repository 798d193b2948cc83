// What every example must do, over HTTP: one route of it, against the local Backend API.
import assert from "node:assert/strict";
import { createIssuer } from "../../examples/local/session.mjs";
import { SECRET_KEY } from "./backend.mjs";

const PATIENCE_MS = 120_000; // a dev server compiles at the first request
const BEFORE = { theme: "dark", address: { city: "Paris" } };
const BIRTHDAY = { birthday: "1990-01-01" };

/** One request to the app: its status, headers and body. A route may have a way of its own to be called. */
async function ask(app, { method = "POST", path, call }, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = call
    ? await call({ url: app.url, headers, signal })
    : await fetch(app.url + path, { method, headers, signal, redirect: "manual" });
  const body = await response.text();
  const told = { status: response.status, body, headers: JSON.stringify([...response.headers]) };
  for (const text of [told.body, told.headers]) assert.ok(!text.includes(SECRET_KEY), "the key is in the app's answer");
  return told;
}

/** What a route answers with when all went well; one may answer in another form. */
const success = ({ status, body }, { answer }) => {
  assert.equal(status, 200, body);
  if (answer) answer(body);
  else assert.deepEqual(JSON.parse(body), { success: true });
};

/** The app could not do it: it says so, and does not claim success. A framework may pass on the status of an error. */
function failure({ status, body }, what, passedOn) {
  assert.ok(
    (status >= 500 && status < 600) || status === passedOn,
    `${what}: an answer 500 to 599 was expected, not ${status} ${body}`,
  );
  assert.doesNotMatch(body, /"success":/, what);
}

/** The calls of a route that arrive at the Backend API; its `user` is fresh. */
export async function judgeRoute(app, route, backend, issuer) {
  const { id } = backend.users.create({ publicMetadata: BEFORE, privateMetadata: { customer: "cus_1" } });
  const sent = backend.requests.length;
  const newRequests = () =>
    backend.requests.slice(sent).map(({ method, path, authorization }) => `${method} ${path} ${authorization}`);
  const patch = (user) => `PATCH /v1/users/${user}/metadata Bearer ${SECRET_KEY}`;

  const signedOut = {
    "no session": undefined,
    "a session that has ended": issuer.token(id, -60),
    "a session of another instance": createIssuer().token(id),
  };
  for (const [what, token] of Object.entries(signedOut)) {
    const answer = await ask(app, route, token);
    if (route.signedOut) route.signedOut(answer, what);
    else assert.equal(answer.status, 401, `${what}: ${answer.body}`);
  }
  assert.deepEqual(newRequests(), [], "signed out, nothing is sent to the Backend API");

  success(await ask(app, route, issuer.token(id)), route);
  const { public_metadata, private_metadata } = backend.users.get(id);
  assert.deepEqual(public_metadata, { ...BEFORE, ...BIRTHDAY });
  assert.deepEqual(private_metadata, { customer: "cus_1" });
  assert.deepEqual(newRequests(), [patch(id)]);

  backend.refuseOnce();
  success(await ask(app, route, issuer.token(id)), route);
  assert.deepEqual(newRequests(), Array(3).fill(patch(id)), "a 429 is tried again");

  failure(await ask(app, route, issuer.token("user_unknown")), "an unknown user", 404);
  assert.deepEqual(newRequests(), [...Array(3).fill(patch(id)), patch("user_unknown")]);
}

/** The same route where the Backend API cannot be reached. */
export async function judgeRouteDown(app, route, issuer) {
  failure(await ask(app, route, issuer.token("user_1")), "the Backend API is down");
}
