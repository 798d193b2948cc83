// Calls functions of the worker from the page.
import { withNumberText } from "../json/number-text.js";
import { parseJson } from "../json/parse.js";
import { toText } from "../json/text.js";
import type { JsonObject } from "../json/value.js";
import type { Arguments, FunctionName, Result, ResultMessage } from "./messages.js";

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Port {
  postMessage(message: unknown): void;
}

const pending = new Map<number, PendingCall>();
let port: Port | undefined;
let lastId = 0;

/** One worker for all tabs where the browser supports it, so that all tabs have the same sandbox. */
function start(): Port {
  if (typeof SharedWorker === "function") {
    const shared = new SharedWorker(new URL("./worker.ts", import.meta.url), { type: "module" });
    shared.onerror = onFailure;
    shared.port.onmessage = onResult;
    return shared.port;
  }
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onerror = onFailure;
  worker.onmessage = onResult;
  return worker;
}

function onResult({ data }: MessageEvent<ResultMessage>) {
  const call = pending.get(data.id);
  pending.delete(data.id);
  if ("value" in data) call?.resolve(data.value);
  else call?.reject(Object.assign(new Error(data.error.message), data.error));
}

/** A worker that could not be loaded returns no result. The next call starts another worker. */
function onFailure() {
  port = undefined;
  const error = new Error("The worker of this page could not be started. Reload the page.");
  for (const { reject } of pending.values()) reject(error);
  pending.clear();
}

export function callWorker<Name extends FunctionName>(name: Name, ...args: Arguments<Name>): Promise<Result<Name>> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
    (port ??= start()).postMessage({ id, name, args });
  });
}

/** The value after a patch. Rejects if the package rejects the patch. */
export async function merge(current: JsonObject, patch: JsonObject): Promise<JsonObject> {
  const merged = parseJson(await callWorker("merge", toText(current), toText(patch)));
  return withNumberText(withNumberText(merged, current), patch) as JsonObject;
}

/** The smallest patch between two values. Rejects if there is none: a patch cannot set `null`. */
export async function diff(current: JsonObject, desired: JsonObject): Promise<JsonObject> {
  return withNumberText(parseJson(await callWorker("diff", toText(current), toText(desired))), desired) as JsonObject;
}
