// Who the flows are about: the same in the sandbox, where the page brings her along.

export const ADA = "user_sandbox_ada";

export const USERS = [
  {
    id: ADA,
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
    publicMetadata: { role: "admin" },
  },
  { id: "user_sandbox_new", emailAddress: ["new@example.com"] },
];
