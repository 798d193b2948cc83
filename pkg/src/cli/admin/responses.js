// The responses of the server, and the headers that all of them have.

/** The Content-Security-Policy. The page loads its own wasm and worker; images are the users' avatars. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: https:",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every response: no other origin may frame, embed, open or read it. */
export const SECURITY_HEADERS = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export const JSON_TYPE = "application/json";
export const TEXT_TYPE = "text/plain; charset=utf-8";

/**
 * @param {number} status
 * @param {string} body
 */
export const textResponse = (status, body) => ({ status, headers: { "content-type": TEXT_TYPE }, body: `${body}\n` });

/**
 * @param {number} status
 * @param {unknown} value
 */
export const jsonResponse = (status, value) => ({
  status,
  headers: { "content-type": JSON_TYPE },
  body: JSON.stringify(value),
});

/**
 * An error in the format of the Backend API, because the page's client reads it.
 * @param {number} status
 * @param {string} code
 * @param {string} message
 */
export const errorResponse = (status, code, message) =>
  jsonResponse(status, { errors: [{ code, message, long_message: message }] });
