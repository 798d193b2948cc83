// clerk-metadata/wasm.
import type { User } from "clerk-metadata";
import init, {
  getCount,
  getOrganization,
  getUser,
  getUserList,
  initSync,
  type OrganizationMembershipObject,
  type OrganizationObject,
  replaceOrganizationMetadata,
  replaceUserMetadata,
  updateOrganizationMembershipMetadata,
  updateOrganizationMetadata,
  updateUserMetadata,
  type UserListObject,
  type UserObject,
  type WasmOptions,
} from "clerk-metadata/wasm";
import wasmModule from "clerk-metadata/wasm_bg.wasm";
import { assertTrue, type Equal } from "./assert.js";

export async function calls(bytes: Uint8Array): Promise<void> {
  await init();
  await init({ module_or_path: bytes });
  await init({ module_or_path: Promise.resolve("https://example.com/wasm_bg.wasm") });
  initSync({ module: bytes });
  initSync({ module: wasmModule });

  const options: WasmOptions = { secretKey: "sk_test_x", apiUrl: "http://127.0.0.1:1", timeout: 5000, maxRetries: 0 };
  const user = await updateUserMetadata("user_1", { publicMetadata: { plan: "pro", trial: null } }, options);
  assertTrue<Equal<typeof user, UserObject>>();
  assertTrue<Equal<typeof user.firstName, User["firstName"]>>();
  assertTrue<Equal<typeof user.publicMetadata, User["publicMetadata"]>>();
  const url: string | null | undefined = user.emailAddresses[0]?.verification?.externalVerificationRedirectURL;
  void url;
  assertTrue<Equal<ReturnType<typeof replaceUserMetadata>, Promise<UserObject>>>();
  await replaceUserMetadata("user_1", { privateMetadata: {} });
  await getUser("user_1");
  const list: UserListObject = await getUserList({ limit: 10, query: "a" }, options);
  const total: number = await getCount({ banned: true }, options);
  void [list.data[0]?.id, list.totalCount, total];

  // @ts-expect-error a plain object has no getters
  void user.fullName;
  // @ts-expect-error no withResponse
  void getUser("user_1").withResponse();
  // @ts-expect-error a misspelled field
  void updateUserMetadata("user_1", { publicMetdata: {} });
  // @ts-expect-error a bigint
  void updateUserMetadata("user_1", { publicMetadata: { n: 10n } });
  // @ts-expect-error an option that only createClerkClient has
  void getUser("user_1", { fetch: () => null });
  // @ts-expect-error a misspelled option
  void getUser("user_1", { timeot: 1 });
  // @ts-expect-error a misspelled parameter
  void getUserList({ limt: 1 });
}

export async function organizations(options: WasmOptions): Promise<void> {
  const organization = await getOrganization({ slug: "acme", includeMembersCount: true }, options);
  assertTrue<Equal<typeof organization, OrganizationObject>>();
  const count: number | undefined = organization.membersCount;
  void count;
  await updateOrganizationMetadata("org_1", { publicMetadata: { plan: null } }, options);
  await replaceOrganizationMetadata("org_1", { privateMetadata: {} });
  const membership = await updateOrganizationMembershipMetadata({
    organizationId: "org_1",
    userId: "user_1",
    publicMetadata: { team: "design" },
  });
  assertTrue<Equal<typeof membership, OrganizationMembershipObject>>();
  void [membership.organization?.slug, membership.publicUserData?.userId];

  // @ts-expect-error a plain object has no raw
  void organization.raw;
  // @ts-expect-error the ID and the slug
  void getOrganization({ organizationId: "org_1", slug: "acme" });
  // @ts-expect-error neither
  void getOrganization({});
  // @ts-expect-error organizations have no unsafe metadata
  void updateOrganizationMetadata("org_1", { unsafeMetadata: {} });
  // @ts-expect-error a missing ID
  void updateOrganizationMembershipMetadata({ organizationId: "org_1", publicMetadata: {} });
}
