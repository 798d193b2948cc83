// Errors in plain words: what happened, what became of a change, what one can do.
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
  /** When the service asks to try again, in milliseconds since 1970. */
  retryAt?: number | undefined;
}

/**
 * What is known about a change when a call fails. `not sent`: no request with it was sent. `rejected`: the service
 * rejected it. `not yet stored`: it was sent, and was not stored when the user was read afterwards. `unknown`: it was
 * sent, and nothing more is known.
 */
export type ChangeState = "not sent" | "rejected" | "not yet stored" | "unknown";

export const CHANGE_STATES: Record<ChangeState, string> = {
  "not sent": "Your change was not sent.",
  rejected: "Nothing was changed.",
  "not yet stored": "It is not stored yet. The request may still take effect; Reload shows what is stored.",
  unknown:
    "It is not known whether your change is stored. Try again: the user is read first, and nothing is sent twice.",
};

/** Without a state, the call was one that only reads. */
export function explain(error: unknown, change?: ChangeState): Explained {
  const { text, ...rest } = explanationOf(error);
  return { ...rest, text: [change && CHANGE_STATES[change], text].filter(Boolean).join(" ") };
}

/** Whether the service has answered that it did nothing. */
export const isRejection = (error: unknown): boolean => isClerkAPIResponseError(error) && error.status < 500;

const STATUSES_THAT_PASS = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530];
/** A longer wait is left to the person, in seconds. */
const LONGEST_WAIT = 60;

/** Whether the same call may work a little later, as the client decides it for its own retries. */
export function mayPass(error: unknown): boolean {
  if (isClerkConnectionError(error))
    return error.status === undefined
      ? error.code === "connection_failed" || error.code === "timeout"
      : STATUSES_THAT_PASS.includes(error.status);
  if (!isClerkAPIResponseError(error) || (error.retryAfter ?? 0) > LONGEST_WAIT) return false;
  const { status, errors } = error;
  return STATUSES_THAT_PASS.includes(status) || (status === 409 && errors[0]?.code === "resource_locked");
}

function explanationOf(error: unknown): Explained {
  if (isClerkAPIResponseError(error)) return { ...rejected(error), traceId: error.clerkTraceId };
  if (isClerkConnectionError(error)) return { ...noResponse(error), traceId: error.clerkTraceId };
  if (isClerkInputError(error)) return { title: "This cannot be sent", text: error.message, again: false };
  return { title: "Something went wrong", text: error instanceof Error ? error.message : String(error), again: true };
}

function rejected({ status, errors, message, retryAfter }: ClerkAPIResponseError): Explained {
  const said = errors.map((item) => item.longMessage ?? item.message).join(" ") || message;
  const { code } = errors[0] ?? {};
  if (code === "not_signed_in") {
    return {
      title: "The server does not know this page any more",
      text: "It was started again. Open the address that it has printed.",
      again: true,
    };
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
    return {
      title: "There is no such user",
      text: "They may have been deleted meanwhile, or belong to another instance.",
      again: true,
    };
  if (status === 409)
    return { title: "Someone else is writing to this user", text: "Try again in a moment.", again: true };
  if (status === 422) return { title: "The change was refused", text: `The service says: ${said}`, again: false };
  if (status === 429) {
    if (retryAfter === undefined)
      return { title: "Too many requests", text: "The service asks to try again in a while.", again: true };
    const seconds = Math.ceil(retryAfter);
    return {
      title: "Too many requests",
      text: `The service asks to try again in ${seconds} seconds.`,
      again: true,
      retryAt: Date.now() + seconds * 1000,
    };
  }
  if (status >= 500) return { title: "The service failed", text: `It says: ${said} (status ${status})`, again: true };
  return { title: `Refused with status ${status}`, text: said, again: true };
}

function noResponse({ code, message }: ClerkConnectionError): Explained {
  if (mode.value === "live" && !navigator.onLine)
    return { title: "You are offline", text: "Try again when there is a network.", again: true };
  if (code === "connection_failed" && mode.value === "live") {
    return { title: "The server does not answer", text: "Is it still running where you started it?", again: true };
  }
  const title = code === "timeout" ? "It took too long" : "No usable answer came";
  return { title, text: message, again: true };
}
