// Compares two arrays: which items were added, removed, changed or moved.
import { diff } from "@codemirror/merge";
import { equal, identical } from "../json/equal.js";
import { isArray, isNumber, isObject, type Json, type JsonArray, type JsonObject } from "../json/value.js";

export interface ItemChange {
  kind: "added" | "removed" | "changed" | "moved";
  /** The indices in the old and new array; `undefined` if the item is not in it. */
  from: number | undefined;
  to: number | undefined;
}

/** Above this number of consecutive changed items, the comparison is less precise instead of slow. */
const SCAN_LIMIT = 2_000;

/** In the order of the new array. A removed item comes before the items that replace it. */
export function compareLists(before: JsonArray, after: JsonArray): ItemChange[] {
  let start = 0;
  while (start < before.length && start < after.length && identical(before[start], after[start])) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    identical(before[before.length - 1 - end], after[after.length - 1 - end])
  )
    end += 1;
  const removed: number[] = [];
  const added: number[] = [];
  const gaps: { removed: number[]; added: number[] }[] = [];
  for (const { fromA, toA, fromB, toB } of differences(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  )) {
    const gap = { removed: range(start + fromA, start + toA), added: range(start + fromB, start + toB) };
    gaps.push(gap);
    removed.push(...gap.removed);
    added.push(...gap.added);
  }
  const partners = pair(before, after, removed, added, gaps);
  const sources = new Map([...partners].map(([to, from]) => [from, to]));
  return gaps.flatMap((gap) => [
    ...gap.removed
      .filter((from) => !sources.has(from))
      .map((from): ItemChange => ({ kind: "removed", from, to: undefined })),
    ...gap.added.map((to): ItemChange => {
      const from = partners.get(to);
      if (from === undefined) return { kind: "added", from, to };
      return { kind: identical(before[from], after[to]) ? "moved" : "changed", from, to };
    }),
  ]);
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

interface Difference {
  fromA: number;
  toA: number;
  fromB: number;
  toB: number;
}

/** Maps each distinct item to a character, because the library compares text. */
function differences(before: JsonArray, after: JsonArray): readonly Difference[] {
  const characters = new Map<string, string>();
  const characterOf = (item: Json) => {
    const id = idOf(item);
    const known = characters.get(id);
    if (known !== undefined) return known;
    const character = String.fromCharCode(0x100 + characters.size);
    characters.set(id, character);
    return character;
  };
  const [a, b] = [before.map(characterOf).join(""), after.map(characterOf).join("")];
  // Above these are surrogates, which are not characters.
  if (characters.size > 0xd700) return [{ fromA: 0, toA: before.length, fromB: 0, toB: after.length }];
  return diff(a, b, { scanLimit: SCAN_LIMIT });
}

const ids = new WeakMap<object, string>();

/** Equal texts for identical values. */
function idOf(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  let id = ids.get(value);
  if (id === undefined) {
    id = isNumber(value)
      ? value.text
      : isArray(value)
        ? `[${value.map(idOf).join(",")}]`
        : `{${[...(value as JsonObject)]
            .map(([key, item]) => `${JSON.stringify(key)}:${idOf(item)}`)
            .sort()
            .join(",")}}`;
    ids.set(value, id);
  }
  return id;
}

/** Maps the new index to the old index of items that were moved or changed. */
function pair(
  before: JsonArray,
  after: JsonArray,
  removed: number[],
  added: number[],
  gaps: { removed: number[]; added: number[] }[],
): Map<number, number> {
  const partners = new Map<number, number>();
  const free = new Set(removed);
  const take = (to: number, from: number | undefined) => {
    if (from === undefined || partners.has(to) || !free.delete(from)) return;
    partners.set(to, from);
  };
  const byKey = (keyOf: (item: Json) => string | undefined) => {
    const sources = new Map<string, number[]>();
    for (const from of removed.filter((index) => free.has(index))) {
      const key = keyOf(before[from] as Json);
      if (key !== undefined) sources.set(key, [...(sources.get(key) ?? []), from]);
    }
    for (const to of added.filter((index) => !partners.has(index))) {
      const key = keyOf(after[to] as Json);
      if (key !== undefined) take(to, sources.get(key)?.shift());
    }
  };
  byKey(idOf);
  for (const name of NAMES)
    byKey((item) => (isObject(item) && item.has(name) ? idOf(item.get(name) as Json) : undefined));
  for (const gap of gaps) {
    const sources = gap.removed.filter((index) => free.has(index));
    const targets = gap.added.filter((index) => !partners.has(index));
    if (sources.length === targets.length) {
      targets.forEach((to, index) => {
        if (comparable(before[sources[index] as number], after[to])) take(to, sources[index]);
      });
    } else if (sources.length * targets.length <= SCAN_LIMIT) {
      for (const to of targets)
        take(
          to,
          sources.find((from) => free.has(from) && similar(before[from], after[to])),
        );
    }
  }
  return partners;
}

/** Keys that commonly identify an object in an array. */
const NAMES = ["id", "uuid", "key", "slug", "name", "email"];

/** Keys whose values are unique. */
const IDS = ["id", "uuid", "key", "slug"];

const haveOtherIds = (a: JsonObject, b: JsonObject) =>
  IDS.some((name) => a.has(name) && b.has(name) && !equal(a.get(name), b.get(name)));

/** Whether one item can be shown as a change of the other. Objects without a common key cannot. */
const comparable = (a: Json | undefined, b: Json | undefined) =>
  isObject(a) && isObject(b)
    ? !haveOtherIds(a, b) && [...a.keys()].some((key) => b.has(key))
    : !isObject(a) && !isObject(b);

/** Whether at least half of the members are equal. */
const similar = (a: Json | undefined, b: Json | undefined) =>
  isObject(a) &&
  isObject(b) &&
  !haveOtherIds(a, b) &&
  [...a].filter(([key, value]) => b.has(key) && equal(value, b.get(key))).length * 2 >= Math.max(a.size, b.size);
