// The calls that are measured. Not in data.mjs, because a cold start must not create large objects.
import { SMALL_PARAMS, SMALL_USER, USER } from "./data.mjs";

const objectOf = (length, valueOf) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`key_${index}`, valueOf(index)]));

// Metadata close to the limit of a field, 8192 bytes, in different shapes.
const objects = objectOf(74, (index) => ({ name: "x".repeat(50), count: index, on: true, tags: ["a", "b"] }));
const strings = objectOf(40, (index) => `${index}: ${"text ".repeat(37)}`);
const lists = objectOf(160, (index) => ({ count: index, name: "n", tags: [1, index] }));
const nested = Array.from({ length: 20 }).reduce(
  (inner, _, level) => ({ level, title: "x".repeat(355), tags: ["a", "b"], ...(level > 0 && { inner }) }),
  {},
);

/** A user of 20 KB: 8 KB of metadata, 10 email addresses and 10 accounts. */
const LARGE_USER = JSON.stringify({
  ...SMALL_USER,
  email_addresses: Array.from({ length: 10 }, (_, index) => ({
    ...SMALL_USER.email_addresses[0],
    id: `idn_${index}`,
    email_address: `ada${index}@example.com`,
    linked_to: Array.from({ length: 3 }, (_, link) => ({ id: `idn_${link}`, type: "oauth_google" })),
  })),
  external_accounts: Array.from({ length: 10 }, (_, index) => ({
    ...SMALL_USER.external_accounts[0],
    id: `eac_${index}`,
    public_metadata: { avatar: "x".repeat(330) },
  })),
  public_metadata: objects,
});

/** The parameters of a call, and the body of its response. */
export const CALLS = {
  small: { params: SMALL_PARAMS, response: USER },
  objects: { params: { publicMetadata: objects }, response: USER },
  strings: { params: { publicMetadata: strings }, response: USER },
  lists: { params: { publicMetadata: lists }, response: USER },
  nested: { params: { publicMetadata: nested }, response: USER },
  fields: { params: { publicMetadata: objects, privateMetadata: strings, unsafeMetadata: lists }, response: USER },
  response: { params: SMALL_PARAMS, response: LARGE_USER },
};

/** A list of 500 users. */
export const USERS = `[${Array.from({ length: 500 }, (_, index) => JSON.stringify({ ...SMALL_USER, external_id: `${index}` })).join(",")}]`;
