// Backend APIs that reject requests with other errors. Each fact about an error has one with another code, and each
// fact about texts one with another text.
import { changingResponse, metadataRequest, parseObject, withBody } from "./metadata.mjs";

const isRead = ({ method, url }) => method === "GET" && /^\/v1\/users\/user_\w+$/.test(url);
const hasCode = (json, code) => json.errors?.[0]?.code === code;
const bodyOf = ({ body }) => parseObject(body);

/** For the ID of each fact about an error: which responses are rejected as it says. */
const MATCHES = {
  "error-unknown-user": (request, _, json) => isRead(request) && hasCode(json, "resource_not_found"),
  "error-unknown-user-metadata": (request, _, json) => metadataRequest(request) && hasCode(json, "resource_not_found"),
  "error-wrong-key": (_, __, json) => hasCode(json, "clerk_key_invalid"),
  "error-no-key": ({ headers }, _, json) => headers.authorization === undefined && json.errors,
  "error-malformed-key": ({ headers }, _, json) => headers.authorization?.startsWith("Basic") && json.errors,
  // The fact that a rejected request changes nothing sends another field too.
  "error-field-null": (request, _, json) => {
    const body = bodyOf(request);
    return body?.public_metadata === null && Object.keys(body).length === 1 && json.errors;
  },
  "error-field-array": (request, _, json) => Array.isArray(bodyOf(request)?.public_metadata) && json.errors,
  "error-field-string": (request, _, json) => typeof bodyOf(request)?.public_metadata === "string" && json.errors,
  "error-unknown-parameter": (request, _, json) => bodyOf(request)?.publicMetadata && json.errors,
  "error-body-not-json": ({ body }) => body === '{"public_metadata":',
  "error-body-array": ({ body }) => body === "[]",
  "error-content-type": ({ headers }) => headers["content-type"] === "text/plain",
  "error-api-version": ({ headers }) => headers["clerk-api-version"] === "verify",
};
const WITH_TEXTS = [
  "error-unknown-user",
  "error-wrong-key",
  "error-no-key",
  "error-field-null",
  "error-unknown-parameter",
  "error-body-not-json",
  "error-content-type",
  "error-api-version",
];

/** Changes the first error of the matching responses. */
const changingError = (matches, changes) =>
  changingResponse(matches, (json) => withBody({ ...json, errors: [{ ...json.errors[0], ...changes }] }));

const codeMutants = Object.entries(MATCHES).map(([id, matches]) => ({
  name: `another code: ${id}`,
  intercept: changingError(matches, { code: "another_code" }),
  differs: [id],
}));
const textMutants = WITH_TEXTS.map((id) => ({
  name: `another text: ${id}`,
  intercept: changingError(MATCHES[id], { long_message: "Another text." }),
  differs: [`${id}-text`],
}));
const acceptingMutants = ["error-unknown-user", "error-field-null", "error-content-type"].map((id) => ({
  name: `accepted: ${id}`,
  intercept: changingResponse(MATCHES[id], () => ({ status: 200, body: '{"object":"user"}' })),
  differs: [id, `${id}-text`, ...(id === "error-unknown-user" ? ["error-trace-id"] : [])],
}));

export const ERROR_MUTANTS = [
  ...codeMutants,
  ...textMutants,
  ...acceptingMutants,
  {
    name: "another parameter of an error",
    intercept: changingError(MATCHES["error-field-array"], { meta: { param_name: "private_metadata" } }),
    differs: ["error-field-array"],
  },
  {
    name: "another status of a rejected key",
    intercept: changingResponse(MATCHES["error-wrong-key"], () => ({ status: 403 })),
    differs: ["error-wrong-key"],
  },
  {
    name: "errors have no trace ID",
    intercept: changingResponse(
      (_, { status }) => status >= 400,
      ({ errors }) => withBody({ errors }),
    ),
    differs: ["error-trace-id"],
  },
  {
    name: "the header has another trace ID",
    intercept: changingResponse(
      (_, { status }) => status >= 400,
      (_, { headers }) => ({ headers: { ...headers, "x-clerk-trace-id": "another" } }),
    ),
    differs: ["error-trace-id"],
  },
  {
    name: "an empty body is rejected",
    intercept: (request, forward) =>
      request.method === "PATCH" && request.body === "{}"
        ? { status: 422, body: '{"errors":[{"code":"form_data_missing"}]}' }
        : forward(request),
    differs: ["error-empty-body"],
  },
  {
    name: "the valid fields of a rejected request are changed",
    intercept: async (request, forward) => {
      const body = bodyOf(request);
      if (body?.private_metadata && body.public_metadata === null)
        await forward({ ...request, body: JSON.stringify({ private_metadata: body.private_metadata }) });
      return forward(request);
    },
    differs: ["error-changes-nothing"],
  },
];
