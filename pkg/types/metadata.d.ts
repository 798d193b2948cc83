// Without this line every declaration of a declaration file is exported.
export {};

/** Keys of which nothing is known yet. */
interface AnyKeys {
  [key: string]: unknown;
}

// Clerk's own packages declare the same three interfaces with an index signature each. A second
// index signature would be an error, an inherited one is not.
declare global {
  /**
   * The shape of `publicMetadata`, which the frontend and the backend read and the backend sets.
   * Declare your keys once, for this package and for Clerk's:
   *
   * ```ts
   * declare global {
   *   interface UserPublicMetadata { plan?: "free" | "pro" }
   * }
   * ```
   */
  interface UserPublicMetadata extends AnyKeys {}
  /** The shape of `privateMetadata`, which only the backend reads and sets. Declare your keys as for {@link UserPublicMetadata}. */
  interface UserPrivateMetadata extends AnyKeys {}
  /** The shape of `unsafeMetadata`, which the frontend and the backend read and set. Declare your keys as for {@link UserPublicMetadata}. */
  interface UserUnsafeMetadata extends AnyKeys {}
}

/** Something that says itself what it is in JSON, such as a `Date`. It is sent as what its `toJSON()` gives. */
export interface HasToJSON {
  /**
   * What it is in JSON.
   *
   * @param key The key under which the object stands.
   */
  toJSON(key?: any): unknown;
}

/** A value that JSON carries unchanged, or an object with `toJSON()`. Numbers must also be finite, which no type can tell. */
export type JsonValue = string | number | boolean | null | JsonObject | readonly JsonValue[] | HasToJSON;

/** An object of {@link JsonValue}s. A member that is `undefined` is left out. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

declare const reason: unique symbol;

/** No value has this type: it stands in an error of the compiler, where `Reason` says what is wrong. */
export interface NotJson<Reason extends string> {
  /** What is wrong, and what to do. */
  readonly [reason]: Reason;
}

type AnyFunction = ((...args: never) => unknown) | (abstract new (...args: never) => unknown);

/**
 * A change of metadata of the shape `T`, to be merged into what is stored.
 *
 * - A key that is left out, or `undefined`, stays as it is.
 * - `null` removes the key, at every depth.
 * - Objects are merged, so they may be partial at every depth.
 * - Arrays and all other values replace what was there, so they are whole.
 *
 * Where `T` says nothing of a key, any {@link JsonValue} is allowed.
 *
 * @example
 * interface Plan { name: "free" | "pro"; seats: number; address: { city: string; zip: string } }
 * const patch: MetadataPatch<Plan> = { seats: 5, address: { zip: null } };
 */
export type MetadataPatch<T = AnyKeys> = Patch<T, JsonValue>;

/** `Free`: what is allowed where `T` says nothing. */
type Patch<T, Free> = { [K in keyof T]?: PatchValue<T[K], Free> | null | undefined };

type PatchValue<V, Free> = unknown extends V
  ? Free
  : V extends string | number | boolean | null | undefined
    ? V
    : V extends bigint | symbol | AnyFunction | ReadonlyMap<any, any> | ReadonlySet<any>
      ? never
      : V extends HasToJSON
        ? V
        : V extends readonly unknown[]
          ? Readonly<V>
          : Patch<V, Free>;

/** `P`, with a {@link NotJson} in the place of each value that JSON cannot carry. What is `unknown` is judged at run time. */
export type JsonChecked<P> = unknown extends P
  ? P
  : [P] extends [JsonValue | undefined]
    ? P
    : P extends string | number | boolean | null | undefined
      ? P
      : P extends bigint
        ? NotJson<"JSON has no bigint. Convert it with Number() or String().">
        : P extends symbol
          ? NotJson<"JSON has no symbol. Leave it out.">
          : P extends AnyFunction
            ? NotJson<"JSON has no function. Leave it out.">
            : P extends ArrayBufferView
              ? NotJson<"JSON has no bytes. Convert them to a string or an array.">
              : P extends HasToJSON
                ? P
                : P extends ReadonlyMap<any, any>
                  ? NotJson<"JSON has no Map. Convert it with Object.fromEntries().">
                  : P extends ReadonlySet<any>
                    ? NotJson<"JSON has no Set. Convert it with Array.from().">
                    : P extends readonly unknown[]
                      ? { [I in keyof P]: JsonCheckedElement<P[I]> }
                      : { [K in keyof P]: JsonChecked<P[K]> };

type JsonCheckedElement<P> = unknown extends P
  ? P
  : P extends undefined
    ? NotJson<"JSON has no undefined in an array. Pass null, or leave the element out.">
    : JsonChecked<P>;

type CheckedField<P> = P extends readonly unknown[] | AnyFunction | HasToJSON
  ? NotJson<"A metadata field is a plain object.">
  : P extends object
    ? JsonChecked<P>
    : NotJson<"A metadata field is a plain object.">;

/** `T` without its index signatures. */
type Declared<T> = {
  [K in keyof T as string extends K ? never : number extends K ? never : symbol extends K ? never : K]: T[K];
};

/** The keys of `P` of which `T` declares nothing. */
type Undeclared<T, P> = { [K in Exclude<keyof P, keyof Declared<T>>]?: unknown };

/**
 * The type of a metadata field of `updateUserMetadata`, where `P` is inferred from the argument.
 * Unlike {@link MetadataPatch} it takes variables of interface types, and of `unknown` values.
 *
 * The first branch is where `P` is inferred; it is never taken. The second is for
 * `Parameters<…>`, which has no argument to infer from: it also takes what a `User` holds.
 */
export type PatchArgument<T, P> = [P] extends [never]
  ? P
  : unknown extends P
    ? MetadataPatch<T> | T
    : P extends CheckedField<P>
      ? Patch<Declared<T>, unknown> & Undeclared<T, P>
      : CheckedField<P>;

/** The same for `replaceUserMetadata`: every key that `T` requires must be there, or none at all. */
export type ReplacementArgument<T, P> = [P] extends [never]
  ? P
  : unknown extends P
    ? T | Record<string, never>
    : P extends CheckedField<P>
      ? P extends Record<string, never>
        ? P
        : Declared<T> & Undeclared<T, P>
      : CheckedField<P>;
