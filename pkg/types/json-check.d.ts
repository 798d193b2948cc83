// The compile-time check of the arguments of the calls that change metadata: JSON must be able to represent them.
import type { HasToJSON, JsonValue } from "./metadata.js";

declare const reason: unique symbol;

/** No value has this type. It appears in compiler errors, where `Reason` says what is wrong. */
export interface NotJson<Reason extends string> {
  /** What is wrong, and how to fix it. */
  readonly [reason]: Reason;
}

type AnyFunction = ((...args: never) => unknown) | (abstract new (...args: never) => unknown);

/** The members of a union that JSON can represent. The order counts: a `Buffer` has `toJSON()` and contains bytes. */
export type CanBeJson<V> = V extends undefined | bigint | symbol | AnyFunction | ArrayBufferView
  ? never
  : V extends HasToJSON
    ? V
    : V extends ReadonlyMap<any, any> | ReadonlySet<any>
      ? never
      : V;

/** `true` if a union has several members. */
type IsUnion<V, All = V> = [V] extends [never] ? false : V extends unknown ? ([All] extends [V] ? false : true) : never;

/**
 * `true`. TypeScript does not evaluate it while `V` is a type parameter, or contains one.
 *
 * A generic function may therefore pass any `V` to a parameter of the type `Known<V> extends true ? Check<V> : V`. For
 * a condition that is not evaluated, TypeScript requires an assignment to both outcomes, but not to an outcome that is
 * impossible. To find that out, it replaces `V` by a type that is assignable to everything, including `never`, and so
 * excludes the first outcome.
 */
export type Known<V> = [V] extends [never] ? false : true;

/**
 * `V`, with a {@link NotJson} in place of each value that JSON cannot represent. A union is accepted if JSON can
 * represent one of its members. `unknown` and type parameters are accepted too. The call validates their values.
 */
export type JsonChecked<V> = Known<V> extends true ? CheckedValue<V> : V;

type CheckedValue<V> = unknown extends V
  ? V
  : Fits<V, JsonValue | undefined> extends true
    ? V
    : [CanBeJson<V>] extends [never]
      ? CheckedMember<V>
      : IsUnion<Exclude<V, undefined>> extends true
        ? V
        : CheckedMember<V>;

/** A separate type, because a condition narrows its subject: `V` would be another type in its first outcome. */
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

/** An element of an array. Unlike a key of an object, it cannot be left out. */
type CheckedElement<V> =
  Known<V> extends true
    ? [V] extends [undefined]
      ? NotJson<"JSON has no undefined in an array. Pass null, or leave the element out.">
      : CheckedValue<V>
    : V;

type CheckedField<F> = Known<F> extends true ? CheckedFieldMember<F> : F;

type CheckedFieldMember<F> = F extends undefined
  ? F
  : F extends readonly unknown[] | AnyFunction | HasToJSON
    ? NotJson<"A metadata field is a plain object.">
    : F extends object
      ? CheckedMember<F>
      : NotJson<"A metadata field is a plain object.">;

type CheckedFields<P, Fields> = {
  [K in keyof P]: string extends K ? CheckedField<P[K]> : K extends keyof Fields ? CheckedField<P[K]> : unknown;
};

/**
 * `unknown` if JSON can represent the parameters `P`. Otherwise their type with a {@link NotJson} in each wrong place.
 */
type JsonCheck<P, Fields> = unknown extends P
  ? unknown
  : P extends CheckedFields<P, Fields>
    ? unknown
    : CheckedFields<P, Fields>;

/** `true`. Not evaluated while the type of a field is a type parameter. */
type AllKnown<P> = [{ [K in keyof P]-?: Known<P[K]> }[keyof P]] extends [true] ? true : false;

/**
 * What TypeScript does not check of a type parameter of the caller: a `Map`, a `Set` and an array are assignable to a
 * type whose keys are all optional, and so are primitives.
 */
type GenericField<F> = { readonly [Symbol.iterator]?: never } & {
  [K in keyof F]: F[K] extends object | null | undefined ? object | null | undefined : unknown;
};

/**
 * The parameter of a call, where `P` is inferred from the argument. If the argument is valid, editors and compiler
 * errors show only `Fields`, the type of the metadata fields. `GenericFields` is that type if the type of a field is a
 * type parameter of the caller.
 *
 * The last outcome is for functions that replace the call, such as fakes, and for the inference of `P`. `Readonly`
 * keeps TypeScript from matching an argument of the type `GenericFields` with it, instead of inferring `P`.
 */
export type Checked<P, Fields, GenericFields = Fields> =
  Known<P> extends true
    ? AllKnown<P> extends true
      ? Fields & NoInfer<JsonCheck<P, GenericFields>>
      : GenericFields & { [K in keyof GenericFields]: GenericField<GenericFields[K]> | undefined } & NoInfer<
            JsonCheck<P, GenericFields>
          >
    : (Readonly<GenericFields> & P) | Readonly<GenericFields>;
