// Paths into a value, and changes at a path. Values are immutable: each function returns a new value, which shares the
// unchanged parts.
import { literalOf } from "./literal.js";
import { EMPTY, isArray, isObject, type Json, type JsonObject } from "./value.js";

/** The keys and indices that lead to a part of a value. */
export type Path = readonly (string | number)[];

/** Equal texts for equal paths. */
export const pathId = (path: Path): string => JSON.stringify(path);

export function member(value: Json | undefined, key: string | number): Json | undefined {
  if (isArray(value)) return value[Number(key)];
  return isObject(value) ? value.get(String(key)) : undefined;
}

export const valueAt = (root: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((value, key) => member(value, key), root);

/** The members of an object by keys, or the items of an array by indices. */
export const entriesOf = (value: Json): [string | number, Json][] =>
  isArray(value) ? value.map((item, index) => [index, item]) : isObject(value) ? [...value] : [];

/** Sets a value. Missing objects on the path are created. */
export function withValue(root: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = withValue(member(root, key) ?? EMPTY, rest, value);
  if (isArray(root)) return Object.assign([...root], { [key]: inner });
  return new Map(isObject(root) ? root : EMPTY).set(String(key), inner);
}

export function without(root: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (key === undefined) return root;
  if (rest.length > 0) {
    const inner = member(root, key);
    return inner === undefined ? root : withValue(root, [key], without(inner, rest));
  }
  if (isArray(root)) return root.filter((_, index) => index !== key);
  return isObject(root) ? new Map([...root].filter(([name]) => name !== key)) : root;
}

/** Changes a key. The member keeps its position. */
export function renamed(root: Json, path: Path, name: string): Json {
  const last = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  if (!isObject(parent)) return root;
  const members: JsonObject = new Map([...parent].map(([key, value]) => [key === last ? name : key, value] as const));
  return withValue(root, path.slice(0, -1), members);
}

/** Puts a member at a position among the members of its object, or an item among the items of its array. */
export function inserted(root: Json, path: Path, value: Json, position: number): Json {
  const around = path.slice(0, -1);
  const parent = valueAt(root, around);
  if (isArray(parent)) return withValue(root, around, parent.toSpliced(position, 0, value));
  const members = [...(isObject(parent) ? parent : EMPTY)];
  return withValue(root, around, new Map(members.toSpliced(position, 0, [String(path.at(-1)), value])));
}

/** Moves an item of an array to another index. */
export function moved(root: Json, path: Path, to: number): Json {
  const [around, from] = [path.slice(0, -1), path.at(-1) as number];
  const items = valueAt(root, around);
  if (!isArray(items)) return root;
  return withValue(root, around, items.toSpliced(from, 1).toSpliced(to, 0, items[from] as Json));
}

export const startsWith = (path: Path, start: Path): boolean =>
  start.length <= path.length && start.every((key, index) => key === path[index]);

/** A key as it is shown: in quotes if it is empty, or starts or ends with a space. */
export const shownKey = (key: string): string => (key === "" || key !== key.trim() ? `"${key}"` : key);

/** A path in the notation of code: `plan.seats`, `tags[0]`, `["a b"].c`. */
export const pathText = (path: Path): string =>
  path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return index === 0 ? key : `.${key}`;
      return `[${literalOf(key)}]`;
    })
    .join("");
