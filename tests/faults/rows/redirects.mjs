// A key goes to one origin: what a redirect points to never hears of a call.
import { unexpected } from "./expected.mjs";

const REDIRECT = /^The Backend API answered \d+: a redirect, which is not followed/;

const redirect = (status, name, headers) => ({
  name: `${status} to ${name}`,
  answer: ({ elsewhere }) => ({ status, headers: headers(elsewhere), body: '{"object":"user","id":"user_1"}' }),
  expect: unexpected(status, REDIRECT),
});

export const REDIRECTS = [
  ...[301, 302, 303, 307, 308].map((status) => redirect(status, "another origin", (place) => ({ location: place }))),
  ...[301, 307].map((status) => redirect(status, "another path", () => ({ location: "/stolen" }))),
  redirect(307, "another scheme", (place) => ({ location: place.replace("http:", "https:") })),
  redirect(307, "no place that one can go to", () => ({ location: "javascript:alert(1)" })),
  redirect(308, "what is no URL", () => ({ location: "http://" })),
  redirect(302, "nowhere", () => ({})),
  redirect(300, "a choice", (place) => ({ location: place })),
  redirect(305, "a proxy", (place) => ({ location: place })),
  {
    name: "200 with a location",
    answer: ({ elsewhere, good }) => ({
      headers: { location: elsewhere, refresh: `0; url=${elsewhere}` },
      body: good(),
    }),
    expect: { user: { id: "user_1" }, attempts: 1 },
  },
  { name: "304", answer: () => ({ status: 304, headers: {}, length: null }), expect: unexpected(304, REDIRECT) },
];
