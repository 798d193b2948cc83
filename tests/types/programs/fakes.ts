// Replacements of the calls: fakes in tests, and wrappers. They may return a plain promise.
import { createClerkClient, type CallOptions, type ClerkClient, type User, type UserList, type WithResponse } from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";
import "./optional-metadata-declarations.js";

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
/** The types of the parameters are inferred from the call. */
export const withInferredParameters: Pick<Users, "getUser" | "getUserList" | "updateUserMetadata"> = {
  getUser: async (id) => ({ ...user, id }) as User,
  getUserList: async (params) => ({ data: [user], totalCount: params?.limit ?? 0 }),
  async updateUserMetadata(id, { publicMetadata }) {
    const known = [publicMetadata?.plan, publicMetadata?.onboarded, publicMetadata?.undeclared];
    return { ...user, id, known, publicMetadata: { ...user.publicMetadata, ...publicMetadata } } as unknown as User;
  },
};
/** The parameters are narrower than those of the call. */
interface Params {
  publicMetadata?: UserPublicMetadata;
  privateMetadata?: UserPrivateMetadata;
}
export const withNarrowParameters: Partial<Users> = {
  getUserList: async (params: { limit: number }) => ({ data: [], totalCount: params.limit }),
  updateUserMetadata: async (_id: string, _params: { publicMetadata: { onboarded: boolean } }) => user,
  replaceUserMetadata: async (_id: string, _params: Params) => user,
};

export const cached: typeof clerk.users.getUser = async (id) => clerk.users.getUser(id);
export const forwardingOptions: typeof clerk.users.updateUserMetadata = (id, params, options) => clerk.users.updateUserMetadata(id, params, options);
export const logged: typeof clerk.users.replaceUserMetadata = async (id, params) => clerk.users.replaceUserMetadata(id, params);
export const listed: typeof clerk.users.getUserList = async (params) => clerk.users.getUserList(params);
export const forwarded = (...args: Parameters<Users["updateUserMetadata"]>): ReturnType<Users["updateUserMetadata"]> => clerk.users.updateUserMetadata(...args);
export class Repository {
  constructor(private readonly users: Pick<Users, "getUser"> = clerk.users) {}
  find = async (id: string): Promise<User> => this.users.getUser(id);
}

/** A mock as Vitest and Jest declare it. */
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

/** The calls of the client itself also have `withResponse`. */
export async function withResponses(options: CallOptions) {
  const withResponse = await clerk.users.getUser("user_1", options).withResponse();
  assertTrue<Equal<typeof withResponse, WithResponse<User>>>();
  const list = await clerk.users.getUserList().withResponse();
  assertTrue<Equal<typeof list, WithResponse<UserList>>>();
  const updated = await clerk.users.updateUserMetadata("user_1", { publicMetadata: {} }).withResponse();
  assertTrue<Equal<typeof updated, WithResponse<User>>>();
}

export function rejected() {
  // @ts-expect-error a wrong result type
  const result: Pick<Users, "getUser"> = { getUser: async () => 1 };
  // @ts-expect-error not a promise
  const sync: Pick<Users, "getUser"> = { getUser: () => user };
  // @ts-expect-error a wrong parameter type
  const parameter: Pick<Users, "getUser"> = { getUser: async (_id: number) => user };
  // @ts-expect-error a value of a type other than the declared one
  const params: Pick<Users, "updateUserMetadata"> = { updateUserMetadata: async (_id: string, _params: { publicMetadata: { onboarded: string } }) => user };
  return [result, sync, parameter, params];
}
