// Users as the Backend API could send them: each field missing, null, empty or valid, sometimes of a
// wrong type, and unknown fields.
import fc from "fast-check";
import { jsonObject, jsonText, jsonValue, objectOf, formatting, text } from "./json.mjs";

const MISSING = Symbol("missing");

const id = fc.constantFrom("idn_1", "idn_2", "idn_3");
const time = fc.constantFrom(1700000000000, 0, 1764000000001);
const flag = fc.boolean();
export const url = fc.constantFrom(
  "https://img.example/a.png",
  "https://accounts.example.com/o?a=1&b=%20#c",
  "http://xn--bcher-kva.example/ä",
  "custom:opaque",
);

/** A field: mostly valid, often missing, null or empty. `sound` makes it valid almost always. */
export function field(valid, empty, mostlyValid = false) {
  return fc.oneof(
    { weight: mostlyValid ? 120 : 9, arbitrary: valid },
    { weight: mostlyValid ? 1 : 3, arbitrary: fc.constant(MISSING) },
    { weight: mostlyValid ? 1 : 3, arbitrary: fc.constant(null) },
    { weight: mostlyValid ? 20 : 3, arbitrary: fc.constant(empty) },
  );
}

export const textFields = (...names) => names.map((name) => [name, field(text, "")]);
export const idFields = (...names) => names.map((name) => [name, field(id, "")]);
export const booleanFields = (...names) => names.map((name) => [name, field(flag, false)]);
export const timeFields = (...names) => names.map((name) => [name, field(time, 0)]);

export function resource(fields) {
  return fc
    .tuple(...fields.map(([, arbitrary]) => arbitrary))
    .map((values) =>
      objectOf(fields.flatMap(([name], index) => (values[index] === MISSING ? [] : [[name, values[index]]]))),
    );
}

const wrongSingle = fc.constantFrom("", 0, false, "verified", 7, true, []);
export const single = (item, mostlyValid) =>
  fc.oneof({ weight: 80, arbitrary: field(item, {}, mostlyValid) }, { weight: 1, arbitrary: wrongSingle });
const wrongList = fc.constantFrom("", 0, false, "idn_1", 7, true, {}, [null], ["idn_1"], [[]], [7]);
const list = (item, mostlyValid) =>
  fc.oneof(
    { weight: 80, arbitrary: field(fc.array(item, { maxLength: 3 }), [], mostlyValid) },
    { weight: 1, arbitrary: wrongList },
  );

const verification = resource([
  ...textFields("status", "strategy", "nonce", "message"),
  [
    "external_verification_redirect_url",
    fc.oneof(
      { weight: 60, arbitrary: field(url, "") },
      { weight: 1, arbitrary: fc.constantFrom("no address", "/path", 7, {}) },
    ),
  ],
  ["attempts", field(fc.nat(9), 0)],
  ...timeFields("expire_at"),
]);
const link = resource([...idFields("id"), ["type", field(fc.constantFrom("oauth_google", "saml"), "")]]);
const VERIFICATION_FIELDS = [
  ["verification", single(verification)],
  ["linked_to", list(link, true)],
];
const ACCOUNT_FIELDS = [
  ...idFields("id", "provider_user_id"),
  ...textFields("provider", "email_address", "first_name", "last_name"),
  ["public_metadata", field(jsonObject, {})],
  ["verification", single(verification)],
];
const connection = resource([
  ...idFields("id"),
  ...booleanFields(
    "active",
    "allow_idp_initiated",
    "allow_subdomains",
    "disable_additional_identifications",
    "sync_user_attributes",
  ),
  ...textFields("domain", "logo_public_url", "name", "protocol", "provider"),
  ...timeFields("created_at", "updated_at"),
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
export const unknownFields = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...UNKNOWN) },
      { weight: 1, arbitrary: fc.constantFrom("deleted", "data", "m2m_tokens") },
    ),
    jsonValue,
  ),
  { maxLength: 3 },
);

const knownFields = resource([
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
  ...booleanFields(
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
  ...timeFields("created_at", "updated_at", "last_sign_in_at", "last_active_at", "legal_accepted_at"),
  ["image_url", field(url, "")],
  ...idFields("primary_email_address_id", "primary_phone_number_id", "primary_web3_wallet_id"),
  ...textFields("external_id", "username", "first_name", "last_name", "locale", "timezone"),
  ["create_organizations_limit", field(fc.nat(9), 0)],
  ["public_metadata", field(jsonObject, {})],
  ["private_metadata", field(jsonObject, {})],
  ["unsafe_metadata", field(jsonObject, {})],
  ["email_addresses", list(resource([...idFields("id"), ...textFields("email_address"), ...VERIFICATION_FIELDS]))],
  [
    "phone_numbers",
    list(
      resource([
        ...idFields("id"),
        ...textFields("phone_number"),
        ...booleanFields("reserved_for_second_factor", "default_second_factor"),
        ...VERIFICATION_FIELDS,
      ]),
    ),
  ],
  [
    "web3_wallets",
    list(resource([...idFields("id"), ...textFields("web3_wallet"), ["verification", single(verification)]])),
  ],
  [
    "external_accounts",
    list(
      resource([
        ...ACCOUNT_FIELDS,
        ...idFields("identification_id", "external_account_id"),
        ...textFields("approved_scopes", "username", "phone_number", "label"),
        ["image_url", field(url, "")],
      ]),
    ),
  ],
  [
    "enterprise_accounts",
    list(
      resource([
        ...ACCOUNT_FIELDS,
        ...booleanFields("active"),
        ...textFields("protocol"),
        ...timeFields("last_authenticated_at"),
        ...idFields("enterprise_connection_id"),
        ["enterprise_connection", single(connection)],
      ]),
    ),
  ],
]);

export const user = fc
  .tuple(knownFields, unknownFields)
  .map(([fields, unknownEntries]) => objectOf([...Object.entries(fields), ...unknownEntries]));

/** The JSON text of a user, in any formatting. */
export const userText = fc.tuple(user, formatting).map(([fields, formatting]) => jsonText(fields, formatting));
export const usersText = fc
  .tuple(fc.array(user, { maxLength: 3 }), formatting)
  .map(([users, formatting]) => jsonText(users, formatting));
