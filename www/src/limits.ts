// What Clerk documents.

/** Bytes of JSON in one field. */
export const LIMIT = 8192;

/** Bytes of custom claims in a session token; past it the cookie is not set. */
export const TOKEN = 1228;
