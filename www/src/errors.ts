// Errors in plain words: what happened, what one can do.
import {
  type ClerkAPIResponseError,
  type ClerkConnectionError,
  isClerkAPIResponseError,
  isClerkConnectionError,
  isClerkInputError,
} from "clerk-metadata";
import { mode } from "./mode.js";

export interface Explained {
  title: string;
  text: string;
  traceId?: string | undefined;
  /** Whether it may work when it is done again. */
  again: boolean;
}

export function explain(error: unknown): Explained {
  if (isClerkAPIResponseError(error)) return { ...refused(error), traceId: error.clerkTraceId };
  if (isClerkConnectionError(error)) return { ...unanswered(error), traceId: error.clerkTraceId };
  if (isClerkInputError(error)) return { title: "This cannot be sent", text: error.message, again: false };
  return { title: "Something went wrong", text: error instanceof Error ? error.message : String(error), again: true };
}

function refused({ status, errors, message, retryAfter }: ClerkAPIResponseError): Explained {
  const said = errors.map((item) => item.longMessage ?? item.message).join(" ") || message;
  const { code } = errors[0] ?? {};
  if (code === "not_signed_in") {
    return { title: "The server does not know this page any more", text: "It was started again. Open the address that it has printed.", again: true };
  }
  if (code === "request_refused") return { title: "The server refused this", text: said, again: false };
  if (status === 401 || status === 403) {
    return {
      title: "The secret key was not accepted",
      text: `Check CLERK_SECRET_KEY where the server was started, and start it again. The service says: ${said}`,
      again: true,
    };
  }
  if (status === 404)
    return { title: "There is no such user", text: "They may have been deleted meanwhile, or belong to another instance.", again: true };
  if (status === 409) return { title: "Someone else is writing to this user", text: "Nothing was changed. Try again in a moment.", again: true };
  if (status === 422) return { title: "The change was refused", text: `Nothing was changed. The service says: ${said}`, again: false };
  if (status === 429) {
    const when = retryAfter === undefined ? "in a while" : `in ${Math.ceil(retryAfter)} seconds`;
    return { title: "Too many requests", text: `Nothing was changed. The service asks to try again ${when}.`, again: true };
  }
  if (status >= 500)
    return {
      title: "The service failed",
      text: `Whether it was done is not known: reload the user to see. It says: ${said} (status ${status})`,
      again: true,
    };
  return { title: `Refused with status ${status}`, text: said, again: true };
}

function unanswered({ code, message }: ClerkConnectionError): Explained {
  if (!navigator.onLine) return { title: "You are offline", text: "Nothing could be sent. Try again when there is a network.", again: true };
  if (code === "connection_failed" && mode.value === "live") {
    return { title: "The server does not answer", text: "Is it still running where you started it? What was typed stays here.", again: true };
  }
  const title = code === "timeout" ? "It took too long" : "No usable answer came";
  return { title, text: `Whether it was done is not known: reload the user to see. ${message}`, again: true };
}
