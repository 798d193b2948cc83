// Untyped mocks of the calls, as Vitest 3, Vitest 4 and Jest declare them.
import type { ClerkClient, User } from "clerk-metadata";
import "./optional-metadata-declarations.js";

type Users = ClerkClient["users"];
declare const clerk: ClerkClient;
declare const user: User;
declare function app(users: Users): void;

/** A model of `vi.fn()` of Vitest 4. Its type, a function or a class, is inferred from the context. */
type Procedure = (...args: any[]) => any;
interface Constructable {
  new (...args: any[]): any;
}
type MockParameters<T extends Procedure | Constructable> = T extends Constructable
  ? ConstructorParameters<T>
  : T extends Procedure
    ? Parameters<T>
    : never;
type MockReturn<T extends Procedure | Constructable> = T extends Constructable ? InstanceType<T> : T extends Procedure ? ReturnType<T> : never;
interface MockInstance<T extends Procedure | Constructable> {
  calls: MockParameters<T>[];
  mockResolvedValue(value: Awaited<MockReturn<T>>): this;
  mockRejectedValue(error: unknown): this;
}
type Mock<T extends Procedure | Constructable = Procedure> = MockInstance<T> &
  (T extends Constructable
    ? T extends Procedure
      ? { new (...args: ConstructorParameters<T>): InstanceType<T>; (...args: Parameters<T>): ReturnType<T> }
      : { new (...args: ConstructorParameters<T>): InstanceType<T> }
    : { new (...args: MockParameters<T>): MockReturn<T>; (...args: MockParameters<T>): MockReturn<T> }) & { [P in keyof T]: T[P] };
declare const vi: { fn<T extends Procedure | Constructable = Procedure>(implementation?: T): Mock<T> };

/** A model of `vi.fn()` of Vitest 3. */
interface Vitest3Mock<T extends Procedure = Procedure> {
  new (...args: Parameters<T>): ReturnType<T>;
  (...args: Parameters<T>): ReturnType<T>;
  mockResolvedValue(value: Awaited<ReturnType<T>>): this;
}
declare const vi3: { fn<T extends Procedure = Procedure>(implementation?: T): Vitest3Mock<T> };

/** A model of `jest.fn()` of @types/jest. */
interface JestMock<T = any, Y extends any[] = any, C = any> {
  new (...args: Y): T;
  (this: C, ...args: Y): T;
  mockResolvedValue(value: T extends PromiseLike<infer U> ? U | T : never): this;
}
declare const jest: {
  fn(): JestMock;
  fn<T, Y extends any[], C = any>(implementation?: (this: C, ...args: Y) => T): JestMock<T, Y, C>;
};

export const one: Pick<Users, "getUser"> = { getUser: vi.fn() };
export const all: Users = { getUser: vi.fn(), getUserList: vi.fn(), getCount: vi.fn(), updateUserMetadata: vi.fn(), replaceUserMetadata: vi.fn() };
export const allOfVitest3: Users = { getUser: vi3.fn(), getUserList: vi3.fn(), getCount: vi3.fn(), updateUserMetadata: vi3.fn(), replaceUserMetadata: vi3.fn() };
export const allOfJest: Users = { getUser: jest.fn(), getUserList: jest.fn(), getCount: jest.fn(), updateUserMetadata: jest.fn(), replaceUserMetadata: jest.fn() };
export const resolved: Users = {
  getUser: vi.fn().mockResolvedValue(user),
  getUserList: vi3.fn().mockResolvedValue({ data: [user], totalCount: 1 }),
  getCount: vi.fn(async () => 1),
  updateUserMetadata: vi.fn().mockRejectedValue(new Error("rejected")),
  replaceUserMetadata: vi.fn(async () => user),
};
export const typed: Partial<Users> = {
  getUser: vi.fn<Users["getUser"]>().mockResolvedValue(user),
  updateUserMetadata: vi.fn<Users["updateUserMetadata"]>(async (_id, params) => (params.publicMetadata ? user : user)),
};
export const nested: { users: Partial<Users> } = { users: { getUser: vi.fn(), updateUserMetadata: vi.fn() } };
export const update: typeof clerk.users.updateUserMetadata = vi.fn();
export function assigned() {
  clerk.users.updateUserMetadata = vi.fn();
  app({ ...clerk.users, getUserList: vi.fn() });
}

export function rejected() {
  // @ts-expect-error a wrong result type
  const result: Pick<Users, "getUser"> = { getUser: vi.fn(async () => 1) };
  // @ts-expect-error a wrong parameter type
  const parameter: Pick<Users, "getUser"> = { getUser: vi.fn(async (_id: number) => user) };
  return [result, parameter];
}
