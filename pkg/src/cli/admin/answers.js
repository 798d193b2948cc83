// What the server answers, and the headers of all of it.

/** What the page may do. Its wasm and its worker are its own; images are the users' avatars. */
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

/** Of every answer: another origin may not frame, embed, open or read it. */
export const ALWAYS = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export const JSON_TYPE = "application/json";
export const TEXT_TYPE = "text/plain; charset=utf-8";

export const text = (status, body) => ({ status, headers: { "content-type": TEXT_TYPE }, body: `${body}\n` });

export const json = (status, value) => ({
  status,
  headers: { "content-type": JSON_TYPE },
  body: JSON.stringify(value),
});

/** In the shape of the Backend API's own, for its client reads it. */
export const refusal = (status, code, message) => json(status, { errors: [{ code, message, long_message: message }] });
