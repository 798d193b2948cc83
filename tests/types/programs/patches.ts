// MetadataPatch of custom types, rule by rule, and calls with such types declared.
import { createClerkClient, updateUserMetadata, type JsonValue, type MetadataPatch, type User } from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";

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
  labels: Set<string>;
  big: bigint;
  mark: symbol;
  run: () => void;
}
type Patch = MetadataPatch<Order>;
declare global {
  interface UserPublicMetadata {
    order: { id: string; index?: Map<string, string>; labels?: Set<string> };
  }
}

declare const line: Line;
const { users } = createClerkClient();

/** Every key is optional at every depth, and accepts null. */
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
assertTrue<Equal<keyof Patch, keyof Order>>();
assertTrue<Equal<Patch["id"], string | null | undefined>>();
assertTrue<Equal<NonNullable<NonNullable<Patch["address"]>["geo"]>["lat"], number | null | undefined>>();

/** Arrays are replaced, not patched. */
export const arrays: Patch[] = [{ lines: [] }, { lines: [line] }, { pair: [1, 2] }];
// @ts-expect-error an element with missing keys
export const element: Patch = { lines: [{ sku: "a" }] };
// @ts-expect-error null as an element
export const hole: Patch = { lines: [line, null] };
// @ts-expect-error a tuple of the wrong length
export const tuple: Patch = { pair: [1] };

/** Objects with toJSON() are replaced, not patched. */
export const dates: Patch = { placedAt: new Date(), total: new Money(1) };
// @ts-expect-error a part of an object with toJSON()
export const cents: Patch = { total: { cents: 1 } };
// @ts-expect-error the JSON of an object with toJSON()
export const text: Patch = { placedAt: "2026-01-01" };

/** Keys whose type JSON cannot represent accept only null, even if they are declared. */
assertTrue<Equal<Patch["index" | "labels" | "big" | "mark" | "run"], null | undefined>>();
// @ts-expect-error Map
export const map: Patch = { index: new Map() };
// @ts-expect-error Set
export const set: Patch = { labels: new Set() };
// @ts-expect-error bigint
export const bigint: Patch = { big: 1n };
// @ts-expect-error symbol
export const symbol: Patch = { mark: Symbol() };
// @ts-expect-error function
export const run: Patch = { run: () => {} };

/** Undeclared keys accept JSON values and objects with toJSON(). */
export const undeclared: MetadataPatch = { a: 1, b: { c: [null, { d: "e" }] }, f: null, g: new Date(), h: [new Money(1)] };
assertTrue<Equal<MetadataPatch["anything"], JsonValue | undefined>>();
// @ts-expect-error symbol
export const undeclaredSymbol: MetadataPatch = { a: { b: Symbol() } };
// @ts-expect-error Set
export const undeclaredSet: MetadataPatch = { a: [new Set([1])] };
// @ts-expect-error undefined in an array
export const undeclaredUndefined: MetadataPatch = { a: [undefined] };

export async function calls(user: User) {
  assertTrue<Equal<User["publicMetadata"], UserPublicMetadata>>();
  assertTrue<Equal<User["publicMetadata"]["order"]["id"], string>>();
  await updateUserMetadata(user.id, { publicMetadata: { order: {} } });
  await updateUserMetadata(user.id, { publicMetadata: { order: { id: null, index: null } } });
  // @ts-expect-error a declared Map
  await updateUserMetadata(user.id, { publicMetadata: { order: { index: new Map<string, string>() } } });
  // @ts-expect-error a declared Set
  await updateUserMetadata(user.id, { publicMetadata: { order: { labels: new Set<string>() } } });
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: { id: "a" } } });
  // @ts-expect-error a replacement with missing keys
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: {} } });
  // @ts-expect-error null in a replacement
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: { id: null } } });
  // @ts-expect-error a declared Map
  await users.replaceUserMetadata(user.id, { publicMetadata: { order: { id: "a", index: new Map<string, string>() } } });
  // @ts-expect-error symbol, in an undeclared key
  await users.replaceUserMetadata(user.id, { unsafeMetadata: { s: Symbol() } });
  // @ts-expect-error function, in an undeclared key
  await users.replaceUserMetadata(user.id, { privateMetadata: { f: () => 1 } });
  // @ts-expect-error Set, in an undeclared key
  await users.replaceUserMetadata(user.id, { unsafeMetadata: { s: new Set([1]) } });
}

/** A type without keys is replaced, not patched. Every value except null is assignable to `{}`. */
interface Loose {
  any?: {};
  object?: object;
}
export const loose: MetadataPatch<Loose>[] = [{ any: 1 }, { any: "text", object: {} }, { any: { a: 1 }, object: [1] }, { any: null, object: null }];
// @ts-expect-error not an object
export const numberForObject: MetadataPatch<Loose> = { object: 1 };
