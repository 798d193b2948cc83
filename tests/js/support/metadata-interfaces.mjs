// Every function and interface that accepts metadata, for the rows of metadata-rows.mjs.
import assert from "node:assert/strict";
import { createClerkClient, isClerkInputError, updateUserMetadata } from "clerk-metadata";
import { createLocalBackend, diffMetadata, mergeMetadata } from "clerk-metadata/local";
import * as wasm from "./wasm-entry.mjs";
import { userBody } from "./server.mjs";

/** The text of the body that a call sends; `call` gets a client and must reject if no body is sent. */
async function sentBody(call) {
  const bodies = [];
  const fetch = async (_, { body }) => {
    bodies.push(body);
    return new Response(userBody());
  };
  try {
    await call(createClerkClient({ secretKey: "sk_test_fake", fetch }).users, fetch);
  } catch (error) {
    assert.deepEqual(bodies, [], "the call was rejected although a request was sent");
    throw error;
  }
  assert.equal(bodies.length, 1);
  return bodies[0];
}

/** The text of the metadata in a body such as `{"public_metadata":{…}}`. */
const metadataText = (body, name) => {
  const prefix = `{"${name}":`;
  assert.ok(body.startsWith(prefix) && body.endsWith("}"), body);
  return body.slice(prefix.length, -1);
};

const clientMethod = (operation, field, responseField) => ({
  name: `clerk.users.${operation}, ${field}`,
  root: field,
  accept: async (value) =>
    metadataText(await sentBody((users) => users[operation]("user_1", { [field]: value })), responseField),
});

/** A function without a client uses the global `fetch`. */
const withoutClient = (name, update, field, responseField) => ({
  name,
  root: field,
  async accept(value) {
    const previous = { fetch: globalThis.fetch, key: process.env.CLERK_SECRET_KEY };
    try {
      return metadataText(
        await sentBody((_, fetch) => {
          Object.assign(globalThis, { fetch });
          process.env.CLERK_SECRET_KEY = "sk_test_fake";
          return update("user_1", { [field]: value });
        }),
        responseField,
      );
    } finally {
      globalThis.fetch = previous.fetch;
      if (previous.key === undefined) delete process.env.CLERK_SECRET_KEY;
      else process.env.CLERK_SECRET_KEY = previous.key;
    }
  },
});

const createUser = (field, responseField) => ({
  name: `backend.users.create, ${field}`,
  root: field,
  async accept(value) {
    const backend = await createLocalBackend();
    try {
      return JSON.stringify(backend.users.create({ id: "user_1", [field]: value })[responseField]);
    } catch (error) {
      assert.equal(backend.users.count(), 0);
      throw error;
    }
  },
});

/**
 * `accept(value)` passes metadata to the interface and resolves to the JSON text of the result, or rejects.
 * `root` is the path of the metadata; `within` is the prefix of paths inside it, if it differs.
 */
export const INTERFACES = [
  clientMethod("updateUserMetadata", "publicMetadata", "public_metadata"),
  clientMethod("updateUserMetadata", "privateMetadata", "private_metadata"),
  clientMethod("replaceUserMetadata", "publicMetadata", "public_metadata"),
  clientMethod("replaceUserMetadata", "unsafeMetadata", "unsafe_metadata"),
  withoutClient("updateUserMetadata", updateUserMetadata, "publicMetadata", "public_metadata"),
  withoutClient("updateUserMetadata of wasm", wasm.updateUserMetadata, "publicMetadata", "public_metadata"),
  withoutClient("replaceUserMetadata of wasm", wasm.replaceUserMetadata, "unsafeMetadata", "unsafe_metadata"),
  createUser("publicMetadata", "public_metadata"),
  createUser("privateMetadata", "private_metadata"),
  createUser("unsafeMetadata", "unsafe_metadata"),
  {
    name: "createLocalBackend({ users })",
    root: "privateMetadata",
    async accept(value) {
      const backend = await createLocalBackend({ users: [{ id: "user_1", privateMetadata: value }] });
      return JSON.stringify(backend.users.get("user_1").private_metadata);
    },
  },
  {
    name: "mergeMetadata, current",
    root: "current",
    within: "",
    accept: async (value) => JSON.stringify(await mergeMetadata(value, {})),
  },
  {
    name: "mergeMetadata, patch",
    root: "patch",
    within: "",
    removesNulls: true,
    accept: async (value) => JSON.stringify(await mergeMetadata({}, value)),
  },
  {
    name: "diffMetadata, desired",
    root: "desired",
    within: "",
    cannotSetNull: true,
    accept: async (value) => JSON.stringify(await diffMetadata({}, value)),
  },
  {
    name: "diffMetadata, current",
    root: "current",
    within: "",
    async accept(value) {
      assert.deepEqual(
        Object.values(await diffMetadata(value, {})).filter((member) => member !== null),
        [],
      );
      // The patch to the value's own JSON form is empty only if the interface read exactly that form.
      const desired = JSON.parse(JSON.stringify(value));
      assert.deepEqual(await diffMetadata(value, desired), {});
      return JSON.stringify(value);
    },
  },
];

/** The path of an error `below` the metadata: `publicMetadata.plan`, or `plan` if the metadata has no name. */
export const errorPath = ({ root, within = root }, below) =>
  within === "" ? below.replace(/^\./, "") : within + below;

/** Asserts that the interface rejects the value with this error. `clerk-metadata/local` has its own error class. */
export async function rejects(target, value, below, { message, code = "invalid_params", cause }) {
  const path = below === undefined ? target.root : errorPath(target, below);
  // The message names the argument, even if its name is not part of the path.
  const messagePrefix = `${target.root}${below ?? ""}: `;
  await assert.rejects(target.accept(value), (error) => {
    assert.ok(error instanceof Error && isClerkInputError(error), error.stack);
    assert.deepEqual([error.name, error.code, error.path, error.cause], ["ClerkInputError", code, path, cause]);
    assert.ok(error.message.startsWith(messagePrefix), error.message);
    assert.match(error.message, message);
    return true;
  });
}
