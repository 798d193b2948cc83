// The merge of the endpoint, and the way back, without a backend.
import { ClerkInputError } from "../errors.js";
import { readMetadata } from "../input.js";
import { load } from "#wasm/local";

export async function mergeMetadata(current, patch) {
  const wasm = await load();
  return changed(wasm, wasm.mergeMetadata, { current, patch });
}

export async function diffMetadata(current, desired) {
  const wasm = await load();
  return changed(wasm, wasm.diffMetadata, { current, desired });
}

/** From values to a value, or from JSON text to JSON text, which keeps what JavaScript's numbers cannot hold. */
function changed({ LocalBackend }, change, values) {
  const isText = Object.values(values).every((value) => typeof value === "string");
  const texts = isText
    ? Object.values(values)
    : Object.entries(values).map(([name, value]) => argumentText(LocalBackend, name, value));
  try {
    const result = change(...texts);
    return isText ? result : JSON.parse(result);
  } catch (thrown) {
    if (thrown instanceof Error || !thrown?.message) throw thrown;
    const { message, code, path } = thrown;
    throw new ClerkInputError(message, { code, path });
  }
}

/** The JSON text of an argument; its error has the path inside the metadata, and names the argument in its message. */
function argumentText(LocalBackend, name, value) {
  try {
    return metadataText(LocalBackend, name, value);
  } catch (error) {
    if (error.path !== name) error.path = error.path.slice(name.length).replace(/^\./, "");
    throw error;
  }
}

/** The JSON text of metadata, by the client's own validator, or a `ClerkInputError` whose `path` begins with `name`. */
export const metadataText = (LocalBackend, name, value) => readMetadata(name, value, LocalBackend.maxDepth());
