// Options of `createClerkClient`, valid and invalid.
import fc from "fast-check";
import { members } from "./json.mjs";

const IGNORED_OPTIONS = {
  audience: "a",
  domain: "example.com",
  isSatellite: false,
  jwtKey: "k",
  machineSecretKey: "ak_x",
  proxyUrl: "https://example.com/__clerk",
  useMachineSecretKey: true,
  publishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
  requireSecretKey: true,
  telemetry: { disabled: true },
};
/** Options that both clients accept. */
export const options = fc
  .record(
    {
      secretKey: fc.constantFrom("sk_test_1", "sk_live_abcDEF0123456789", "no_known_prefix", '!"#$~'),
      apiUrl: fc.constantFrom(
        "{server}",
        "{server}/",
        "{server}///",
        "{server}/api",
        "{server}/api/",
        "{server}/a/b-c_d.e/",
        "{server}/a//b",
      ),
      apiVersion: fc.constantFrom("v1", "v2", "2026", undefined, ""),
      userAgent: fc.constantFrom("my-app/1.0", "my app (x; y)", " padded ", undefined, ""),
      sdkMetadata: fc.constantFrom({ name: "@clerk/nextjs", version: "7.0.0" }, undefined),
      skipApiVersionInUrl: fc.constantFrom(true, false, undefined),
      ...members(Object.keys(IGNORED_OPTIONS), fc.boolean()),
    },
    { requiredKeys: [] },
  )
  .map((options) =>
    Object.fromEntries(
      Object.entries(options).flatMap(([name, value]) =>
        !(name in IGNORED_OPTIONS) ? [[name, value]] : value ? [[name, IGNORED_OPTIONS[name]]] : [],
      ),
    ),
  );

/** Options that are rejected. */
export const invalidOptions = fc.oneof(
  fc
    .constantFrom(
      undefined,
      null,
      "",
      "pk_test_x",
      "sk test",
      "sk_test_1\n",
      "sk_\r\ntest",
      '"sk_test_1"\t',
      "sk_tést",
      "sk_t\u20ac",
      7,
      {},
    )
    .map((secretKey) => ({ secretKey })),
  fc
    .constantFrom(
      "api.clerk.com",
      "ftp://127.0.0.1",
      "{server}/a?b=1",
      "{server}/#a",
      "{server}/../x",
      "http://user:pw@127.0.0.1:1",
      7,
      "http://[bad",
      "{server}/a b",
    )
    .map((apiUrl) => ({ apiUrl })),
  fc.constantFrom("v1/beta", "..", "v1?x", " ", 7).map((apiVersion) => ({ apiVersion })),
  fc.constantFrom("a\nb", "grö", "\u20ac", 7).map((userAgent) => ({ userAgent })),
  fc
    .constantFrom({}, { name: 1, version: "1" }, "x", { name: "é", version: "1" })
    .map((sdkMetadata) => ({ sdkMetadata })),
  fc.constantFrom(
    { secretkey: "sk_test_1" },
    { apiURL: "https://api.clerk.com" },
    { timeouts: 5 },
    { skipApiVersionInUrl: "yes" },
    { "": 1 },
    { fetch: 7 },
    { requireSecretKey: false, secretKey: undefined },
  ),
);
