// MetadataPatch of one's own types, point by point; and the calls where such types are declared.
import { createClerkClient, updateUserMetadata, type JsonValue, type MetadataPatch, type User } from "clerk-metadata";
import { holds, type Equal } from "./assert.js";

class Money {
  constructor(readonly cents: number) {}
  toJSON() {
    return this.cents;
  }
}
interface Line {
  sku: string;
  price: Money;
}
interface Order {
  id: string;
  note?: string;
  placedAt: Date;
  total: Money;
  lines: Line[];
  pair: [number, number];
  address: { city: string; geo: { lat: number; lon: number } };
  index: Map<string, Line>;
  seen: Set<string>;
  big: bigint;
  mark: symbol;
  run: () => void;
}
type Patch = MetadataPatch<Order>;
declare global {
  interface UserPublicMetadata {
    order: { id: string; index?: Map<string, string>; seen?: Set<string> };
  }
}

declare const line: Line;
const { users } = createClerkClient();

/** Every key is optional, at every depth, and takes null. */
export const partial: Patch[] = [
  {},
  { id: "a" },
  { id: null, note: null, placedAt: null, total: null, lines: null, pair: null, address: null },
  { id: undefined, address: undefined },
  { address: {} },
  { address: { city: null } },
  { address: { geo: null } },
  { address: { geo: { lat: null } } },
  { address: { geo: { lat: 1 } } },
  { address: { geo: { lat: 1, lon: undefined } } },
];
holds<Equal<keyof Patch, keyof Order>>();
holds<Equal<Patch["id"], string | null | undefined>>();
holds<Equal<NonNullable<NonNullable<Patch["address"]>["geo"]>["lat"], number | null | undefined>>();

/** Arrays are whole. */
export const arrays: Patch[] = [{ lines: [] }, { lines: [line] }, { pair: [1, 2] }];
// @ts-expect-error an element is whole
export const element: Patch = { lines: [{ sku: "a" }] };
// @ts-expect-error null removes no element
export const hole: Patch = { lines: [line, null] };
// @ts-expect-error a tuple has its length
export const tuple: Patch = { pair: [1] };

/** What has toJSON() is whole too. */
export const dates: Patch = { placedAt: new Date(), total: new Money(1) };
// @ts-expect-error a part of it is none
export const cents: Patch = { total: { cents: 1 } };
// @ts-expect-error its JSON is not the declared type
export const text: Patch = { placedAt: "2026-01-01" };

/** What JSON cannot carry has no value but null, even where it is declared. */
holds<Equal<Patch["index" | "seen" | "big" | "mark" | "run"], null | undefined>>();
// @ts-expect-error Map
export const map: Patch = { index: new Map() };
// @ts-expect-error Set
export const set: Patch = { seen: new Set() };
// @ts-expect-error bigint
export const bigint: Patch = { big: 1n };
// @ts-expect-error symbol
export const symbol: Patch = { mark: Symbol() };
// @ts-expect-error function
export const run: Patch = { run: () => {} };

/** Where nothing is declared, JSON is allowed, and what has toJSON(). */
export const free: MetadataPatch = { a: 1, b: { c: [null, { d: "e" }] }, f: null, g: new Date(), h: [new Money(1)] };
holds<Equal<MetadataPatch["anything"], JsonValue | undefined>>();
// @ts-expect-error symbol
export const freeSymbol: MetadataPatch = { a: { b: Symbol() } };
// @ts-expect-error Set
export const freeSet: MetadataPatch = { a: [new Set([1])] };
// @ts-expect-error undefined in an array
export const freeHole: MetadataPatch = { a: [undefined] };

export async function calls(user: User) {
  holds<Equal<User["publicMetadata"], UserPublicMetadata>>();
  holds<Equal<User["publicMetadata"]["order"]["id"], string>>();
  await updateUserMetadata(user.id, { publicMetadata: { order: {} } });
  await updateUserMetadata(user.id, { publicMetadata: { order: { id: null, index: null } } });
  // @ts-expect-error a declared Map
  await updateUserMetadata(user.id, { publicMetadata: { order: { index: new Map<string, string>() } } });
  // @ts-expect-error a declared Set
  await updateUserMetadata(user.id, { publicMetadata: { order: { seen: new Set<string>() } } });
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: { id: "a" } } });
  // @ts-expect-error a replacement is no patch
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: {} } });
  // @ts-expect-error nor has it a null
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: { id: null } } });
  // @ts-expect-error a declared Map
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: { id: "a", index: new Map<string, string>() } } });
  // @ts-expect-error symbol, where nothing is declared
  await users.replaceUserMetadata(user.id, { unsafeMetadata: { s: Symbol() } });
  // @ts-expect-error function, where nothing is declared
  await users.replaceUserMetadata(user.id, { privateMetadata: { f: () => 1 } });
  // @ts-expect-error Set, where nothing is declared
  await users.replaceUserMetadata(user.id, { unsafeMetadata: { s: new Set([1]) } });
}

/** A type without keys is whole: every value but null fits `{}`. */
interface Loose {
  any?: {};
  object?: object;
}
export const loose: MetadataPatch<Loose>[] = [{ any: 1 }, { any: "text", object: {} }, { any: { a: 1 }, object: [1] }, { any: null, object: null }];
// @ts-expect-error no object
export const noObject: MetadataPatch<Loose> = { object: 1 };
