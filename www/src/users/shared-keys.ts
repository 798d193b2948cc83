// Which keys many users have in common. The list shows these first, so that its rows can be compared.
import type { StoredUser } from "../api.js";
import type { Field } from "../fields.js";
import { type Leaf, leavesOf } from "./excerpt.js";

/** How well a key helps to tell users apart: how many have it, or 0 where all of them have the same value. */
export type SharedKeys = Record<Field, ReadonlyMap<string, number>>;

/** Below this, that users have the same value is a coincidence. */
const MANY = 3;

export function sharedKeysOf(users: readonly StoredUser[]): SharedKeys {
  const countsOf = (field: Field) => {
    const values = new Map<string, { users: number; distinct: Set<string> }>();
    for (const { metadata } of users) {
      for (const { key, value } of leavesOf(metadata[field])) {
        const found = values.get(key) ?? { users: 0, distinct: new Set() };
        found.users += 1;
        found.distinct.add(value);
        values.set(key, found);
      }
    }
    return new Map(
      [...values].map(([key, { users, distinct }]) => [key, distinct.size === 1 && users >= MANY ? 0 : users]),
    );
  };
  return {
    publicMetadata: countsOf("publicMetadata"),
    privateMetadata: countsOf("privateMetadata"),
    unsafeMetadata: countsOf("unsafeMetadata"),
  };
}

/** The keys that users have in common first; shallow ones before those inside of objects, lists after other values. */
export const byUse = (leaves: readonly Leaf[], counts: ReadonlyMap<string, number>): Leaf[] =>
  leaves.toSorted(
    (a, b) =>
      a.depth - b.depth || Number(a.isList) - Number(b.isList) || (counts.get(b.key) ?? 0) - (counts.get(a.key) ?? 0),
  );
