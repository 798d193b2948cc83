// The table of facts about the Backend API, and what `verify` finds.

/**
 * Where the statement is from: Clerk's documentation, the source of the official SDK, or neither. An inferred statement
 * is what this project assumes.
 */
export type Source = "documented" | "SDK source" | "inferred";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One row of the table. */
export interface Fact {
  /** Stable, because reports name it. */
  id: string;
  /** What holds if the fact holds, as one sentence. */
  statement: string;
  source: Source;
  expected: Json;
  /** What the Backend API does. It must not contain data of other users: the report is public. */
  check(context: FactContext): Promise<Json>;
  /** Checked only with this option, because it uses up a rate limit of the instance. */
  option?: "rate-limits";
}

export interface SendOptions {
  /** Sent as JSON. A string is sent unchanged. */
  body?: unknown;
  /** Replace those of the client. `undefined` removes one. */
  headers?: Record<string, string | undefined>;
  /** Returns a 429 instead of waiting for `Retry-After`, and does not pace the requests. */
  burst?: boolean;
}

export interface ApiResponse {
  status: number;
  headers: Headers;
  text: string;
  /** `undefined` if the body is not JSON. */
  json: any;
}

export type Send = (method: string, path: string, options?: SendOptions) => Promise<ApiResponse>;

export interface ThrowawayUser {
  externalId: string;
  id: string;
  createdAt: number;
  /** `undefined` if the instance has no email addresses. */
  email: string | undefined;
}

export interface FactContext {
  send: Send;
  /** Three users, in the order in which they were created. */
  users: readonly [ThrowawayUser, ThrowawayUser, ThrowawayUser];
  /** A throwaway organization of the first user, created at the first call. Rejects with `NotChecked` without one. */
  organization(): Promise<{ id: string }>;
  /** Creates another throwaway user. */
  createUser(): Promise<ThrowawayUser>;
  /** Runs `load` at the first call with this name. Later calls get the same result. */
  once<T>(name: string, load: () => Promise<T>): Promise<T>;
  /** Resolves after this time. Rejects when the run is interrupted. */
  wait(ms: number): Promise<void>;
}

export type FactResult = Pick<Fact, "id" | "statement" | "source" | "expected"> &
  (
    | { result: "holds" }
    | { result: "differs"; actual: Json }
    /** The instance does not allow the check, or the check failed for a reason that is not part of the fact. */
    | { result: "not checked" | "failed"; reason: string }
  );

/** A user or an organization that exists, or may exist. */
export interface Throwaway {
  kind: "user" | "organization";
  /** The external ID of a user, or the name of an organization. */
  name: string;
  /** `undefined` if there is no response to its creation. */
  id?: string;
}

/** What could not be removed. */
export interface Leftover extends Throwaway {
  reason: string;
}
