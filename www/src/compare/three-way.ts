// Two changes of the same value, key by key: which of them changed what, and both of them combined.
import { equal, identical } from "../json/equal.js";
import { type Path, valueAt, without, withValue } from "../json/path.js";
import { EMPTY, isObject, type Json, type JsonObject } from "../json/value.js";

/**
 * A key that was changed by the other one (`theirs`), by this change (`mine`), by both alike (`same`) or
 * differently (`both`).
 */
export interface KeyChange {
  path: Path;
  by: "theirs" | "mine" | "same" | "both";
  base: Json | undefined;
  theirs: Json | undefined;
  mine: Json | undefined;
}

/**
 * Objects are compared member by member. A list is one value, as the service replaces it whole. `sameMine` is
 * `identical` where `mine` is typed.
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

/** A value with other values at some paths; `undefined` removes what is there. */
export const withValues = (root: JsonObject, values: readonly (readonly [Path, Json | undefined])[]): JsonObject =>
  values.reduce<Json>(
    (value, [path, to]) => (to === undefined ? without(value, path) : withValue(value, path, to)),
    root,
  ) as JsonObject;

/** Both changes combined, in the order of `mine`. Where both changed a key differently, mine is kept. */
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

/** The paths at which a patch sets or removes something. */
export function pathsOfPatch(patch: Json, path: Path = []): Path[] {
  if (!isObject(patch) || (patch.size === 0 && path.length > 0)) return [path];
  return [...patch].flatMap(([key, value]) => pathsOfPatch(value, [...path, key]));
}

/** What a patch leaves at one of its paths. An empty object changes no object that is there. */
export function patchedValue(base: Json, patch: Json, path: Path): Json | undefined {
  const value = valueAt(patch, path);
  const was = valueAt(base, path);
  if (value === null) return undefined;
  return isObject(value) && isObject(was) ? was : value;
}

/** The parts of a patch that still change something. */
export function effectivePatch(base: JsonObject, patch: JsonObject): JsonObject {
  const rest = pathsOfPatch(patch).filter((path) => !identical(patchedValue(base, patch, path), valueAt(base, path)));
  return withValues(
    EMPTY,
    rest.map((path) => [path, valueAt(patch, path)] as const),
  );
}

/** Keys that a patch sets to what they are already. It would set them back where someone else changes them. */
export function unchangedByPatch(base: JsonObject, theirs: JsonObject, patch: JsonObject): KeyChange[] {
  return pathsOfPatch(patch).flatMap((path): KeyChange[] => {
    const [was, is, mine] = [valueAt(base, path), valueAt(theirs, path), patchedValue(base, patch, path)];
    return equal(was, mine) && !equal(is, mine) ? [{ path, by: "both", base: was, theirs: is, mine }] : [];
  });
}

/** Whether someone else has changed a key to another value than the patch gives it. */
export const conflictsWithPatch = (base: JsonObject, theirs: JsonObject, patch: JsonObject): boolean =>
  pathsOfPatch(patch).some((path) => {
    const is = valueAt(theirs, path);
    return !equal(is, valueAt(base, path)) && !equal(is, patchedValue(theirs, patch, path));
  });
