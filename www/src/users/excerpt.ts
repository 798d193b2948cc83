// The values of a user's metadata that the list shows.
import { type Path, pathText } from "../json/path.js";
import { isNumberText } from "../json/number.js";
import { toText } from "../json/text.js";
import { isArray, isObject, type Json, type JsonObject } from "../json/value.js";

export interface Leaf {
  /** Its path, such as `plan.seats`. */
  key: string;
  /** Short, for reading. */
  value: string;
  depth: number;
  isList: boolean;
}

/** Values deeper inside do not help to recognize a user. */
const MAX_DEPTH = 3;
/** Metadata can have a thousand keys, of which the list has room for a few. */
const MAX_LEAVES = 40;
const MAX_LENGTH = 40;

/** The first values, level by level. Empty objects and lists are left out. */
export function leavesOf(metadata: JsonObject): Leaf[] {
  const leaves: Leaf[] = [];
  let level: [Path, JsonObject][] = [[[], metadata]];
  for (let depth = 1; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const below: typeof level = [];
    for (const [path, object] of level) {
      for (const [name, value] of object) {
        if (leaves.length === MAX_LEAVES) return leaves;
        if (isObject(value)) below.push([[...path, name], value]);
        else if (!isArray(value) || value.length > 0) {
          leaves.push({ key: pathText([...path, name]), value: short(value), depth, isList: isArray(value) });
        }
      }
    }
    level = below;
  }
  return leaves;
}

function short(value: Json): string {
  if (isArray(value)) {
    if (value.some((item) => isArray(item) || isObject(item)))
      return `${value.length} ${value.length === 1 ? "item" : "items"}`;
    return cut(value.map(textOf).join(", "));
  }
  return cut(textOf(value));
}

/** Text has quotes only where it would be taken for another value. */
const textOf = (value: Json): string => (typeof value === "string" && !isMistakable(value) ? value : toText(value));

const isMistakable = (text: string) =>
  text.trim() !== text || text === "" || ["true", "false", "null"].includes(text) || isNumberText(text);

function cut(text: string): string {
  const characters = [...text.slice(0, 2 * MAX_LENGTH)];
  return characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join("")}…` : text;
}
