// The modules of Clerk that export clients.

/**
 * How a module exports a client:
 *   `object`   the export is the client
 *   `function` the export is a function that returns the client
 *   `promise`  the export is a function that returns a promise of the client
 * `replacement` exports the same name, and `wrapper` exports `withMetadata`. `option` is the option of `withMetadata`
 * that is the first argument of the function; without it, the argument is the options.
 * @typedef {{
 *   kind: "object" | "function" | "promise",
 *   replacement: string,
 *   wrapper: string,
 *   option?: string,
 *   options?: boolean,
 * }} ClientExport
 */

/** @type {ClientExport} */
const createClerkClient = {
  kind: "function",
  replacement: "clerk-metadata",
  wrapper: "clerk-metadata/with-metadata",
};

/**
 * @param {string} name
 * @param {Pick<ClientExport, "kind" | "option">} rest
 * @returns {Record<string, ClientExport>}
 */
const framework = (name, rest) => ({
  clerkClient: { replacement: `clerk-metadata/${name}`, wrapper: `clerk-metadata/${name}`, options: true, ...rest },
  createClerkClient,
});

const reactRouter = framework("react-router", { kind: "function", option: "args" });

/**
 * The exports of each module. All but `@clerk/backend` export its `createClerkClient` too.
 * @type {Record<string, Record<string, ClientExport>>}
 */
export const CLERK_MODULES = {
  "@clerk/backend": { createClerkClient },
  "@clerk/nextjs/server": framework("nextjs", { kind: "promise" }),
  "@clerk/astro/server": framework("astro", { kind: "function", option: "context" }),
  "@clerk/express": framework("express", { kind: "object" }),
  "@clerk/react-router/server": reactRouter,
  "@clerk/react-router/api.server": reactRouter,
  "@clerk/tanstack-react-start/server": framework("tanstack-react-start", { kind: "function" }),
};

/** The type of a client, which every module exports. */
export const CLIENT_TYPE = "ClerkClient";

/** The module of the type `WithMetadata`. */
export const TYPE_MODULE = "clerk-metadata/with-metadata";

/** @param {unknown} name */
export const exportsOf = (name) =>
  typeof name === "string" && Object.hasOwn(CLERK_MODULES, name) ? CLERK_MODULES[name] : undefined;
