// How apps use the calls of the official client: each line compiles with both packages.
import { createClerkClient, type ClerkClient, type User } from "@clerk/backend";
import "../optional-metadata-declarations.js";

const clerk = createClerkClient({ secretKey: "x" });
type Users = ClerkClient["users"];
type Update = Users["updateUserMetadata"];
interface Settings { theme: string; at: Date }
declare const settings: Settings;
declare const user: User;
declare const ids: string[];

export const all = () => Promise.all(ids.map((id) => clerk.users.updateUserMetadata(id, { publicMetadata: { onboarded: true } })));
export const settled = () => Promise.allSettled(ids.map((id) => clerk.users.getUser(id)));
export const bound: Update = clerk.users.updateUserMetadata.bind(clerk.users);
export const called = clerk.users.updateUserMetadata.call(clerk.users, "u", { publicMetadata: { onboarded: true } });
export const applied = clerk.users.getUser.apply(clerk.users, ["u"]);
export const chained = clerk.users.getUser("u").then((u) => u.publicMetadata.plan?.name).catch(() => undefined).finally(() => {});
export const race = Promise.race([clerk.users.getUser("u"), new Promise<never>((_, reject) => reject(new Error()))]);
export async function retry<T>(f: () => Promise<T>): Promise<T> { return f(); }
export const retried = () => retry(() => clerk.users.updateUserMetadata("u", { publicMetadata: { plan: { name: "pro" } } }));
export const conditional = (pro: boolean) => clerk.users.updateUserMetadata("u", { publicMetadata: { ...(pro && { plan: { name: "pro" as const } }), ...(pro ? { onboarded: true } : {}) } });
export const ternary = (pro: boolean) => clerk.users.updateUserMetadata("u", { publicMetadata: { plan: { name: pro ? "pro" : "free" } } });
export const maybe = (meta?: UserPublicMetadata) => clerk.users.updateUserMetadata("u", { publicMetadata: meta });
export const both = (pub: boolean, m: UserPublicMetadata) => clerk.users.updateUserMetadata("u", pub ? { publicMetadata: m } : { unsafeMetadata: { theme: "dark" } });
export const record = (m: Record<string, unknown>) => clerk.users.updateUserMetadata("u", { publicMetadata: m, privateMetadata: m, unsafeMetadata: m });
export const anyRecord = (m: Record<string, any>) => clerk.users.replaceUserMetadata("u", { publicMetadata: m });
export const anyValue = (m: any) => clerk.users.replaceUserMetadata("u", { publicMetadata: m, privateMetadata: { customerId: m } });
export const merged = async () => { const u = await clerk.users.getUser("u"); return clerk.users.updateUserMetadata("u", { publicMetadata: { ...u.publicMetadata, plan: { ...u.publicMetadata.plan, name: "pro" } } }); };
export const key = (k: "onboarded", v: boolean) => clerk.users.updateUserMetadata("u", { publicMetadata: { [k]: v } });
export const computedKey = (k: string, v: unknown) => clerk.users.updateUserMetadata("u", { publicMetadata: { [k]: v } });
export const params = { publicMetadata: { onboarded: true, extra: 1 } }; export const viaVariable = () => clerk.users.updateUserMetadata("u", params);
export const constParams = { publicMetadata: { plan: { name: "pro" } } } as const; export const viaConst = () => clerk.users.updateUserMetadata("u", constParams);
export const satisfied = { publicMetadata: { plan: { name: "pro" } } } satisfies Parameters<Update>[1]; export const viaSatisfied = () => clerk.users.updateUserMetadata("u", satisfied);
type Result = Awaited<ReturnType<Update>>; export const awaited: Result = user; export const asUser: User = awaited;
export class Service { constructor(private clerk: ClerkClient) {} async set<T extends keyof UserPublicMetadata>(id: string, k: T, v: UserPublicMetadata[T]) { return this.clerk.users.updateUserMetadata(id, { publicMetadata: { [k]: v } }); } }
export const callback = (update: (id: string, p: { publicMetadata: UserPublicMetadata }) => Promise<User>) => update("u", { publicMetadata: {} }); export const passed = callback(clerk.users.updateUserMetadata);
export const narrowParameter = (update: (id: string, p: { publicMetadata?: { onboarded: boolean } }) => Promise<unknown>) => update("u", {}); export const passedNarrow = narrowParameter(clerk.users.updateUserMetadata);
export const partial = (f: typeof clerk.users.updateUserMetadata) => (id: string) => f(id, { publicMetadata: { onboarded: true } });
export const curry = <A extends unknown[], R>(f: (id: string, ...rest: A) => R) => (...rest: A) => f("u", ...rest); export const curried = curry(clerk.users.getUser)();
export const curriedUpdate = curry(clerk.users.updateUserMetadata)({ publicMetadata: { onboarded: true } });
type Flat = { [K in keyof Users]: Users[K] }; export const flat: Flat = clerk.users;
type Async<T> = { [K in keyof T]: T[K] extends (...a: infer A) => infer R ? (...a: A) => R : never }; declare const mapped: Async<Users>; export const mappedGet = mapped.getUser("u"); export const mappedUpdate = mapped.updateUserMetadata("u", { publicMetadata: { onboarded: true } });
export const proxied = new Proxy(clerk.users, {}); export const throughProxy = proxied.updateUserMetadata("u", { publicMetadata: {} });
export const list = async () => (await clerk.users.getUserList({ limit: 10 })).data.map((u) => u.id);
export const literalUnion = (x: "free" | "pro") => clerk.users.updateUserMetadata("u", { publicMetadata: { plan: { name: x } } });
export const values = (a: readonly string[], d: Date, n: null) => clerk.users.updateUserMetadata("u", { privateMetadata: { a, d, n, deep: [{ a }] } });
export const cast = clerk.users.updateUserMetadata("u", { publicMetadata: { whatever: 1 } as UserPublicMetadata });
export const undefinedField = clerk.users.updateUserMetadata("u", { publicMetadata: undefined, privateMetadata: {} });
export const frozen = clerk.users.updateUserMetadata("u", Object.freeze({ publicMetadata: Object.freeze({ onboarded: true }) }));
export const spreadParams = (p: Parameters<Update>[1]) => clerk.users.updateUserMetadata("u", { ...p, publicMetadata: { ...p.publicMetadata, onboarded: true } });
export const genericShape = <T extends { plan?: { name: "free" | "pro" } }>(m: T) => clerk.users.updateUserMetadata("u", { publicMetadata: m });
export const genericKey = <T extends keyof UserUnsafeMetadata>(k: T, v: UserUnsafeMetadata[T]) => clerk.users.replaceUserMetadata("u", { unsafeMetadata: { [k]: v } });
export const genericParts = <T extends UserPublicMetadata>(m: T, p: Partial<T>) => clerk.users.replaceUserMetadata("u", { publicMetadata: { ...m, ...p } });
export const genericParams = <P extends Parameters<Update>[1]>(p: P) => clerk.users.updateUserMetadata("u", p);
export const genericClient = <M extends Users>(u: M) => u.updateUserMetadata("u", { publicMetadata: { onboarded: true } });
export async function* generator() { for (const id of ids) yield await clerk.users.getUser(id); }
export const map = new Map<string, Update>([["u", clerk.users.updateUserMetadata]]);
export const obj: Record<string, (id: string, p: any) => Promise<unknown>> = { u: clerk.users.updateUserMetadata, r: clerk.users.replaceUserMetadata };
export type Names = keyof Users; export const dispatch = (n: "updateUserMetadata" | "replaceUserMetadata") => clerk.users[n]("u", { publicMetadata: { onboarded: true } });
export const settingsOk = clerk.users.updateUserMetadata("u", { publicMetadata: { settings } });
