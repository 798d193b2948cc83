// Moves the customers of a shop to a new plan, written for the official client.
import { createClerkClient } from "@clerk/backend";

const { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: apiUrl } = process.env;
const client = (secretKey) => createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
const clerk = client(secretKey);

const print = (description, value) => console.log(`${description}: ${JSON.stringify(value)}`);

async function* allUsers(limit) {
  for (let offset = 0; ; offset += limit) {
    const { data, totalCount } = await clerk.users.getUserList({ limit, offset, orderBy: "+created_at" });
    print("page", { offset, length: data.length, totalCount });
    yield* data;
    if (offset + data.length >= totalCount) return;
  }
}

/** An error as text for a log. */
function describeError(error) {
  if (error.name !== "ClerkAPIResponseError") throw error;
  const [{ code, longMessage, meta }, ...otherErrors] = error.errors;
  const hasTraceId = typeof error.clerkTraceId === "string" && error.clerkTraceId.length > 0;
  return {
    status: error.status,
    kind: error.code,
    clerk: error.clerkError,
    code,
    longMessage,
    parameter: meta?.paramName,
    more: otherErrors,
    traced: hasTraceId,
  };
}

async function attempt(description, action) {
  try {
    print(description, await action());
  } catch (error) {
    print(`${description} rejected`, describeError(error));
  }
}

print("customers", await clerk.users.getCount({ emailAddress: ["ada@example.com", "grace@example.com"] }));

for await (const user of allUsers(2)) {
  const { plan, legacy } = user.publicMetadata;
  print(user.fullName ?? user.id, { email: user.primaryEmailAddress?.emailAddress ?? null, plan: plan ?? null });
  if (legacy === undefined) continue;
  const { id, publicMetadata, privateMetadata, unsafeMetadata } = await clerk.users.updateUserMetadata(user.id, {
    publicMetadata: { plan: { name: "pro", since: new Date(0) }, legacy: null },
    privateMetadata: { "Migrated-By": ["script", null, { retry: false }], skipped: undefined },
  });
  print("moved", { id, publicMetadata, privateMetadata, unsafeMetadata });
}

const grace = await clerk.users.replaceUserMetadata("user_grace", {
  publicMetadata: { plan: { name: "free" } },
  unsafeMetadata: {},
});
print("replaced", [grace.publicMetadata, grace.privateMetadata, grace.unsafeMetadata]);

const ada = await clerk.users.getUser("user_ada");
print("user", {
  name: ada.fullName,
  phone: ada.primaryPhoneNumber?.phoneNumber,
  wallet: ada.primaryWeb3Wallet,
  verified: ada.emailAddresses.map(({ emailAddress, verification }) => `${emailAddress} ${verification?.status}`),
  created: new Date(ada.createdAt).toISOString(),
  external: ada.externalId,
  accounts: ada.externalAccounts.length + ada.enterpriseAccounts.length,
  raw: ada.raw?.first_name,
});

await attempt("an unknown user", () => clerk.users.getUser("user_nobody"));
await attempt("too large", async () => {
  for (const key of ["notes", "more"])
    await clerk.users.updateUserMetadata("user_ada", { publicMetadata: { [key]: "x".repeat(5000) } });
});
await attempt("another key", () => client("sk_test_other").users.getCount());
await clerk.users
  .getUser("")
  .catch(({ message }) => print("no id", message.startsWith("A valid resource ID is required.")));
await client()
  .users.getCount()
  .catch(({ message }) => print("no key", message));
