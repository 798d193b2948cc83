// A stub of `fetch` for bulk updates: each user exists, and a change succeeds.

const user = (id, metadata) =>
  `{"id":"${id}","object":"user","username":null,"first_name":"Ada","last_name":null,"image_url":"https://img.clerk.com/a",` +
  `"has_image":false,"primary_email_address_id":"idn_1","email_addresses":[{"id":"idn_1","object":"email_address",` +
  `"email_address":"ada@example.com","reserved":false,"verification":null,"linked_to":[]}],"phone_numbers":[],` +
  `"web3_wallets":[],"external_accounts":[],"enterprise_accounts":[],"public_metadata":${metadata},` +
  `"private_metadata":{},"unsafe_metadata":{},"external_id":null,"last_sign_in_at":null,"banned":false,` +
  `"created_at":1700000000000,"updated_at":1700000000000}`;

/** The response to a list of users, or to a change. */
function bodyOf(url, { method, body }) {
  if (method !== "GET") return user(/users\/([^/]+)/.exec(url)[1], body.slice('{"public_metadata":'.length, -1));
  const ids = new URL(url).searchParams.getAll("user_id");
  return `[${ids.map((id) => user(id, '{"plan":"free"}')).join()}]`;
}

export async function stubFetch(url, init) {
  const text = bodyOf(url, init);
  return { status: 200, headers: {}, text: async () => text, json: async () => JSON.parse(text) };
}
