// Users as the Backend API could send them: each field missing, null, empty or valid, sometimes of a
// wrong type, and unknown fields.
import fc from "fast-check";
import { jsonObject, jsonText, jsonValue, objectOf, style, text } from "./json.mjs";

const MISSING = Symbol("missing");

const id = fc.constantFrom("idn_1", "idn_2", "idn_3");
const time = fc.constantFrom(1700000000000, 0, 1764000000001);
const flag = fc.boolean();
const url = fc.constantFrom(
  "https://img.example/a.png",
  "https://accounts.example.com/o?a=1&b=%20#c",
  "http://xn--bcher-kva.example/ä",
  "custom:opaque",
);

/** A field: mostly valid, often missing, null or empty. `sound` makes it valid almost always. */
function field(valid, empty, sound = false) {
  return fc.oneof(
    { weight: sound ? 120 : 9, arbitrary: valid },
    { weight: sound ? 1 : 3, arbitrary: fc.constant(MISSING) },
    { weight: sound ? 1 : 3, arbitrary: fc.constant(null) },
    { weight: sound ? 20 : 3, arbitrary: fc.constant(empty) },
  );
}

const texts = (...names) => names.map((name) => [name, field(text, "")]);
const ids = (...names) => names.map((name) => [name, field(id, "")]);
const flags = (...names) => names.map((name) => [name, field(flag, false)]);
const times = (...names) => names.map((name) => [name, field(time, 0)]);

function resource(fields) {
  return fc
    .tuple(...fields.map(([, arbitrary]) => arbitrary))
    .map((values) =>
      objectOf(fields.flatMap(([name], index) => (values[index] === MISSING ? [] : [[name, values[index]]]))),
    );
}

const wrongOne = fc.constantFrom("", 0, false, "verified", 7, true, []);
const one = (part) => fc.oneof({ weight: 80, arbitrary: field(part, {}) }, { weight: 1, arbitrary: wrongOne });
const wrongMany = fc.constantFrom("", 0, false, "idn_1", 7, true, {}, [null], ["idn_1"], [[]], [7]);
const many = (part, sound) =>
  fc.oneof(
    { weight: 80, arbitrary: field(fc.array(part, { maxLength: 3 }), [], sound) },
    { weight: 1, arbitrary: wrongMany },
  );

const verification = resource([
  ...texts("status", "strategy", "nonce", "message"),
  [
    "external_verification_redirect_url",
    fc.oneof(
      { weight: 60, arbitrary: field(url, "") },
      { weight: 1, arbitrary: fc.constantFrom("no address", "/path", 7, {}) },
    ),
  ],
  ["attempts", field(fc.nat(9), 0)],
  ...times("expire_at"),
]);
const link = resource([...ids("id"), ["type", field(fc.constantFrom("oauth_google", "saml"), "")]]);
const LINKED = [
  ["verification", one(verification)],
  ["linked_to", many(link, true)],
];
const ACCOUNT = [
  ...ids("id", "provider_user_id"),
  ...texts("provider", "email_address", "first_name", "last_name"),
  ["public_metadata", field(jsonObject, {})],
  ["verification", one(verification)],
];
const connection = resource([
  ...ids("id"),
  ...flags(
    "active",
    "allow_idp_initiated",
    "allow_subdomains",
    "disable_additional_identifications",
    "sync_user_attributes",
  ),
  ...texts("domain", "logo_public_url", "name", "protocol", "provider"),
  ...times("created_at", "updated_at"),
]);

const UNKNOWN = [
  "brand_new",
  "passkeys",
  "firstName",
  "emailAddresses",
  "raw",
  "_raw",
  "fullName",
  "__proto__",
  "constructor",
  "toJSON",
  "ID",
  "Object",
  "",
  "😀",
];
const unknown = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...UNKNOWN) },
      { weight: 1, arbitrary: fc.constantFrom("deleted", "data", "m2m_tokens") },
    ),
    jsonValue,
  ),
  { maxLength: 3 },
);

const known = resource([
  [
    "object",
    fc.oneof(
      { weight: 100, arbitrary: fc.constant("user") },
      { weight: 1, arbitrary: fc.constantFrom(MISSING, null, "User", "organization_invitation", "total_count", 7) },
    ),
  ],
  [
    "id",
    fc.oneof(
      { weight: 100, arbitrary: fc.constantFrom("user_1", "user_2abcDEF0123456789", "", "ü\ud83d\ude00") },
      { weight: 1, arbitrary: fc.constantFrom(MISSING, null, 7, {}) },
    ),
  ],
  ...flags(
    "password_enabled",
    "totp_enabled",
    "backup_code_enabled",
    "two_factor_enabled",
    "banned",
    "locked",
    "has_image",
    "create_organization_enabled",
    "delete_self_enabled",
    "deprovisioned",
  ),
  ...times("created_at", "updated_at", "last_sign_in_at", "last_active_at", "legal_accepted_at"),
  ["image_url", field(url, "")],
  ...ids("primary_email_address_id", "primary_phone_number_id", "primary_web3_wallet_id"),
  ...texts("external_id", "username", "first_name", "last_name", "locale", "timezone"),
  ["create_organizations_limit", field(fc.nat(9), 0)],
  ["public_metadata", field(jsonObject, {})],
  ["private_metadata", field(jsonObject, {})],
  ["unsafe_metadata", field(jsonObject, {})],
  ["email_addresses", many(resource([...ids("id"), ...texts("email_address"), ...LINKED]))],
  [
    "phone_numbers",
    many(
      resource([
        ...ids("id"),
        ...texts("phone_number"),
        ...flags("reserved_for_second_factor", "default_second_factor"),
        ...LINKED,
      ]),
    ),
  ],
  ["web3_wallets", many(resource([...ids("id"), ...texts("web3_wallet"), ["verification", one(verification)]]))],
  [
    "external_accounts",
    many(
      resource([
        ...ACCOUNT,
        ...ids("identification_id", "external_account_id"),
        ...texts("approved_scopes", "username", "phone_number", "label"),
        ["image_url", field(url, "")],
      ]),
    ),
  ],
  [
    "enterprise_accounts",
    many(
      resource([
        ...ACCOUNT,
        ...flags("active"),
        ...texts("protocol"),
        ...times("last_authenticated_at"),
        ...ids("enterprise_connection_id"),
        ["enterprise_connection", one(connection)],
      ]),
    ),
  ],
]);

export const user = fc.tuple(known, unknown).map(([fields, more]) => objectOf([...Object.entries(fields), ...more]));

/** The JSON text of a user, in any formatting. */
export const userText = fc.tuple(user, style).map(([fields, style]) => jsonText(fields, style));
export const usersText = fc
  .tuple(fc.array(user, { maxLength: 3 }), style)
  .map(([users, style]) => jsonText(users, style));
