// The page's side of the worker: a question, a promise of its answer.
import { parseJson } from "../json/parse.js";
import { withPartsOf } from "../json/share.js";
import { toText } from "../json/text.js";
import type { JsonObject } from "../json/value.js";
import type { Answer, Arguments, Question, Told } from "./messages.js";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Port {
  postMessage(message: unknown): void;
}

const waiting = new Map<number, Waiting>();
let port: Port | undefined;
let last = 0;

/** One worker for all tabs where the browser can share one, so that all see the same sandbox. */
function start(): Port {
  if (typeof SharedWorker === "function") {
    const shared = new SharedWorker(new URL("./worker.ts", import.meta.url), { type: "module" });
    shared.onerror = failed;
    shared.port.onmessage = hear;
    return shared.port;
  }
  const own = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  own.onerror = failed;
  own.onmessage = hear;
  return own;
}

function hear({ data }: MessageEvent<Told>) {
  const asked = waiting.get(data.id);
  waiting.delete(data.id);
  if ("value" in data) asked?.resolve(data.value);
  else asked?.reject(Object.assign(new Error(data.error.message), data.error));
}

/** A worker that did not load answers nothing; the next question starts another one. */
function failed() {
  port = undefined;
  const error = new Error("The part of this page that runs in a worker did not start. Reload the page.");
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}

export function ask<Name extends Question>(name: Name, ...args: Arguments<Name>): Promise<Answer<Name>> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    (port ??= start()).postMessage({ id, name, args });
  });
}

/** What is stored after a patch. Rejects where the package rejects it. */
export const merge = async (current: JsonObject, patch: JsonObject): Promise<JsonObject> =>
  withPartsOf(withPartsOf(parseJson(await ask("merge", toText(current), toText(patch))), current), patch) as JsonObject;

/** The smallest patch between two values. Rejects where there is none, as a patch cannot set `null`. */
export const diff = async (current: JsonObject, desired: JsonObject): Promise<JsonObject> =>
  withPartsOf(parseJson(await ask("diff", toText(current), toText(desired))), desired) as JsonObject;
