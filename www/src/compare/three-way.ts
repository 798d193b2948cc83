// Three-way comparison and merge of two changes of the same value, key by key.
import { equal, identical } from "../json/equal.js";
import { type Path, valueAt, without, withValue } from "../json/path.js";
import { EMPTY, isObject, type Json, type JsonObject } from "../json/value.js";

/**
 * A key that was changed by someone else (`theirs`), by this change (`mine`), or by both: to equal values (`same`) or
 * to different values (`both`).
 */
export interface KeyChange {
  path: Path;
  by: "theirs" | "mine" | "same" | "both";
  base: Json | undefined;
  theirs: Json | undefined;
  mine: Json | undefined;
}

/**
 * Objects are compared member by member. An array is one value, because the Backend API replaces it as a whole. Pass
 * `identical` as `sameMine` if `mine` was typed.
 */
export function compareThree(
  base: Json | undefined,
  theirs: Json | undefined,
  mine: Json | undefined,
  sameMine = equal,
  path: Path = [],
): KeyChange[] {
  const [byThem, byMe] = [!equal(theirs, base), !sameMine(mine, base)];
  if (!byThem && !byMe) return [];
  if (isObject(theirs) && isObject(mine)) {
    const keys = new Set([...(isObject(base) ? base.keys() : []), ...theirs.keys(), ...mine.keys()]);
    return [...keys].flatMap((key) =>
      compareThree(isObject(base) ? base.get(key) : undefined, theirs.get(key), mine.get(key), sameMine, [
        ...path,
        key,
      ]),
    );
  }
  const by = !byMe ? "theirs" : !byThem ? "mine" : equal(theirs, mine) ? "same" : "both";
  return [{ path, by, base, theirs, mine }];
}

/** Sets values at paths; `undefined` removes the value. */
export const withValues = (root: JsonObject, values: readonly (readonly [Path, Json | undefined])[]): JsonObject =>
  values.reduce<Json>(
    (value, [path, to]) => (to === undefined ? without(value, path) : withValue(value, path, to)),
    root,
  ) as JsonObject;

/** Combines both changes, in the order of `mine`. In a conflict, mine is kept. */
export function mergeThree(
  base: JsonObject,
  theirs: JsonObject,
  mine: JsonObject,
  sameMine = equal,
): { value: JsonObject; conflicts: KeyChange[] } {
  const changes = compareThree(base, theirs, mine, sameMine);
  const byThem = changes.filter(({ by }) => by === "theirs");
  return {
    value: withValues(
      mine,
      byThem.map(({ path, theirs }) => [path, theirs] as const),
    ),
    conflicts: changes.filter(({ by }) => by === "both"),
  };
}

/** The paths that a patch sets or removes. */
export function pathsOfPatch(patch: Json, path: Path = []): Path[] {
  if (!isObject(patch) || (patch.size === 0 && path.length > 0)) return [path];
  return [...patch].flatMap(([key, value]) => pathsOfPatch(value, [...path, key]));
}

/** The value at a path of a patch after the merge. An empty object does not change an existing object. */
export function patchedValue(base: Json, patch: Json, path: Path): Json | undefined {
  const value = valueAt(patch, path);
  const was = valueAt(base, path);
  if (value === null) return undefined;
  return isObject(value) && isObject(was) ? was : value;
}

/** The parts of a patch that have an effect. */
export function effectivePatch(base: JsonObject, patch: JsonObject): JsonObject {
  const rest = pathsOfPatch(patch).filter((path) => !identical(patchedValue(base, patch, path), valueAt(base, path)));
  return withValues(
    EMPTY,
    rest.map((path) => [path, valueAt(patch, path)] as const),
  );
}

/** Keys that a patch sets to their original value. The patch would revert a change of someone else there. */
export function unchangedByPatch(base: JsonObject, theirs: JsonObject, patch: JsonObject): KeyChange[] {
  return pathsOfPatch(patch).flatMap((path): KeyChange[] => {
    const [was, is, mine] = [valueAt(base, path), valueAt(theirs, path), patchedValue(base, patch, path)];
    return equal(was, mine) && !equal(is, mine) ? [{ path, by: "both", base: was, theirs: is, mine }] : [];
  });
}

/** Whether someone else has set a key of the patch to another value. */
export const conflictsWithPatch = (base: JsonObject, theirs: JsonObject, patch: JsonObject): boolean =>
  pathsOfPatch(patch).some((path) => {
    const is = valueAt(theirs, path);
    return !equal(is, valueAt(base, path)) && !equal(is, patchedValue(theirs, patch, path));
  });
