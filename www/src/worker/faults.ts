// Answers to try out what the page does with them, with the codes and texts of the Backend API.
import type { Fault, PlainResponse } from "./messages.js";

const refusal = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): PlainResponse => ({
  status,
  headers: Object.entries({ "content-type": "application/json", ...headers }),
  body: JSON.stringify({ errors: [{ code, message, long_message: message }], clerk_trace_id: "sandbox_fault" }),
});

/** The answer of a fault. Throws for the one that is no answer. */
export function failing(fault: Exclude<Fault, "none">): PlainResponse {
  switch (fault) {
    case "401":
      return refusal(401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.");
    case "404":
      return refusal(404, "resource_not_found", "not found");
    case "409":
      return refusal(409, "resource_locked", "Please try again.");
    case "422":
      return refusal(
        422,
        "form_param_exceeds_allowed_size",
        "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).",
      );
    case "429":
      // Longer than a call waits by itself.
      return refusal(429, "too_many_requests", "Too many requests. Please try again in a bit.", {
        "retry-after": "90",
      });
    case "500":
      return refusal(500, "internal_clerk_error", "Something went wrong.");
    case "offline":
      throw new TypeError("Failed to fetch");
  }
}
