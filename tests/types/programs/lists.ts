// Lists of users, and the options of the official client.
import {
  createClerkClient,
  type ClerkClientOptions,
  type IgnoredClerkOptions,
  type User,
  type UserList,
  type UserListParams,
  type UserOrder,
} from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";

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
// @ts-expect-error not a boolean
createClerkClient({ skipApiVersionInUrl: "true" });
// @ts-expect-error a name without a version
createClerkClient({ sdkMetadata: { name: "our-sdk" } });
// @ts-expect-error a version that is not a string
createClerkClient({ sdkMetadata: { name: "our-sdk", version: 1 } });

const orders: UserOrder[] = ["created_at", "updated_at", "email_address", "web3wallet", "first_name", "last_name"];
const otherOrders: UserOrder[] = ["phone_number", "username", "last_active_at", "last_sign_in_at"];

export async function accepted(): Promise<UserList> {
  const all = await users.getUserList();
  assertTrue<Equal<typeof all, UserList>>();
  assertTrue<Equal<UserList["data"], User[]>>();
  assertTrue<Equal<UserList["totalCount"], number>>();
  for (const order of [...orders, ...otherOrders]) {
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

export function rejected() {
  // @ts-expect-error an unknown order
  users.getUserList({ orderBy: "name" });
  // @ts-expect-error the name in the HTTP API
  users.getUserList({ order_by: "created_at" });
  // @ts-expect-error the name in the HTTP API
  users.getCount({ email_address: ["ada@example.com"] });
  // @ts-expect-error not a number
  users.getUserList({ limit: "10" });
  // @ts-expect-error a date instead of milliseconds
  users.getUserList({ createdAtAfter: new Date() });
  // @ts-expect-error not a string
  users.getUserList({ userId: [1] });
  // @ts-expect-error not a boolean
  users.getUserList({ banned: "true" });
  // @ts-expect-error several providers
  users.getCount({ provider: ["oauth_google"], providerUserId: "1" });
  // @ts-expect-error the name in the HTTP API
  users.getUserList({ starting_after: "user_1" });
  // @ts-expect-error not an option of the official client
  createClerkClient({ telemetries: false });
}
