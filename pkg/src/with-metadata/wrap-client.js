import { ClerkInputError, createClerkClient } from "#client";
import { checkInstance } from "./check-instance.js";
import { replaceValues } from "./replace-values.js";

/** @import { ClerkClientOptions } from "../../types/options.js" */
/**
 * The options of our client, and publishable keys of the instance of its secret key, if known. `checkInstance`: the IDs
 * of the instances are requested and compared.
 * @typedef {{ options: ClerkClientOptions, publishableKeys: string[], checkInstance?: boolean }} KeySource
 */
/** @typedef {Record<string, (...args: any[]) => Promise<any>>} Methods */

const READ_CALL = Symbol.for("clerk-metadata.readCall");

/**
 * Returns the client of Clerk with the methods of our client.
 * @param {any} client
 * @param {() => KeySource} getSource Called for each call.
 */
export function wrapClient(client, getSource) {
  validateClient(client);
  const namespaces = replacedMethods(client, getSource);
  /** @type {WeakMap<object, object>} */
  const views = new WeakMap();
  /**
   * The same view for the same object, because `client.users === client.users`.
   * @param {object} namespace
   * @param {Methods} methods
   */
  const viewOf = (namespace, methods) => {
    const view = views.get(namespace) ?? replaceValues(namespace, methodReplacement(methods));
    views.set(namespace, view);
    return view;
  };
  return replaceValues(client, {
    replaces: (name) => Object.hasOwn(namespaces, name),
    replace: (name, value) =>
      value !== null && typeof value === "object" ? viewOf(value, namespaces[/** @type {string} */ (name)]) : value,
  });
}

/**
 * Replaces the methods that the object has. One that an old version of Clerk's client does not have is not added.
 * @param {Methods} methods
 * @returns {import("./replace-values.js").Replacement}
 */
const methodReplacement = (methods) => ({
  replaces: (name) => Object.hasOwn(methods, name),
  replace: (name, value) => (value === undefined ? value : methods[/** @type {string} */ (name)]),
});

/**
 * The methods of all namespaces of our client. Each call reads the options, and the first one that has a valid key
 * checks that it belongs to the instance of the client.
 * @param {unknown} client
 * @param {() => KeySource} getSource
 * @returns {Record<string, Methods>}
 */
function replacedMethods(client, getSource) {
  let checked = false;
  /** @type {{ options: ClerkClientOptions, client: any } | undefined} */
  let last;
  /**
   * In an object, because a promise that a promise resolves to is awaited, and loses its `withResponse()`.
   * @param {string} name
   * @param {any[]} args
   */
  const startCall = async (name, args) => {
    const source = getSource();
    if (last?.options !== source.options) last = { options: source.options, client: createClerkClient(source.options) };
    const execute = last.client[READ_CALL](name, args);
    if (!checked) await checkInstance(client, source, callOptions(args));
    checked = true;
    return { call: execute() };
  };
  return mapValues(createClerkClient(), (methods) =>
    mapValues(methods, ({ length }, name) => {
      const method = (/** @type {any[]} */ ...args) => {
        const start = startCall(name, args);
        const result = start.then(({ call }) => call);
        return Object.defineProperty(result, "withResponse", {
          value: () => result.then(() => start).then(({ call }) => call.withResponse()),
        });
      };
      return Object.defineProperties(method, { name: { value: name }, length: { value: length } });
    }),
  );
}

/**
 * The options of a call that concern its attempts. They are the last argument.
 * @param {any[]} args
 */
function callOptions(args) {
  const { timeout, signal, maxRetries } = args.at(-1) ?? {};
  return Object.fromEntries(Object.entries({ timeout, signal, maxRetries }).filter(([, value]) => value !== undefined));
}

/**
 * @template T, R
 * @param {Record<string, T>} object
 * @param {(value: T, name: string) => R} map
 * @returns {Record<string, R>}
 */
const mapValues = (object, map) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));

/** @param {any} client */
function validateClient(client) {
  const problem = clientProblem(client);
  if (problem !== undefined)
    throw new ClerkInputError(`client: must be a client of Clerk. ${problem}`, {
      code: "invalid_option",
      path: "client",
    });
}

/** @param {any} client */
function clientProblem(client) {
  if (typeof client === "function")
    return "This is a function. Pass what it returns: withMetadata(clerkClient()), with the arguments that it needs.";
  if (typeof client?.then === "function") return "This is a promise. Await it: withMetadata(await clerkClient()).";
  if (client === null || typeof client !== "object" || typeof client.users !== "object")
    return "Pass what createClerkClient() of @clerk/backend or clerkClient() of a framework returns.";
  return undefined;
}
