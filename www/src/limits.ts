// Limits that Clerk documents.

/** The maximum size of a field, in bytes of JSON. */
export const LIMIT = 8192;

/** The maximum size of the custom claims of a session token, in bytes. Above it, the session cookie is not set. */
export const TOKEN = 1228;
