// The merge of the endpoint, and the way back, without a backend.
import { ClerkInputError } from "../errors.js";
import { load } from "#wasm/local";

export async function mergeMetadata(current, patch) {
  const wasm = await load();
  return changed(wasm.mergeMetadata, { current, patch });
}

export async function diffMetadata(current, desired) {
  const wasm = await load();
  return changed(wasm.diffMetadata, { current, desired });
}

function changed(change, values) {
  const texts = Object.entries(values).map(([name, value]) => textOf(name, value));
  try {
    return JSON.parse(change(...texts));
  } catch (thrown) {
    if (thrown instanceof Error || !thrown?.message) throw thrown;
    const { code, path, message } = thrown;
    throw new ClerkInputError(message, { code, path });
  }
}

/** JSON text of what JSON can carry: `JSON.stringify` would make `null` of NaN, which removes a key. */
function textOf(name, value) {
  const judge = function (key, member) {
    const wrong = wrongIn(member, Array.isArray(this));
    if (wrong === undefined) return member;
    const path = key === "" ? name : key;
    throw new ClerkInputError(`${name}: ${key === "" ? "it" : JSON.stringify(key)} is ${wrong}, which JSON cannot carry. Leave it out, or convert it.`, { code: "invalid_params", path });
  };
  return JSON.stringify(value, judge) ?? "";
}

function wrongIn(value, inArray) {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : String(value);
  if (value === undefined) return inArray ? "undefined" : undefined;
  if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  return ["Object", "String", "Number", "Boolean"].includes(kind) ? undefined : `a ${kind}`;
}
