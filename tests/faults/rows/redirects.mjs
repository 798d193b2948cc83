// The secret key is sent to one origin only: redirects are not followed.
import { unexpectedResponse } from "./expected.mjs";

const REDIRECT = /^The Backend API responded with status \d+: redirects are not followed/;

const redirect = (status, name, headers) => ({
  name: `${status} to ${name}`,
  respond: ({ otherOrigin }) => ({ status, headers: headers(otherOrigin), body: '{"object":"user","id":"user_1"}' }),
  expect: unexpectedResponse(status, REDIRECT),
});

export const REDIRECTS = [
  ...[301, 302, 303, 307, 308].map((status) => redirect(status, "another origin", (target) => ({ location: target }))),
  ...[301, 307].map((status) => redirect(status, "another path", () => ({ location: "/stolen" }))),
  redirect(307, "another scheme", (target) => ({ location: target.replace("http:", "https:") })),
  redirect(307, "a javascript: URL", () => ({ location: "javascript:alert(1)" })),
  redirect(308, "an invalid URL", () => ({ location: "http://" })),
  redirect(302, "no location", () => ({})),
  redirect(300, "one of multiple choices", (target) => ({ location: target })),
  redirect(305, "a proxy", (target) => ({ location: target })),
  {
    name: "200 with a location",
    respond: ({ otherOrigin, success }) => ({
      headers: { location: otherOrigin, refresh: `0; url=${otherOrigin}` },
      body: success(),
    }),
    expect: { user: { id: "user_1" }, attempts: 1 },
  },
  {
    name: "304",
    respond: () => ({ status: 304, headers: {}, contentLength: null }),
    expect: unexpectedResponse(304, REDIRECT),
  },
];
