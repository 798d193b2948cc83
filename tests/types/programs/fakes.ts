// Functions that stand in for the calls: fakes in tests, and wrappers. A promise is enough.
import { createClerkClient, type CallOptions, type ClerkClient, type User, type UserList, type WithResponse } from "clerk-metadata";
import { holds, type Equal } from "./assert.js";
import "./optional.js";

type Users = ClerkClient["users"];
const clerk = createClerkClient();
declare const user: User;

export const constant: Users = {
  getUser: async () => user,
  getUserList: async () => ({ data: [user], totalCount: 1 }),
  getCount: async () => 1,
  updateUserMetadata: async () => user,
  replaceUserMetadata: async () => user,
};
/** With parameters, whose types come from the call. */
export const reading: Pick<Users, "getUser" | "getUserList" | "updateUserMetadata"> = {
  getUser: async (id) => ({ ...user, id }) as User,
  getUserList: async (params) => ({ data: [user], totalCount: params?.limit ?? 0 }),
  async updateUserMetadata(id, { publicMetadata }) {
    const known = [publicMetadata?.plan, publicMetadata?.onboarded, publicMetadata?.undeclared];
    return { ...user, id, known, publicMetadata: { ...user.publicMetadata, ...publicMetadata } } as unknown as User;
  },
};
/** With narrower parameters. */
interface Params {
  publicMetadata?: UserPublicMetadata;
  privateMetadata?: UserPrivateMetadata;
}
export const narrow: Partial<Users> = {
  getUserList: async (params: { limit: number }) => ({ data: [], totalCount: params.limit }),
  updateUserMetadata: async (_id: string, _params: { publicMetadata: { onboarded: boolean } }) => user,
  replaceUserMetadata: async (_id: string, _params: Params) => user,
};

export const cached: typeof clerk.users.getUser = async (id) => clerk.users.getUser(id);
export const passedOn: typeof clerk.users.updateUserMetadata = (id, params, options) => clerk.users.updateUserMetadata(id, params, options);
export const logged: typeof clerk.users.replaceUserMetadata = async (id, params) => clerk.users.replaceUserMetadata(id, params);
export const listed: typeof clerk.users.getUserList = async (params) => clerk.users.getUserList(params);
export const forwarded = (...args: Parameters<Users["updateUserMetadata"]>): ReturnType<Users["updateUserMetadata"]> => clerk.users.updateUserMetadata(...args);
export class Repository {
  constructor(private readonly users: Pick<Users, "getUser"> = clerk.users) {}
  find = async (id: string): Promise<User> => this.users.getUser(id);
}

/** As Vitest and Jest type theirs. */
interface Mock<Call extends (...args: any) => any> {
  (...args: Parameters<Call>): ReturnType<Call>;
  calls: Parameters<Call>[];
  mockResolvedValue(value: Awaited<ReturnType<Call>>): this;
  mockImplementation(call: (...args: Parameters<Call>) => ReturnType<Call>): this;
}
declare function mock<Call extends (...args: any) => any>(call?: Call): Mock<Call>;
declare function spyOn<T, Name extends keyof T>(object: T, name: Name): T[Name] extends (...args: any) => any ? Mock<T[Name]> : never;
spyOn(clerk.users, "getUser").mockResolvedValue({ id: "user_fake" } as User);
spyOn(clerk.users, "getUserList").mockImplementation(async () => ({ data: [], totalCount: 0 }));
const spy = spyOn(clerk.users, "updateUserMetadata").mockImplementation(async (_id, params) => (params.publicMetadata ? user : user));
export const sent = spy.calls[0]?.[1].publicMetadata;
export const mocks: Users = {
  getUser: mock<Users["getUser"]>().mockResolvedValue(user),
  getUserList: mock(async () => ({ data: [user], totalCount: 1 })),
  getCount: mock(async () => 1),
  updateUserMetadata: mock<Users["updateUserMetadata"]>(async () => user),
  replaceUserMetadata: mock(async () => user),
};

export function assigned() {
  clerk.users.getUser = async () => user;
  clerk.users = constant;
}

/** The client itself gives more. */
export async function called(options: CallOptions) {
  const withResponse = await clerk.users.getUser("user_1", options).withResponse();
  holds<Equal<typeof withResponse, WithResponse<User>>>();
  const list = await clerk.users.getUserList().withResponse();
  holds<Equal<typeof list, WithResponse<UserList>>>();
  const updated = await clerk.users.updateUserMetadata("user_1", { publicMetadata: {} }).withResponse();
  holds<Equal<typeof updated, WithResponse<User>>>();
}

export function refused() {
  // @ts-expect-error another result
  const result: Pick<Users, "getUser"> = { getUser: async () => 1 };
  // @ts-expect-error no promise
  const sync: Pick<Users, "getUser"> = { getUser: () => user };
  // @ts-expect-error another parameter
  const parameter: Pick<Users, "getUser"> = { getUser: async (_id: number) => user };
  // @ts-expect-error a value of another type than is declared
  const params: Pick<Users, "updateUserMetadata"> = { updateUserMetadata: async (_id: string, _params: { publicMetadata: { onboarded: string } }) => user };
  return [result, sync, parameter, params];
}
