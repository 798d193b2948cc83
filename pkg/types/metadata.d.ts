import type { CanBeJson } from "./json-check.js";

// Without this line every declaration of a declaration file is exported.
export {};

/** Undeclared keys. */
interface AnyKeys {
  [key: string]: unknown;
}

// Clerk's own packages declare the same interfaces, each with an index signature. Declaring a second index
// signature is an error. Inheriting one is not.
declare global {
  /**
   * The type of `publicMetadata`: read by the frontend and the backend, set by the backend.
   *
   * Declare your keys once, for this package and for Clerk's packages:
   *
   * ```ts
   * // types/globals.d.ts
   * export {};
   *
   * declare global {
   *   interface UserPublicMetadata {
   *     plan?: { name: "free" | "pro"; seats?: number };
   *   }
   * }
   * ```
   */
  interface UserPublicMetadata extends AnyKeys {}
  /**
   * The type of `privateMetadata`: read and set by the backend only. Declare your keys as for
   * {@link UserPublicMetadata}.
   */
  interface UserPrivateMetadata extends AnyKeys {}
  /**
   * The type of `unsafeMetadata`: read and set by the frontend and the backend. Declare your keys as for
   * {@link UserPublicMetadata}.
   */
  interface UserUnsafeMetadata extends AnyKeys {}
  /**
   * The type of the `publicMetadata` of an organization: read by the frontend and the backend, set by the backend.
   * Declare your keys as for {@link UserPublicMetadata}.
   */
  interface OrganizationPublicMetadata extends AnyKeys {}
  /**
   * The type of the `privateMetadata` of an organization: read and set by the backend only. Declare your keys as for
   * {@link UserPublicMetadata}.
   */
  interface OrganizationPrivateMetadata extends AnyKeys {}
  /**
   * The type of the `publicMetadata` of a membership in an organization: read by the frontend and the backend, set by
   * the backend. Declare your keys as for {@link UserPublicMetadata}.
   */
  interface OrganizationMembershipPublicMetadata extends AnyKeys {}
  /**
   * The type of the `privateMetadata` of a membership in an organization: read and set by the backend only. Declare
   * your keys as for {@link UserPublicMetadata}.
   */
  interface OrganizationMembershipPrivateMetadata extends AnyKeys {}
}

/** An object that defines its JSON form, such as a `Date`. The result of `toJSON()` is sent in its place. */
export interface HasToJSON {
  /**
   * Returns the value to send.
   *
   * @param key The key that holds the object.
   */
  toJSON(key?: any): unknown;
}

/**
 * A value that JSON can represent, or an object with `toJSON()`. Numbers must also be finite. TypeScript cannot check
 * this, so `NaN` and `Infinity` are rejected when the call is made.
 */
export type JsonValue = string | number | boolean | null | JsonObject | readonly JsonValue[] | HasToJSON;

/** An object of {@link JsonValue}s. Keys whose value is `undefined` are not sent. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * A change to metadata of the type `T`, which is merged into the stored metadata. Use it for variables and parameters
 * of your own functions.
 *
 * - A key that is missing or `undefined` keeps its value.
 * - `null` removes the key, at every depth.
 * - Objects are merged, so they can be partial at every depth.
 * - Arrays and all other values replace the stored value, so they must be complete.
 *
 * Keys that `T` does not declare accept any {@link JsonValue}.
 *
 * @example
 * interface Account { plan: "free" | "pro"; address: { city: string; zip: string } }
 *
 * const patch: MetadataPatch<Account> = { address: { zip: null } };
 */
export type MetadataPatch<T = AnyKeys> = {
  [K in keyof T]?: PatchedValue<T[K], "variable"> | null | undefined;
};

/**
 * The same for an argument of `updateUserMetadata`. Undeclared keys have the type `any`, which also accepts variables
 * of interface types. `JsonCheck` checks their values.
 */
export type Patch<T> = { [K in keyof T]?: PatchedValue<T[K], "argument"> | null | undefined };

/** The new value of a metadata field, for an argument of `replaceUserMetadata`. */
export type Replacement<T> = { [K in keyof T]: unknown extends T[K] ? any : T[K] };

type Use = "variable" | "argument";

type PatchedValue<V, U extends Use> = unknown extends V
  ? U extends "argument"
    ? any
    : JsonValue
  : PatchedMember<V, U, [CanBeJson<V>] extends [never] ? never : V>;

/** Distributed over the members of a union. A member that JSON cannot represent is allowed next to one that it can. */
type PatchedMember<V, U extends Use, All> = V extends string | number | boolean | null | undefined
  ? V
  : [CanBeJson<V>] extends [never]
    ? Extract<All, V>
    : V extends HasToJSON
      ? V
      : V extends readonly unknown[]
        ? Readonly<V>
        : [keyof V] extends [never]
          ? V
          : U extends "argument"
            ? Patch<V>
            : MetadataPatch<V>;
