// What differs between two values, key by key: for the eye. What is sent is made by the package.
import { leafCount } from "../json/describe.js";
import { equal } from "../json/equal.js";
import { member, type Path } from "../json/path.js";
import { isArray, isObject, type Json } from "../json/value.js";

export type Kind = "added" | "changed" | "removed" | "same";

export interface Row {
  path: Path;
  kind: Kind;
  before: Json | undefined;
  after: Json | undefined;
  /** An object on both sides: what differs is in the rows below. */
  inner: boolean;
}

/** A row for each key of both, in the order of what comes out; what goes is where it was. */
export function rowsOf(before: Json | undefined, after: Json | undefined, path: Path = []): Row[] {
  const keys = merged(isObject(before) ? [...before.keys()] : [], isObject(after) ? [...after.keys()] : []);
  return keys.flatMap((key) => {
    const [was, is] = [member(before, key), member(after, key)];
    const at = [...path, key];
    if (isObject(was) && isObject(is)) {
      return [{ path: at, kind: equal(was, is) ? "same" : "changed", before: was, after: is, inner: true } satisfies Row, ...rowsOf(was, is, at)];
    }
    const kind: Kind = was === undefined ? "added" : is === undefined ? "removed" : equal(was, is) ? "same" : "changed";
    const row: Row = { path: at, kind, before: was, after: is, inner: false };
    // Of an object that comes or goes, each key is told.
    const one = kind === "added" ? is : kind === "removed" ? was : undefined;
    if (!isObject(one) || one.size === 0) return [row];
    return [{ ...row, inner: true }, ...(kind === "added" ? rowsOf(undefined, is, at) : rowsOf(was, undefined, at))];
  });
}

/** The keys of `now`, those that are only in `old` behind the one that they followed. */
function merged(old: string[], now: string[]): string[] {
  const keys = [...now];
  old.forEach((key, index) => {
    if (!keys.includes(key)) keys.splice(index === 0 ? 0 : keys.indexOf(old[index - 1] as string) + 1, 0, key);
  });
  return keys;
}

/** The values that differ, without the objects around them. */
export const leaves = (rows: readonly Row[]): Row[] => rows.filter(({ kind, inner }) => kind !== "same" && !inner);

/** "1 added, 2 changed" */
export function summary(rows: readonly Row[]): string {
  const told = leaves(rows);
  const parts = (["added", "changed", "removed"] as const).map((kind) => [told.filter((row) => row.kind === kind).length, kind] as const);
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
  return rows.flatMap(({ path, kind, before: was, after: is }): Warning[] => {
    const insideOther = rows.some((row) => row.kind === kind && row.path.length < path.length && row.path.every((key, index) => key === path[index]));
    if (kind === "removed" && isObject(was) && was.size > 0 && !insideOther) {
      const count = leafCount(was);
      return [{ path, text: `is removed whole, with the ${count === 1 ? "value" : `${count} values`} in it` }];
    }
    if (kind !== "changed") return [];
    if (isArray(was) && isArray(is)) {
      return [{ path, text: `is a list and is replaced whole: ${was.length} ${was.length === 1 ? "item" : "items"} before, ${is.length} after` }];
    }
    if (isObject(was) && !isObject(is) && was.size > 0)
      return [{ path, text: "is an object and is replaced by another kind of value: all in it is lost" }];
    if (isArray(was)) return [{ path, text: "is a list and is replaced by another kind of value" }];
    return [];
  });
}

/** The places of a patch at which it sets or removes something. */
export function placesOf(patch: Json, path: Path = []): Path[] {
  if (!isObject(patch) || (patch.size === 0 && path.length > 0)) return [path];
  return [...patch].flatMap(([key, value]) => placesOf(value, [...path, key]));
}
