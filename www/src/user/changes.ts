// What differs between two values, key by key and item by item: for the eye. What is sent is made by the package.
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
  /** An object or a list on both sides: what differs is in the rows below. */
  inner: boolean;
  /** The index that an item of a list had before, where it has another one now. */
  from?: number | undefined;
  /** Of a list: how many items are the same, at the same index or shifted by others. */
  sameItems?: number;
}

/**
 * A row for each key of both, in the order of what comes out; what goes is where it was. Of lists, the items that
 * differ.
 */
export function rowsOf(before: Json | undefined, after: Json | undefined, path: Path = []): Row[] {
  const keys = merged(isObject(before) ? [...before.keys()] : [], isObject(after) ? [...after.keys()] : []);
  return keys.flatMap((key) => rowsAt([...path, key], member(before, key), member(after, key)));
}

/** The rows of two values that are not the fields themselves; the first one is that of the values. */
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
  // Of an object that comes or goes, each key is shown.
  const one = kind === "added" ? is : kind === "removed" ? was : undefined;
  if (!isObject(one) || one.size === 0) return [row];
  return [{ ...row, inner: true }, ...rowsOf(was, is, path)];
}

/** An item that was removed has the index that it had. */
function itemRows(was: JsonArray, is: JsonArray, { kind, from, to }: ItemChange, path: Path): Row[] {
  const [before, after] = [from === undefined ? undefined : was[from], to === undefined ? undefined : is[to]];
  const at = [...path, (to ?? from) as number];
  const other = from !== undefined && to !== undefined && from !== to ? from : undefined;
  if (kind === "moved") return [{ path: at, kind, before, after, inner: false, from: other }];
  return rowsAt(at, before, after, other);
}

/** The keys of `now`, those that are only in `old` behind the one that they followed. */
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

/** The values that differ, without the objects and lists around them. */
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

/** What one may not have meant. */
export function warningsOf(before: Json, after: Json): Warning[] {
  const rows = rowsOf(before, after);
  /** The last object that comes or goes as a whole: what is inside it needs no warning of its own. */
  let whole: Row | undefined;
  return rows.flatMap((row): Warning[] => {
    const { path, kind, before: was, after: is } = row;
    const inside =
      whole !== undefined && whole.path.length < path.length && whole.path.every((key, index) => key === path[index]);
    if (!inside) whole = kind === "removed" || kind === "added" ? row : undefined;
    if (inside) return [];
    if (kind === "removed" && isObject(was) && was.size > 0) {
      const count = leafCount(was);
      return [{ path, text: `is removed whole, with the ${count === 1 ? "value" : `${count} values`} in it` }];
    }
    if (kind !== "changed") return [];
    // A list in a list is replaced with it.
    if (isArray(was) && isArray(is) && path.every((key) => typeof key === "string")) {
      return [
        {
          path,
          text: `is a list and is replaced whole: ${was.length} ${was.length === 1 ? "item" : "items"} before, ${is.length} after`,
        },
      ];
    }
    if (isObject(was) && !isObject(is) && was.size > 0)
      return [{ path, text: "is an object and is replaced by another kind of value: all in it is lost" }];
    if (isArray(was) && !isArray(is)) return [{ path, text: "is a list and is replaced by another kind of value" }];
    return [];
  });
}
