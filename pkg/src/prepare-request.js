import { createInit, createSettings } from "./call.js";
import { createClient, findMethod } from "./client.js";
import { callWasm, loaded } from "./instance.js";
import { joinBody } from "./metadata-fields.js";
import { readCall } from "./read-call.js";
import { redact } from "./redact.js";

/** @import * as types from "../types/prepare-request.js" */

/**
 * Validates the options and the input of a call. Resolves to its request, which is not sent.
 * @param {import("../types/options.js").ClerkClientOptions} options
 * @param {string} operation
 * @param {unknown[]} args
 * @returns {Promise<types.PreparedRequest>}
 */
export async function prepareRequest(options, operation, ...args) {
  const client = createClient(options);
  const method = findMethod(operation);
  const read = method && readCall(client, method, undefined, args);
  await loaded();
  const settings = createSettings(client.options);
  const { baseUrl, secretKey } = settings;
  // The wasm rejects an unknown name.
  const input = read?.[0].readInput(settings) ?? [];
  const [verb, path] = callWasm("request", { secretKey }, String(operation), ...input);
  const body = joinBody(verb, input[1]);
  const { headers } = createInit(settings, verb, body);
  return {
    method: verb,
    url: redact(baseUrl + path, secretKey),
    headers: { ...headers, authorization: "[redacted]" },
    body,
  };
}
