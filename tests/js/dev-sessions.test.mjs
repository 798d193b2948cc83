// An app whose CLERK_API_URL points to `dev --upstream`: the official client verifies its sessions there.
import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { test } from "node:test";
import { createClerkClient } from "@clerk/backend";
import { createClerkClient as createMetadataClient } from "clerk-metadata";
import { appVariables, createIssuer } from "../../examples/express/session.mjs";
import { dev } from "./support/command.mjs";
import { KEY, devWithUpstream, upstreamServer, userText } from "./support/upstream.mjs";

/** The JWKS of an issuer whose tokens have the key ID "ins_local". */
const jwksOf = ({ jwtKey }) =>
  JSON.stringify({
    keys: [{ ...createPublicKey(jwtKey).export({ format: "jwk" }), kid: "ins_local", alg: "RS256", use: "sig" }],
  });

const signedInRequest = (token) =>
  new Request("http://localhost:3000/", { headers: { authorization: `Bearer ${token}` } });

const { CLERK_PUBLISHABLE_KEY: publishableKey } = appVariables({});

/** An official client that does not have the public key, so it needs the JWKS. */
const officialClient = (apiUrl) =>
  createClerkClient({ secretKey: KEY, publishableKey, apiUrl, telemetry: { disabled: true } });

test("a session is verified with the JWKS of upstream, and the user's metadata is changed locally", async (t) => {
  const issuer = createIssuer();
  const upstream = await upstreamServer(t, { user_ada: userText("user_ada") }, ({ url, headers }) =>
    url === "/v1/jwks" && headers.authorization === `Bearer ${KEY}`
      ? { headers: { "content-type": "application/json" }, body: jwksOf(issuer) }
      : false,
  );
  const { url } = await devWithUpstream(t, upstream);
  const clerk = officialClient(url);
  const state = await clerk.authenticateRequest(signedInRequest(issuer.token("user_ada")));
  assert.equal(state.message ?? "", "");
  assert.equal(state.isAuthenticated, true);
  const { userId } = state.toAuth();
  assert.equal(userId, "user_ada");

  const metadataClient = createMetadataClient({ secretKey: KEY, apiUrl: url });
  await metadataClient.users.updateUserMetadata(userId, { publicMetadata: { plan: "pro" } });
  const user = await clerk.users.getUser(userId);
  assert.equal(user.publicMetadata.plan, "pro");
  assert.equal(user.imageUrl, "https://img.example.com/user_ada");
  assert.equal(user.primaryEmailAddress.emailAddress, "user_ada@example.com");
  assert.deepEqual(
    upstream.requests.map(({ method, url }) => `${method} ${url}`),
    ["GET /v1/jwks", "GET /v1/users/user_ada"],
  );

  const otherIssuer = createIssuer();
  const forged = await clerk.authenticateRequest(signedInRequest(otherIssuer.token("user_ada")));
  assert.equal(forged.isAuthenticated, false);
});

test("without an upstream the app is signed out, unless it has CLERK_JWT_KEY", async (t) => {
  const issuer = createIssuer();
  const { url } = await dev(t, ["--user", "user_ada"]);
  const request = () => signedInRequest(issuer.token("user_ada"));
  // The official client caches a JWKS by its key ID, and the process has one from the test above.
  const state = await officialClient(url).authenticateRequest(request(), { skipJwksCache: true });
  assert.equal(state.isAuthenticated, false);
  assert.match(state.reason, /jwk/);
  const withKey = await officialClient(url).authenticateRequest(request(), { jwtKey: issuer.jwtKey });
  assert.equal(withKey.isAuthenticated, true);
  assert.equal((await officialClient(url).users.getUser("user_ada")).id, "user_ada");
});
