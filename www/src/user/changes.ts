// The differences between two values for the preview, key by key and item by item. The package computes what is sent.
import { compareLists, type ItemChange } from "../compare/list.js";
import { leafCount } from "../json/describe.js";
import { identical } from "../json/equal.js";
import { member, type Path } from "../json/path.js";
import { isArray, isObject, type Json, type JsonArray } from "../json/value.js";

export type Kind = "added" | "changed" | "removed" | "moved" | "same";

export interface Row {
  path: Path;
  kind: Kind;
  before: Json | undefined;
  after: Json | undefined;
  /** Whether the differences are in the rows below, as for an object on both sides. */
  inner: boolean;
  /** The previous index of an item, if it differs. */
  from?: number | undefined;
  /** For an array: the number of unchanged items, including shifted ones. */
  sameItems?: number;
}

/**
 * The rows of all keys of both values, in the order of `after`; removed keys keep their position. For arrays, only
 * items that differ have a row.
 */
export function rowsOf(before: Json | undefined, after: Json | undefined, path: Path = []): Row[] {
  const keys = merged(isObject(before) ? [...before.keys()] : [], isObject(after) ? [...after.keys()] : []);
  return keys.flatMap((key) => rowsAt([...path, key], member(before, key), member(after, key)));
}

/** The rows of two values inside of a field. The first row is that of the values themselves. */
export const rowsBetween = (before: Json | undefined, after: Json | undefined): Row[] => rowsAt([], before, after);

function rowsAt(path: Path, was: Json | undefined, is: Json | undefined, from?: number): Row[] {
  const kind: Kind =
    was === undefined ? "added" : is === undefined ? "removed" : identical(was, is) ? "same" : "changed";
  const row: Row = { path, kind, before: was, after: is, inner: false, ...(from !== undefined && { from }) };
  if (isObject(was) && isObject(is)) return [{ ...row, inner: true }, ...rowsOf(was, is, path)];
  if (kind === "changed" && isArray(was) && isArray(is)) {
    const changes = compareLists(was, is);
    const sameItems = is.length - changes.filter(({ to }) => to !== undefined).length;
    return [{ ...row, inner: true, sameItems }, ...changes.flatMap((change) => itemRows(was, is, change, path))];
  }
  // For an object that was added or removed, each key has a row.
  const one = kind === "added" ? is : kind === "removed" ? was : undefined;
  if (!isObject(one) || one.size === 0) return [row];
  return [{ ...row, inner: true }, ...rowsOf(was, is, path)];
}

/** The path of a removed item contains its previous index. */
function itemRows(was: JsonArray, is: JsonArray, { kind, from, to }: ItemChange, path: Path): Row[] {
  const [before, after] = [from === undefined ? undefined : was[from], to === undefined ? undefined : is[to]];
  const at = [...path, (to ?? from) as number];
  const other = from !== undefined && to !== undefined && from !== to ? from : undefined;
  if (kind === "moved") return [{ path: at, kind, before, after, inner: false, from: other }];
  return rowsAt(at, before, after, other);
}

/** The keys of `now`. Keys that are only in `old` come after the key that they followed. */
function merged(old: string[], now: string[]): string[] {
  if (old.every((key, index) => key === now[index])) return now;
  const present = new Set(now);
  const behind = new Map<string | undefined, string[]>();
  let anchor: string | undefined;
  for (const key of old) {
    if (present.has(key)) anchor = key;
    else behind.set(anchor, [...(behind.get(anchor) ?? []), key]);
  }
  return [...(behind.get(undefined) ?? []), ...now.flatMap((key) => [key, ...(behind.get(key) ?? [])])];
}

/** The values that differ, without the objects and arrays around them. */
export const leaves = (rows: readonly Row[]): Row[] => rows.filter(({ kind, inner }) => kind !== "same" && !inner);

/** "1 added, 2 changed" */
export function summary(rows: readonly Row[]): string {
  const differing = leaves(rows);
  const parts = (["added", "changed", "moved", "removed"] as const).map(
    (kind) => [differing.filter((row) => row.kind === kind).length, kind] as const,
  );
  return parts
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`)
    .join(", ");
}

export interface Warning {
  path: Path;
  text: string;
}

/** Changes that may be accidental. */
export function warningsOf(before: Json, after: Json): Warning[] {
  const rows = rowsOf(before, after);
  /** The last object that was added or removed. Values inside of it need no warning. */
  let whole: Row | undefined;
  return rows.flatMap((row): Warning[] => {
    const { path, kind, before: was, after: is } = row;
    const inside =
      whole !== undefined && whole.path.length < path.length && whole.path.every((key, index) => key === path[index]);
    if (!inside) whole = kind === "removed" || kind === "added" ? row : undefined;
    if (inside) return [];
    if (kind === "removed" && isObject(was) && was.size > 0) {
      const count = leafCount(was);
      return [{ path, text: `is removed with the ${count === 1 ? "value" : `${count} values`} in it` }];
    }
    if (kind !== "changed") return [];
    // A list in a list is replaced with it.
    if (isArray(was) && isArray(is) && path.every((key) => typeof key === "string")) {
      return [
        {
          path,
          text: `is an array and is replaced as a whole: ${was.length} ${was.length === 1 ? "item" : "items"} before, ${is.length} after`,
        },
      ];
    }
    if (isObject(was) && !isObject(is) && was.size > 0)
      return [{ path, text: "is an object and is replaced by another type of value: everything in it is lost" }];
    if (isArray(was) && !isArray(is)) return [{ path, text: "is an array and is replaced by another type of value" }];
    return [];
  });
}
