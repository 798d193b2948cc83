// Lists of users, and the options that come from the official client.
import {
  createClerkClient,
  type ClerkClientOptions,
  type IgnoredClerkOptions,
  type User,
  type UserList,
  type UserListParams,
  type UserOrder,
} from "clerk-metadata";
import { holds, type Equal } from "./assert.js";

const options: ClerkClientOptions = {
  secretKey: "sk_test_x",
  sdkMetadata: { name: "our-sdk", version: "1.2.3", environment: "test" },
};
const ignored: Required<IgnoredClerkOptions> = {
  audience: ["a"],
  domain: "example.com",
  isSatellite: true,
  jwtKey: "key",
  machineSecretKey: "ak_x",
  proxyUrl: "https://example.com/__clerk",
  publishableKey: "pk_test_x",
  requireSecretKey: false,
  telemetry: { disabled: true },
  useMachineSecretKey: true,
};
const { users } = createClerkClient({ ...options, ...ignored });
createClerkClient({ sdkMetadata: { name: "our-sdk", version: "1.2.3" } });
createClerkClient({ skipApiVersionInUrl: true, apiUrl: "https://example.com/proxy" });
// @ts-expect-error true or false
createClerkClient({ skipApiVersionInUrl: "true" });
// @ts-expect-error a version belongs to a name
createClerkClient({ sdkMetadata: { name: "our-sdk" } });
// @ts-expect-error a version is text
createClerkClient({ sdkMetadata: { name: "our-sdk", version: 1 } });

const orders: UserOrder[] = ["created_at", "updated_at", "email_address", "web3wallet", "first_name", "last_name"];
const more: UserOrder[] = ["phone_number", "username", "last_active_at", "last_sign_in_at"];

export async function accepted(): Promise<UserList> {
  const all = await users.getUserList();
  holds<Equal<typeof all, UserList>>();
  holds<Equal<UserList["data"], User[]>>();
  holds<Equal<UserList["totalCount"], number>>();
  for (const order of [...orders, ...more]) {
    await users.getUserList({ orderBy: order });
    await users.getUserList({ orderBy: `-${order}` });
  }
  const total: number = await users.getCount();
  const params: UserListParams = { limit: 100, offset: total - 1, orderBy: "+last_active_at", query: undefined };
  await users.getCount({ ...params, externalId: ["a"], web3Wallet: "0x1", username: ["ada"] as const });
  await users.getUserList({ lastActiveAtAfter: Date.now(), createdAtBefore: 0, last_active_at_since: 0 });
  await users.getUserList({ limit: 500, startingAfter: all.data.at(-1)?.id, orderBy: "-created_at" });
  await users.getCount({ emailAddressQuery: "@example.com", phoneNumberQuery: "555", usernameQuery: "a", nameQuery: "A" });
  await users.getCount({ banned: false, provider: "oauth_google", providerUserId: ["1"], userId: "-user_1" });
  return users.getUserList({ ...params, emailAddress: ["ada@example.com"], phoneNumber: [], organizationId: ["org_1"] });
}

export function refused() {
  // @ts-expect-error no such order
  users.getUserList({ orderBy: "name" });
  // @ts-expect-error with its name on the wire
  users.getUserList({ order_by: "created_at" });
  // @ts-expect-error with its name on the wire
  users.getCount({ email_address: ["ada@example.com"] });
  // @ts-expect-error a number
  users.getUserList({ limit: "10" });
  // @ts-expect-error milliseconds, not a date
  users.getUserList({ createdAtAfter: new Date() });
  // @ts-expect-error text
  users.getUserList({ userId: [1] });
  // @ts-expect-error true or false
  users.getUserList({ banned: "true" });
  // @ts-expect-error one provider
  users.getCount({ provider: ["oauth_google"], providerUserId: "1" });
  // @ts-expect-error with its name on the wire
  users.getUserList({ starting_after: "user_1" });
  // @ts-expect-error no such option of the official client
  createClerkClient({ telemetries: false });
}
