import { createInit, createSettings } from "./call.js";
import { findMethod } from "./client.js";
import { joinBody } from "./input.js";
import { callWasm, loaded } from "./instance.js";
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
  await loaded();
  const settings = createSettings(options);
  const { baseUrl, secretKey } = settings;
  // The wasm rejects an unknown name.
  const input = findMethod(operation)?.readInput(settings, ...args) ?? [];
  const [method, path] = callWasm("request", { secretKey }, String(operation), ...input);
  const body = joinBody(method, input[1]);
  const { headers } = createInit(settings, method, body);
  return { method, url: redact(baseUrl + path, secretKey), headers: { ...headers, authorization: "[redacted]" }, body };
}
