// JSON values, and ways to a part of one. Nothing here changes a value: each gives a new one.

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}
/** The keys and indices that lead to a part. */
export type Path = readonly (string | number)[];

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

const encoder = new TextEncoder();

/** The size that counts against the limits. */
export const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;

/** Own keys only: `__proto__` and `constructor` are keys like any other. */
export const member = (value: Json | undefined, key: string | number): Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
};

export const valueAt = (root: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((value, key) => member(value, key), root);

/** The members of an object by keys, or the items of an array by indices. */
export const entriesOf = (value: Json): [string | number, Json][] =>
  Array.isArray(value) ? value.map((item, index) => [index, item]) : isObject(value) ? Object.entries(value) : [];

/** With the parts on the way made where they are not there. */
export function withValue(root: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = withValue(member(root, key) ?? {}, rest, value);
  if (Array.isArray(root)) return Object.assign([...root], { [key]: inner });
  const object = isObject(root) ? root : {};
  if (!Object.hasOwn(object, key)) return Object.fromEntries([...Object.entries(object), [key, inner]]);
  return Object.fromEntries(Object.entries(object).map(([name, now]) => [name, name === key ? inner : now]));
}

export function without(root: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (key === undefined) return root;
  if (rest.length > 0) {
    const inner = member(root, key);
    return inner === undefined ? root : withValue(root, [key], without(inner, rest));
  }
  if (Array.isArray(root)) return root.filter((_, index) => index !== key);
  return isObject(root) ? Object.fromEntries(Object.entries(root).filter(([name]) => name !== key)) : root;
}

/** A key keeps its place. */
export function renamed(root: Json, path: Path, name: string): Json {
  const last = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  if (!isObject(parent)) return root;
  const members = Object.entries(parent).map(([key, value]) => [key === last ? name : key, value] as const);
  return withValue(root, path.slice(0, -1), Object.fromEntries(members));
}

/** The order of keys is no difference. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/** A path as one would write it: `plan.seats`, `tags[0]`, `["a b"].c`. */
export const shown = (path: Path): string =>
  path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return index === 0 ? key : `.${key}`;
      return `[${JSON.stringify(key)}]`;
    })
    .join("");

/** A value in a few words. */
export function brief(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (isObject(value)) {
    const { length } = Object.keys(value);
    return length === 0 ? "an empty object" : `an object of ${length} ${length === 1 ? "key" : "keys"}`;
  }
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 58)}…` : text;
}

/** How many values that are no object are in it. */
export const leavesOf = (value: Json): number =>
  isObject(value) ? Object.values(value).reduce<number>((sum, inner) => sum + leavesOf(inner), 0) : 1;
