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
  /**
   * The shape of `privateMetadata`, which only the backend reads and sets. Declare your keys as for
   * {@link UserPublicMetadata}.
   */
  interface UserPrivateMetadata extends AnyKeys {}
  /**
   * The shape of `unsafeMetadata`, which the frontend and the backend read and set. Declare your keys as for
   * {@link UserPublicMetadata}.
   */
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

/**
 * A value that JSON carries unchanged, or an object with `toJSON()`. Numbers must also be finite, which no type can
 * tell.
 */
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

/** Every object type, also an interface; of a type parameter with this constraint, every key can be read. */
export type AnyObject = Record<string, any>;

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

type PatchValue<V, Free> = unknown extends V ? Free : PatchMember<V, Free, [Carried<V>] extends [never] ? never : V>;

/**
 * `V` is distributed over the members of its union; a member that JSON cannot carry may stay beside one that it can.
 * Of a type parameter TypeScript does not ask that it shares a key with a type whose keys are all optional: `object`
 * keeps out a constraint with a number or a string there.
 */
type PatchMember<V, Free, All> = V extends string | number | boolean | null | undefined
  ? V
  : [Carried<V>] extends [never]
    ? Extract<All, V>
    : V extends HasToJSON
      ? V
      : V extends readonly unknown[]
        ? Readonly<V>
        : [keyof V] extends [never]
          ? V
          : object & Patch<V, Free>;

/** The members of a union that JSON can carry. The order counts: a `Buffer` has `toJSON()` and holds bytes. */
type Carried<V> = V extends undefined | bigint | symbol | AnyFunction | ArrayBufferView
  ? never
  : V extends HasToJSON
    ? V
    : V extends ReadonlyMap<any, any> | ReadonlySet<any>
      ? never
      : V;

/** `true` where a union has several members. */
type IsUnion<V, All = V> = [V] extends [never] ? false : V extends unknown ? ([All] extends [V] ? false : true) : never;

/**
 * `true`, but undecided as long as `V` is a type parameter, or made of one.
 *
 * `Known<V> extends true ? Check<V> : V` accepts every `V` in a generic function: for an undecided condition
 * TypeScript asks for an assignment to both outcomes, but for those that cannot be. It finds out by an instantiation
 * of `V` with a type that is assignable to everything, also to `never`, so it leaves out the first outcome.
 */
export type Known<V> = [V] extends [never] ? false : true;

/**
 * `V`, with a {@link NotJson} in the place of each value that JSON cannot carry. A union of which JSON can carry a
 * member is accepted as it is, and so are `unknown` and type parameters: the call checks the value.
 */
export type JsonChecked<V> = Known<V> extends true ? CheckedValue<V> : V;

type CheckedValue<V> = unknown extends V
  ? V
  : Fits<V, JsonValue | undefined> extends true
    ? V
    : [Carried<V>] extends [never]
      ? CheckedMember<V>
      : IsUnion<Exclude<V, undefined>> extends true
        ? V
        : CheckedMember<V>;

/** Written apart because a condition narrows what it asks for: `V` would be another type in its first outcome. */
type Fits<V, To> = [V] extends [To] ? true : false;

/** Distributed over the members of a union. */
type CheckedMember<V> = V extends string | number | boolean | null | undefined
  ? V
  : V extends bigint
    ? NotJson<"JSON has no bigint. Convert it with Number() or String().">
    : V extends symbol
      ? NotJson<"JSON has no symbol. Leave it out.">
      : V extends AnyFunction
        ? NotJson<"JSON has no function. Leave it out.">
        : V extends ArrayBufferView
          ? NotJson<"JSON has no bytes. Convert them to a string or an array.">
          : V extends HasToJSON
            ? V
            : V extends ReadonlyMap<any, any>
              ? NotJson<"JSON has no Map. Convert it with Object.fromEntries().">
              : V extends ReadonlySet<any>
                ? NotJson<"JSON has no Set. Convert it with Array.from().">
                : V extends readonly unknown[]
                  ? { [I in keyof V]: CheckedElement<V[I]> }
                  : { [K in keyof V]: JsonChecked<V[K]> };

/** An element of an array: unlike a member of an object, it cannot be left out. */
type CheckedElement<V> =
  Known<V> extends true
    ? [V] extends [undefined]
      ? NotJson<"JSON has no undefined in an array. Pass null, or leave the element out.">
      : CheckedValue<V>
    : V;

type CheckedField<P> = P extends readonly unknown[] | AnyFunction | HasToJSON
  ? NotJson<"A metadata field is a plain object.">
  : P extends object
    ? CheckedMember<P>
    : NotJson<"A metadata field is a plain object.">;

/** `T` without its index signatures. */
type Declared<T> = {
  [K in keyof T as string extends K ? never : number extends K ? never : symbol extends K ? never : K]: T[K];
};

/** The keys of `P` of which `T` declares nothing. */
type Undeclared<T, P> = { [K in Exclude<keyof P, keyof Declared<T>>]?: unknown };

/** Where `P` is right, only its keys: misspelled keys in it are found only where nothing else names them. */
type CheckedArgument<T, P> = P extends CheckedField<P> ? Undeclared<T, P> : CheckedField<P>;

/**
 * Of the constraint of a type parameter: a `Map`, a `Set` and an array would fit a type whose keys are all optional.
 */
type NotIterable = { readonly [Symbol.iterator]?: never };

/**
 * The type of a metadata field of `updateUserMetadata`, where `P` is inferred from the argument. Unlike
 * {@link MetadataPatch} it takes variables of interface types, of `unknown` values and of type parameters.
 *
 * The second outcome is for what TypeScript compares while `P` is undecided: the arguments of generic functions, and
 * functions that stand in for the call, whose parameter is a `P` or the whole of `T`. `P` is inferred there too.
 */
export type PatchArgument<T, P> =
  Known<P> extends true
    ? NoInfer<Patch<Declared<T>, unknown> & CheckedArgument<T, P>>
    : (Patch<Declared<T>, unknown> & NotIterable & P) | T;

/** The same for `replaceUserMetadata`: every key that `T` requires must be there, or none at all. */
export type ReplacementArgument<T, P> =
  Known<P> extends true
    ? NoInfer<(Declared<T> | Record<string, never>) & CheckedArgument<T, P>>
    : (Declared<T> & NotIterable & P) | T;
