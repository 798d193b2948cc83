// A body is JSON if it parses as JSON, regardless of its Content-Type.
import { succeeds, apiErrorBody, apiError } from "./expected.mjs";

const TYPES = {
  "application/json": "application/json",
  "a charset": "application/json; charset=utf-8",
  "a charset in uppercase": "application/json;charset=UTF-8",
  "another letter case": "Application/JSON",
  "a structured suffix": "application/problem+json",
  "the wrong media type": "text/html; charset=utf-8",
  "a wrong charset": "application/json; charset=utf-16",
  "an invalid value": ";;,",
  "an empty value": "",
};

const rows = (description, headers) => [
  { name: `200 with ${description}`, respond: ({ success }) => ({ headers, body: success() }), expect: succeeds() },
  {
    name: `404 with ${description}`,
    respond: () => ({ status: 404, headers, body: apiErrorBody("resource_not_found", "not found") }),
    expect: apiError(404, {
      message: "not found (long)",
      errors: [{ code: "resource_not_found", message: "not found", longMessage: "not found (long)", meta: {} }],
      clerkTraceId: "trace_body",
    }),
  },
];

export const CONTENT_TYPES = [
  ...Object.entries(TYPES).flatMap(([description, type]) =>
    rows(`a Content-Type of ${description}`, { "content-type": type }),
  ),
  ...rows("no Content-Type", {}),
];
