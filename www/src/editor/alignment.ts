// Which item of a list was which before: one that was added or removed must not make all after it look changed.
import { equal } from "../json/equal.js";
import { isArray, isObject, type Json } from "../json/value.js";

export interface Gone {
  key: string | number;
  value: Json;
  /** Where it belongs among the members that are there. */
  position: number;
}

export interface Alignment {
  /** What a member was before. */
  was(key: string | number, index: number): Json | undefined;
  gone: Gone[];
}

const NOTHING: Alignment = { was: () => undefined, gone: [] };

/** `before` is `undefined` where there is nothing to compare with. */
export function align(before: Json | undefined, now: Json): Alignment {
  if (isObject(before) && isObject(now)) {
    const gone: Gone[] = [];
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
