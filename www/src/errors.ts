// Error messages for the user: what happened, the state of the change, and what to do.
import {
  type ClerkAPIResponseError,
  type ClerkConnectionError,
  isClerkAPIResponseError,
  isClerkConnectionError,
  isClerkInputError,
} from "clerk-metadata";
import { NotAMember } from "./api.js";
import { mode } from "./mode.js";
import type { Subject } from "./subject.js";

export interface Explained {
  title: string;
  text: string;
  traceId?: string | undefined;
  /** Whether a retry may succeed. */
  again: boolean;
  /** When the Backend API asks to retry, in milliseconds since 1970. */
  retryAt?: number | undefined;
}

/**
 * What is known about a change when a call fails. `not sent`: no request with it was sent. `rejected`: the service
 * rejected it. `not yet stored`: it was sent, and was not stored when the user was read afterwards. `unknown`: it was
 * sent, and nothing more is known.
 */
export type ChangeState = "not sent" | "rejected" | "not yet stored" | "unknown";

export function stateText(state: ChangeState, noun: Subject["kind"]): string {
  switch (state) {
    case "not sent":
      return "Your change was not sent.";
    case "rejected":
      return "Nothing was changed.";
    case "not yet stored":
      return "The change is not stored yet. The request may still take effect: Reload shows the stored value.";
    case "unknown":
      return `It is unknown whether your change is stored. Retry reads the ${noun} first and does not send the change twice.`;
  }
}

/** Omit `change` for a call that only reads. `noun` is what the call is about. */
export function explain(error: unknown, change?: ChangeState, noun: Subject["kind"] = "user"): Explained {
  const { text, ...rest } = explanationOf(error, noun);
  return { ...rest, text: [change && stateText(change, noun), text].filter(Boolean).join(" ") };
}

/** Whether the Backend API has responded that it changed nothing. */
export const isRejection = (error: unknown): boolean => isClerkAPIResponseError(error) && error.status < 500;

const TRANSIENT_STATUSES = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530];
/** The longest wait before an automatic retry, in seconds. */
const LONGEST_WAIT = 60;

/** Whether the call may succeed a little later, by the same rules as the retries of the client. */
export function isTransient(error: unknown): boolean {
  if (isClerkConnectionError(error))
    return error.status === undefined
      ? error.code === "connection_failed" || error.code === "timeout"
      : TRANSIENT_STATUSES.includes(error.status);
  if (!isClerkAPIResponseError(error) || (error.retryAfter ?? 0) > LONGEST_WAIT) return false;
  const { status, errors } = error;
  return TRANSIENT_STATUSES.includes(status) || (status === 409 && errors[0]?.code === "resource_locked");
}

function explanationOf(error: unknown, noun: Subject["kind"]): Explained {
  if (error instanceof NotAMember) return { title: "Membership not found", text: error.message, again: true };
  if (isClerkAPIResponseError(error)) return { ...rejected(error, noun), traceId: error.clerkTraceId };
  if (isClerkConnectionError(error)) return { ...connectionError(error), traceId: error.clerkTraceId };
  if (isClerkInputError(error)) return { title: "Invalid input", text: error.message, again: false };
  return { title: "Unexpected error", text: error instanceof Error ? error.message : String(error), again: true };
}

/** The message without the method and path at its end, which say nothing to the user of the page. */
export function messageOf(error: Error): string {
  const { message, request } = error as ClerkConnectionError;
  const suffix = request === undefined ? "" : ` (${request.method} ${request.path})`;
  return message.endsWith(suffix) ? message.slice(0, message.length - suffix.length) : message;
}

function rejected(error: ClerkAPIResponseError, noun: Subject["kind"]): Explained {
  const { status, errors, retryAfter } = error;
  const details = errors.map((item) => item.longMessage ?? item.message).join(" ") || messageOf(error);
  const { code } = errors[0] ?? {};
  if (code === "not_signed_in") {
    return {
      title: "The session has ended",
      text: "The server was restarted. Open the URL that it printed.",
      again: true,
    };
  }
  if (code === "request_refused") return { title: "The server rejected the request", text: details, again: false };
  if (status === 401 || status === 403) {
    return {
      title: "The secret key was rejected",
      text: `Check CLERK_SECRET_KEY where the server was started, and restart the server. Response: ${details}`,
      again: true,
    };
  }
  if (status === 404)
    return {
      title: `${noun[0]?.toUpperCase()}${noun.slice(1)} not found`,
      text: `The ${noun} may have been deleted, or may belong to another instance.`,
      again: true,
    };
  if (status === 409)
    return { title: `The ${noun} is locked by another request`, text: "Retry in a moment.", again: true };
  if (status === 422) return { title: "The change was rejected", text: `Response: ${details}`, again: false };
  if (status === 429) {
    if (retryAfter === undefined)
      return { title: "Too many requests", text: "The Backend API asks to retry later.", again: true };
    const seconds = Math.ceil(retryAfter);
    return {
      title: "Too many requests",
      text: `The Backend API asks to retry in ${seconds} seconds.`,
      again: true,
      retryAt: Date.now() + seconds * 1000,
    };
  }
  if (status >= 500)
    return { title: "The Backend API failed", text: `Response: ${details} (status ${status})`, again: true };
  return { title: `Rejected with status ${status}`, text: details, again: true };
}

function connectionError(error: ClerkConnectionError): Explained {
  const { code } = error;
  if (mode.value === "live" && !navigator.onLine)
    return { title: "You are offline", text: "Retry when the network is available.", again: true };
  if (code === "connection_failed" && mode.value === "live") {
    return { title: "The server does not respond", text: "Check that it is still running.", again: true };
  }
  const title = code === "timeout" ? "Timed out" : "No valid response";
  return { title, text: messageOf(error), again: true };
}
