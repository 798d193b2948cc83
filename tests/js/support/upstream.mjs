// A Backend API for `dev --upstream`: users with every field, a JWKS, and what the tests need. It records the requests.
import { dev } from "./command.mjs";
import { httpServer } from "./server.mjs";

export const KEY = "sk_test_of_the_upstream_instance";

/** The JSON text of a user as the Backend API returns it. `metadata` is JSON text. */
export const userText = (id, { email = `${id}@example.com`, metadata = '{"plan":"free"}', ...fields } = {}) =>
  JSON.stringify({
    id,
    object: "user",
    first_name: "Ada",
    has_image: true,
    passkeys: [{ id: "passkey_1", object: "passkey", name: "phone" }],
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [
      { object: "external_account", id: "eac_1", provider: "oauth_google", provider_user_id: "1", label: "work" },
    ],
    a_field_of_tomorrow: { nested: [1.0, null] },
    private_metadata: { customer: "cus_1" },
    unsafe_metadata: {},
    primary_email_address_id: `idn_${id}`,
    email_addresses: [
      { id: `idn_${id}`, object: "email_address", email_address: email, reserved: false, linked_to: [] },
    ],
    image_url: `https://img.example.com/${id}`,
    created_at: 1_700_000_000_000,
    updated_at: 1_700_000_000_000,
    ...fields,
    public_metadata: "METADATA",
  }).replace('"METADATA"', metadata);

const notFound = { status: 404, body: '{"errors":[{"code":"resource_not_found","message":"not found"}]}' };

/**
 * `users` are the texts of users by ID. `respond(request, outgoing)` may handle a request: it returns a response, or
 * `false` for the default.
 */
export async function upstreamServer(t, users = {}, respond = () => false) {
  return httpServer(t, async (request, outgoing) => {
    const response = await respond(request, outgoing);
    if (response !== false) return response;
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const headers = { "content-type": "application/json" };
    if (request.headers.authorization !== `Bearer ${KEY}`)
      return { status: 401, headers, body: '{"errors":[{"code":"clerk_key_invalid","message":"invalid"}]}' };
    if (pathname === "/v1/users") {
      const named = (text) => {
        const { id, email_addresses: emails } = JSON.parse(text);
        return (
          searchParams.getAll("user_id").includes(id) ||
          emails.some((email) => searchParams.getAll("email_address").includes(email.email_address))
        );
      };
      return { headers, body: `[${Object.values(users).filter(named).join(",")}]` };
    }
    const [, id] = /^\/v1\/users\/([^/]+)$/.exec(pathname) ?? [];
    if (id !== undefined && Object.hasOwn(users, id)) return { headers, body: users[id] };
    return { ...notFound, headers };
  });
}

/** Starts `dev` with this upstream. Requests have the key of the upstream. */
export async function devWithUpstream(t, upstream, args = [], options) {
  const server = await dev(t, ["--upstream", upstream.url, "--no-rate-limit", ...args], options);
  const call = async (method, path, body, headers = {}) => {
    const response = await fetch(`${server.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: "manual",
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text && JSON.parse(text) };
  };
  return { ...server, call };
}
