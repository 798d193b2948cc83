// Exact JSON values for tests: numbers have their text, and objects are maps with ordered keys. The code is not shared
// with the page, whose parser and writer are tested.

/** A number, with its text. */
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

/** All paths of a value down to a depth, including the empty path. */
export function pathsOf(value, depth, path = []) {
  if (depth === 0) return [path];
  return [path, ...entriesOf(value).flatMap(([key, inner]) => pathsOf(inner, depth - 1, [...path, key]))];
}

/** A copy in which the object or array at a path is changed. */
export function withContainer(value, path, change) {
  const [key, ...rest] = path;
  if (path.length === 0) return change(value);
  const inner = withContainer(at(value, [key]), rest, change);
  return value instanceof Map ? new Map(value).set(key, inner) : value.with(key, inner);
}

/** Whether a patch can set this value: `null` in an object would delete. */
export const canBeSet = (value) => value !== null && (!(value instanceof Map) || [...value.values()].every(canBeSet));
