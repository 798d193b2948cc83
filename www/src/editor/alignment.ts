// Aligns the members of a value with those of the stored value, for the marks of the tree. An item that was added or
// removed must not mark all items after it as changed. Unlike compare/list.ts, it does not detect moves and takes
// linear time, because it runs with each key that is typed.
import { equal } from "../json/equal.js";
import { isArray, isObject, type Json } from "../json/value.js";

export interface RemovedMember {
  key: string | number;
  value: Json;
  /** The position among the current members. */
  position: number;
}

export interface Alignment {
  /** The stored value of a member. */
  was(key: string | number, index: number): Json | undefined;
  gone: RemovedMember[];
}

const NOTHING: Alignment = { was: () => undefined, gone: [] };

/** `before` is `undefined` if there is no stored value to compare with. */
export function align(before: Json | undefined, now: Json): Alignment {
  if (isObject(before) && isObject(now)) {
    const gone: RemovedMember[] = [];
    let position = 0;
    const names = [...now.keys()];
    for (const [key, value] of before) {
      if (now.has(key)) position = names.indexOf(key) + 1;
      else gone.push({ key, value, position });
    }
    return { was: (key) => before.get(String(key)), gone };
  }
  if (!isArray(before) || !isArray(now)) return NOTHING;
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && equal(before[start], now[start])) start++;
  let end = 0;
  while (end < shorter - start && equal(before[before.length - 1 - end], now[now.length - 1 - end])) end++;
  const middle = before.slice(start, before.length - end);
  const inMiddle = now.length - end - start;
  return {
    was: (_, index) =>
      index < start
        ? before[index]
        : index >= now.length - end
          ? before[index - now.length + before.length]
          : middle[index - start],
    gone: middle
      .slice(inMiddle)
      .map((value, index) => ({ key: start + inMiddle + index, value, position: start + inMiddle + index })),
  };
}
