// With @clerk/backend: the users and clients of both packages are assignable to each other.
import { createClerkClient as createOfficial, type ClerkClient as OfficialClient, type User as OfficialUser } from "@clerk/backend";
import { createClerkClient, User as UserClass, type ClerkClient, type User, type UserList } from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";
import "./optional-metadata-declarations.js";

type Names = keyof ClerkClient["users"];
type OfficialUsers = Pick<OfficialClient["users"], Names>;

const clerk = createClerkClient();
const official = createOfficial({ secretKey: "sk_test_x" });

export const asOfficialClient: { users: OfficialUsers } = clerk;
export const asOurClient: Pick<ClerkClient, "users"> = official;
export const methods: OfficialUsers = { ...clerk.users };

const address = (user: OfficialUser) => user.primaryEmailAddress?.emailAddress;
const rawMetadata = (user: User) => user.raw?.public_metadata;

export async function users(value: unknown) {
  const [ours, theirs] = [await clerk.users.getUser("user_1"), await official.users.getUser("user_1")];
  const list: UserList = await official.users.getUserList();
  const all: OfficialUser[] = [...(await clerk.users.getUserList()).data, ...list.data];
  const changed: OfficialUser = await clerk.users.updateUserMetadata("user_1", { publicMetadata: ours.publicMetadata });
  const { data } = await clerk.users.getUser("user_1").withResponse();
  const addressOfInstance = value instanceof UserClass ? address(value) : undefined;
  return [address(ours), address(data), rawMetadata(ours), rawMetadata(theirs), ...all.map(address), address(changed), addressOfInstance];
}

/** Each call is assignable in both directions. */
export const calls = {
  getUser: [clerk.users.getUser, official.users.getUser] satisfies [OfficialUsers["getUser"], ClerkClient["users"]["getUser"]],
  getUserList: [clerk.users.getUserList, official.users.getUserList] satisfies [OfficialUsers["getUserList"], ClerkClient["users"]["getUserList"]],
  getCount: [clerk.users.getCount, official.users.getCount] satisfies [OfficialUsers["getCount"], ClerkClient["users"]["getCount"]],
  update: [clerk.users.updateUserMetadata, official.users.updateUserMetadata] satisfies [
    OfficialUsers["updateUserMetadata"],
    ClerkClient["users"]["updateUserMetadata"],
  ],
  replace: [clerk.users.replaceUserMetadata, official.users.replaceUserMetadata] satisfies [
    OfficialUsers["replaceUserMetadata"],
    ClerkClient["users"]["replaceUserMetadata"],
  ],
};

type OfficialParams = Parameters<OfficialUsers["updateUserMetadata"]>[1];
export const fake: Pick<ClerkClient["users"], "updateUserMetadata"> = { updateUserMetadata: async (_id: string, _params: OfficialParams) => createOfficialUser() };
declare function createOfficialUser(): OfficialUser;

assertTrue<Equal<keyof User, keyof OfficialUser>>();
