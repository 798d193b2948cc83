// The keys that many users have in common. The list shows them first, so that rows can be compared.
import type { Stored } from "../api.js";
import type { Field } from "../fields.js";
import { type Leaf, leavesOf } from "./excerpt.js";

/** How useful a key is to distinguish users: the number of users who have it, or 0 if all have the same value. */
export type SharedKeys = Record<Field, ReadonlyMap<string, number>>;

/** With fewer users, equal values are a coincidence. */
const MANY = 3;

export function sharedKeysOf(users: readonly Stored[]): SharedKeys {
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

/** Sorts by depth, then arrays after other values, then by the number of users who have the key. */
export const byUse = (leaves: readonly Leaf[], counts: ReadonlyMap<string, number>): Leaf[] =>
  leaves.toSorted(
    (a, b) =>
      a.depth - b.depth || Number(a.isList) - Number(b.isList) || (counts.get(b.key) ?? 0) - (counts.get(a.key) ?? 0),
  );
