// Simulated error responses of the sandbox, with the codes and texts of the Backend API.
import type { Fault, PlainResponse } from "./messages.js";

const rejection = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): PlainResponse => ({
  status,
  headers: Object.entries({ "content-type": "application/json", ...headers }),
  body: JSON.stringify({ errors: [{ code, message, long_message: message }], clerk_trace_id: "sandbox_fault" }),
});

/** The response of a fault. Throws for `offline`, as `fetch` does. */
export function faultResponse(fault: Exclude<Fault, "none">): PlainResponse {
  switch (fault) {
    case "401":
      return rejection(401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.");
    case "404":
      return rejection(404, "resource_not_found", "not found");
    case "409":
      return rejection(409, "resource_locked", "Please try again.");
    case "422":
      return rejection(
        422,
        "form_param_exceeds_allowed_size",
        "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).",
      );
    case "429":
      // Longer than the client waits before it rejects.
      return rejection(429, "too_many_requests", "Too many requests. Please try again in a bit.", {
        "retry-after": "90",
      });
    case "500":
      return rejection(500, "internal_clerk_error", "Something went wrong.");
    case "offline":
      throw new TypeError("Failed to fetch");
  }
}
