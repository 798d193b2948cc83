// Users of the sandbox with metadata of every kind: nested, lists, text beyond ASCII, nothing at all.
import type { LocalUserInput } from "clerk-metadata/local";

export const PEOPLE = [
  {
    id: "user_sandbox_ada",
    firstName: "Ada",
    lastName: "Lovelace",
    emailAddress: ["ada@example.com"],
    publicMetadata: {
      plan: { name: "pro", seats: 3, trial: true },
      features: ["export", "api"],
      address: { city: "London", country: "GB", postcode: "SW1Y 4JH" },
    },
    privateMetadata: { billing: { customerId: "cus_8Hk2", invoiced: false }, notes: "Asked for an invoice in July." },
    unsafeMetadata: { theme: "dark", onboarding: { step: 4, done: false } },
  },
  {
    id: "user_sandbox_grace",
    firstName: "Grace",
    lastName: "Hopper",
    emailAddress: ["grace@example.com"],
    publicMetadata: {
      role: "admin",
      teams: [
        { id: "team_1", name: "Compilers" },
        { id: "team_2", name: "Fleet" },
      ],
    },
    privateMetadata: { sso: { provider: "okta", groups: ["navy", "eng"] } },
  },
  {
    id: "user_sandbox_jose",
    firstName: "José",
    lastName: "Zoë-Żak",
    emailAddress: ["jose@example.com"],
    username: "jose",
    publicMetadata: { größe: "XL", "last seen": "2026-03-01", "a.b": { "": "an empty key" }, emoji: "🦀" },
  },
  { id: "user_sandbox_new", emailAddress: ["new@example.com"] },
] satisfies (LocalUserInput & { id: string })[];
