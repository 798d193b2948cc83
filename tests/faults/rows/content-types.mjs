// JSON is what parses, whatever the content type says.
import { found, refusal, refused } from "./expected.mjs";

const TYPES = {
  "application/json": "application/json",
  "a charset": "application/json; charset=utf-8",
  "a charset in capitals": "application/json;charset=UTF-8",
  "another casing": "Application/JSON",
  "a structured suffix": "application/problem+json",
  "the wrong kind": "text/html; charset=utf-8",
  "a wrong charset": "application/json; charset=utf-16",
  nonsense: ";;,",
  "nothing in it": "",
};

const rows = (what, headers) => [
  { name: `200 with ${what}`, answer: ({ good }) => ({ headers, body: good() }), expect: found() },
  {
    name: `404 with ${what}`,
    answer: () => ({ status: 404, headers, body: refusal("resource_not_found", "not found") }),
    expect: refused(404, {
      message: "not found",
      errors: [{ code: "resource_not_found", message: "not found", longMessage: "not found (long)", meta: {} }],
      clerkTraceId: "trace_body",
    }),
  },
];

export const CONTENT_TYPES = [
  ...Object.entries(TYPES).flatMap(([what, type]) => rows(`a content type of ${what}`, { "content-type": type })),
  ...rows("no content type", {}),
];
