// Backend APIs that count the size of metadata in another way.
import { changingResponse, metadataRequest, parseObject, tooLarge } from "./metadata.mjs";

const LIMIT = 8192;
const bytes = (text) => Buffer.byteLength(text);

/** Rejects a change of public metadata if `size(text, value, stored)` of the field exceeds the limit. */
const counting =
  (size, methods = ["PUT", "PATCH"]) =>
  async (request, forward, backend) => {
    const target = metadataRequest(request);
    const body = parseObject(request.body);
    const user = target && backend.users.get(target.id);
    const field = body?.public_metadata;
    if (user === undefined || field === undefined || !methods.includes(target.method)) return forward(request);
    const text = request.body.slice('{"public_metadata":'.length, -1);
    return size(text, field, user.public_metadata, body) > LIMIT ? tooLarge("public_metadata") : forward(request);
  };

const isTooLarge = ({ errors }) => errors?.[0]?.code === "form_param_exceeds_allowed_size";

/** Accepts changes that are too large, without storing them. */
const accepting = (matches) =>
  changingResponse(
    (request, _, json) => isTooLarge(json) && matches(request),
    () => ({ status: 200, body: JSON.stringify({ object: "user" }) }),
  );

const isPut = ({ method }) => method === "PUT";
const hasOnlyAscii = ({ body }) => bytes(body) === body.length;
const escaped = (text, pattern) =>
  text.replace(pattern, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const SIZE_MUTANTS = [
  {
    name: "the limit is 8191 bytes",
    intercept: counting((_, value) => bytes(JSON.stringify(value)) + 1, ["PUT"]),
    differs: ["size-limit", "size-merged-removed", "size-white-space", "size-utf8", "size-html", "size-per-field"],
  },
  {
    name: "there is no limit",
    intercept: accepting(() => true),
    differs: [
      "size-over-limit",
      "size-over-limit-text",
      "size-merged",
      "size-utf8-over-limit",
      "organization-size",
      "membership-size",
    ],
  },
  {
    name: "PUT has no limit for ASCII",
    intercept: accepting((request) => isPut(request) && hasOnlyAscii(request)),
    differs: ["size-over-limit", "size-over-limit-text"],
  },
  {
    name: "PATCH does not count what is stored",
    intercept: accepting((request) => metadataRequest(request)?.method === "PATCH"),
    differs: ["size-merged"],
  },
  {
    name: "PATCH counts what it removes",
    intercept: counting((text, _, stored) => bytes(text) + bytes(JSON.stringify(stored)), ["PATCH"]),
    differs: ["size-merged-removed"],
  },
  {
    name: "white space counts",
    intercept: counting((text, _, __, body) => (Object.keys(body).length === 1 ? bytes(text) : 0), ["PUT"]),
    differs: ["size-white-space"],
  },
  {
    name: "the size counts escaped characters",
    intercept: counting((_, value) => escaped(JSON.stringify(value), /[^ -~]/g).length, ["PUT"]),
    differs: ["size-utf8"],
  },
  {
    name: "the size counts characters",
    intercept: accepting((request) => !hasOnlyAscii(request)),
    differs: ["size-utf8-over-limit"],
  },
  {
    name: "the size counts escaped HTML",
    intercept: counting((_, value) => escaped(JSON.stringify(value), /[<>&]/g).length, ["PUT"]),
    differs: ["size-html"],
  },
  {
    name: "the limit applies to all fields together",
    intercept: counting((_, __, ___, body) =>
      Object.values(body).reduce((sum, value) => sum + bytes(JSON.stringify(value)), 0),
    ),
    differs: ["size-per-field"],
  },
  {
    name: "the error has another code",
    intercept: changingResponse(
      (_, __, json) => isTooLarge(json),
      (json) => ({ body: JSON.stringify({ ...json, errors: [{ ...json.errors[0], code: "form_param_too_large" }] }) }),
    ),
    differs: ["size-over-limit", "size-merged", "size-utf8-over-limit", "organization-size", "membership-size"],
  },
  {
    name: "the error has another text",
    intercept: changingResponse(
      (_, __, json) => isTooLarge(json),
      (json) => ({ body: JSON.stringify({ ...json, errors: [{ ...json.errors[0], long_message: "Too large." }] }) }),
    ),
    differs: ["size-over-limit-text"],
  },
];
