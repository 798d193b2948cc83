import { createClerkClient } from "#client";
import { environment } from "../log-level.js";
import { middlewareOptions } from "../middleware-options.js";
import { wrapEnvironmentClient } from "../with-metadata/environment-source.js";

/**
 * Like `clerkClient` of @clerk/nextjs, it is asynchronous and makes a page that calls it dynamic.
 * @param {import("../../types/options.js").ClerkClientOptions} [options]
 */
export async function clerkClient(options) {
  const fromMiddleware = await middlewareOptions(await requestHeaders());
  return createClerkClient({ ...environment(), ...fromMiddleware, ...options });
}

/**
 * Asynchronous for the same reason as `clerkClient`. Accepts the promise that `clerkClient` of @clerk/nextjs returns.
 * @param {object | PromiseLike<object>} client
 * @param {import("../../types/with-metadata.js").InstanceCheckOptions} [options]
 */
export async function withMetadata(client, options) {
  const overrides = await middlewareOptions(await requestHeaders());
  return wrapEnvironmentClient(await client, { options, overrides });
}

/** The headers of the request. Next.js renders a page that reads them for each request, not once in the build. */
async function requestHeaders() {
  try {
    // Node.js needs the extension if Next.js does not bundle this package.
    const { headers } = await import("next/headers.js");
    return await headers();
  } catch (error) {
    if (isNextError(error)) throw error;
    return undefined; // no request: a script, a test, the Pages Router
  }
}

/**
 * Errors with which Next.js interrupts a render, and the error that it throws in a cached function. @clerk/nextjs
 * rethrows the same ones.
 * @param {any} error
 */
const isNextError = (error) =>
  typeof error?.digest === "string" ||
  error?.$$typeof === Symbol.for("react.postpone") ||
  /["']use cache["']/.test(error?.message);
