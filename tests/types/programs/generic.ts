// Functions that are generic over the metadata, as in apps that use the official client.
import { createClerkClient, updateUserMetadata } from "clerk-metadata";
import "./optional-metadata-declarations.js";

const { users } = createClerkClient();

type Values = Record<string, unknown>;

/** A type parameter for a whole field. */
export const field = <T extends Values>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
export const declaredField = <T extends UserPublicMetadata>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
export const part = <T extends Values>(id: string, metadata: Partial<T>) => users.updateUserMetadata(id, { publicMetadata: metadata });
export const allFields = <T extends Record<string, string | number>>(id: string, metadata: T) =>
  users.updateUserMetadata(id, { publicMetadata: metadata, privateMetadata: metadata, unsafeMetadata: metadata });
export const eitherField = <T extends Values>(id: string, name: "publicMetadata" | "privateMetadata", metadata: T) => updateUserMetadata(id, { [name]: metadata });
export const replaced = <T extends Values>(id: string, metadata: T) => users.replaceUserMetadata(id, { publicMetadata: metadata });
export const declaredReplaced = <T extends UserPublicMetadata>(id: string, metadata: T) => users.replaceUserMetadata(id, { publicMetadata: metadata });

/** A type parameter for a part of a field, at any depth. */
export const value = <T>(id: string, value: T) => users.updateUserMetadata(id, { publicMetadata: { value } });
export const deep = <T>(id: string, value: T) => users.updateUserMetadata(id, { publicMetadata: { deep: { list: [value], value } } });
export const optional = <T>(id: string, value: T | undefined, values: T[], fixed: readonly T[]) => updateUserMetadata(id, { publicMetadata: { value, values, fixed } });
export const spread = <T extends Values>(id: string, metadata: T) => updateUserMetadata(id, { publicMetadata: { ...metadata, at: 1, nested: { metadata } } });
export const fixed = <T extends Values>(id: string, metadata: Readonly<T>) => updateUserMetadata(id, { publicMetadata: { metadata } });
export const object = <T extends object>(id: string, metadata: T) => updateUserMetadata(id, { publicMetadata: { metadata } });
export const text = <T extends string>(id: string, name: T) => updateUserMetadata(id, { publicMetadata: { name, [name]: 1 } });
export const tuple = <const T extends readonly string[]>(id: string, list: T) => updateUserMetadata(id, { publicMetadata: { list } });
export const items = <T extends { id: string }>(id: string, items: T[]) =>
  updateUserMetadata(id, { publicMetadata: { items, byId: Object.fromEntries(items.map((item) => [item.id, item])) } });
export const picked = <T extends Values, K extends keyof T>(id: string, picked: Pick<T, K>, rest: Omit<T, K>) =>
  updateUserMetadata(id, { publicMetadata: { picked, rest } });

/** A type parameter for a key. */
export const setKey = <K extends keyof UserPublicMetadata>(id: string, key: K, value: UserPublicMetadata[K]) =>
  users.updateUserMetadata(id, { publicMetadata: { [key]: value } });
export const member = <T extends Record<string, any>>(id: string, metadata: T, key: keyof T) => users.updateUserMetadata(id, { publicMetadata: { value: metadata[key] } });

/** A generic class. */
export class Store<T extends Values> {
  constructor(readonly initial: T) {}
  save(id: string, change: Partial<T>) {
    return users.updateUserMetadata(id, { publicMetadata: { ...this.initial, ...change } });
  }
}

/** The known parts are still checked. */
// @ts-expect-error bigint, next to a type parameter
export const bigintNextToParameter = <T>(id: string, value: T) => users.updateUserMetadata(id, { publicMetadata: { value, n: 10n } });
// @ts-expect-error a declared key of another type
export const wrongDeclaredKey = <T extends { onboarded: string }>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
// @ts-expect-error a number for a declared key that is an object
export const numberForObject = <T extends { plan: number }>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
// @ts-expect-error a string for a declared key that is an object
export const stringForObject = <T extends { plan: string }>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
// @ts-expect-error a number for a declared key that is an object, in a replacement
export const numberForObjectInReplacement = <T extends { plan: number }>(id: string, metadata: T) => users.replaceUserMetadata(id, { publicMetadata: metadata });
// @ts-expect-error a Map
export const map = <T extends Map<string, string>>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
// @ts-expect-error a Set
export const unique = <T extends Set<string>>(id: string, metadata: T) => users.replaceUserMetadata(id, { publicMetadata: metadata });
// @ts-expect-error an array
export const list = <T extends string[]>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
/** Constraints that match the declared metadata. */
export const fits = <T extends { plan: { name: "pro" }; other: number }>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
export const removes = <T extends { plan: null }>(id: string, metadata: T) => users.updateUserMetadata(id, { publicMetadata: metadata });
