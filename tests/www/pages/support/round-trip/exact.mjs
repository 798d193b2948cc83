// JSON as a test holds it: numbers by their text, objects as maps, so that every key and its position counts. Nothing
// here is shared with the page, whose reading and writing is what is tested.

/** A number, as it is written. */
export class Num {
  constructor(text) {
    this.text = text;
  }
}

export function textOf(value) {
  if (value instanceof Num) return value.text;
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${textOf(inner)}`).join(",")}}`;
  return JSON.stringify(value);
}

export const isContainer = (value) => Array.isArray(value) || value instanceof Map;

export const entriesOf = (value) =>
  Array.isArray(value) ? [...value.entries()] : value instanceof Map ? [...value] : [];

export const at = (value, path) =>
  path.reduce((inner, key) => (inner instanceof Map ? inner.get(key) : inner?.[key]), value);

/** Every path of a value down to a depth, the value itself included. */
export function pathsOf(value, depth, path = []) {
  if (depth === 0) return [path];
  return [path, ...entriesOf(value).flatMap(([key, inner]) => pathsOf(inner, depth - 1, [...path, key]))];
}

/** A copy with another container at a path. */
export function withContainer(value, path, change) {
  const [key, ...rest] = path;
  if (path.length === 0) return change(value);
  const inner = withContainer(at(value, [key]), rest, change);
  return value instanceof Map ? new Map(value).set(key, inner) : value.with(key, inner);
}

/** Whether a patch can set this value: `null` in an object would delete. */
export const canBeSet = (value) => value !== null && (!(value instanceof Map) || [...value.values()].every(canBeSet));
