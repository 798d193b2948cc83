import { createClerkClient } from "#client";
import { environment } from "../environment.js";
import { middlewareOptions } from "../middleware-options.js";

/** Asynchronous because the one of @clerk/nextjs is; and like that one it makes a page that calls it dynamic. */
export async function clerkClient(options) {
  const fromMiddleware = await middlewareOptions(await requestHeaders());
  return createClerkClient({ ...environment(), ...fromMiddleware, ...options });
}

/** The headers of the request. Next.js renders what reads them for each request, not once in the build. */
async function requestHeaders() {
  try {
    // With its extension, as Node.js asks for where Next.js does not bundle this package.
    const { headers } = await import("next/headers.js");
    return await headers();
  } catch (error) {
    if (isForNext(error)) throw error;
    return undefined; // no request: a script, a test, the Pages Router
  }
}

/**
 * Errors by which Next.js leaves a render, and the one that it throws in a cached function, as @clerk/nextjs passes
 * them on.
 */
const isForNext = (error) =>
  typeof error?.digest === "string" ||
  error?.$$typeof === Symbol.for("react.postpone") ||
  /["']use cache["']/.test(error?.message);
