// Drafts: text in the tree that is not part of the value yet. A row that is being added, a key that is being renamed,
// or text that is not valid for the type of its row, such as `1e` for a number.
import { fromLiteral, hasHidden, literalOf } from "../json/literal.js";
import { infer } from "../json/infer.js";
import { type Path, pathId, pathText, renamed, startsWith, valueAt, withValue } from "../json/path.js";
import { isArray, isObject, type Json } from "../json/value.js";

/** How typed text is read: as a number, as plain text, or as a JSON string literal. */
export type TypedAs = "number" | "text" | "string";

export type Draft =
  /** A member or item that is being added. An item has no key. */
  | { kind: "new"; path: Path; key: string; text: string }
  | { kind: "key"; path: Path; text: string }
  | { kind: "value"; path: Path; text: string; as: TypedAs };

/** The drafts, by `draftId`. */
export type Drafts = ReadonlyMap<string, Draft>;

/** A control of the tree. The path of a new row is the path of its object or array. */
export interface Target {
  path: Path;
  part: "key" | "value" | "up" | "down" | "add" | "new-key" | "new-value";
  /** Whether typing replaces the text. */
  select?: boolean;
}

export const NO_DRAFTS: Drafts = new Map();

export const draftId = (kind: Draft["kind"], path: Path): string => `${kind} ${pathId(path)}`;

export function withDraft(drafts: Drafts, draft: Draft): Drafts {
  return new Map(drafts).set(draftId(draft.kind, draft.path), draft);
}

export function withoutDraft(drafts: Drafts, kind: Draft["kind"], path: Path): Drafts {
  const id = draftId(kind, path);
  return drafts.has(id) ? new Map([...drafts].filter(([other]) => other !== id)) : drafts;
}

/** Updates the paths of drafts. `to` returns `undefined` for a path that does not exist anymore. */
export function moveDrafts(drafts: Drafts, to: (path: Path) => Path | undefined): Drafts {
  if (drafts.size === 0) return drafts;
  const moved = [...drafts.values()].flatMap((draft) => {
    const path = to(draft.path);
    return path === undefined ? [] : [{ ...draft, path }];
  });
  return new Map(moved.map((draft) => [draftId(draft.kind, draft.path), draft]));
}

/** The string of typed text; `undefined` if it is not a complete literal. */
export const readText = (typed: string, as: TypedAs): string | undefined =>
  as === "string" && typed.startsWith('"') ? fromLiteral(typed) : typed;

/** A key as its input shows it. The empty key and ambiguous keys are JSON string literals. */
export const textOfKey = (key: string): string =>
  key === "" || key !== key.trim() || key.startsWith('"') || key.includes("\n") || key.includes("\t") || hasHidden(key)
    ? literalOf(key)
    : key;

/** The key of typed text; `undefined` if it is not a valid key. */
export const keyOfText = (text: string): string | undefined =>
  text === "" ? undefined : text.startsWith('"') ? fromLiteral(text) : text;

const KEY_HELP = 'a key that begins with a double quote must be a JSON string; "" is the empty key';

/** Why typed text cannot be a key of this object. */
export function problemOfKey(text: string, siblings: Json | undefined, own?: string | number): string | undefined {
  const key = keyOfText(text);
  if (key === undefined) return text === "" ? 'the key is missing; "" is the empty key' : KEY_HELP;
  if (key !== own && isObject(siblings) && siblings.has(key)) return `the key ${literalOf(key)} already exists`;
  return undefined;
}

/** Why the typed text of a value is invalid. */
export function problemOfValue({ text, as }: { text: string; as: TypedAs }): string {
  if (as === "string") return 'this must be a JSON string: "…", with \\" for a quote inside it';
  return text.trim() === "" ? "a number is missing" : `${literalOf(text.trim())} is not a number`;
}

/** Whether nothing is typed in a new row. Such a row is dropped. */
export const isBlank = (draft: Draft): boolean => draft.kind === "new" && draft.key === "" && draft.text.trim() === "";

export function problemOfDraft(value: Json, draft: Draft): string | undefined {
  const at = valueAt(value, draft.path);
  switch (draft.kind) {
    case "value":
      return draft.as !== "number" && typeof at === "string" && readText(draft.text, draft.as) === at
        ? undefined
        : problemOfValue(draft);
    case "key":
      return problemOfKey(draft.text, valueAt(value, draft.path.slice(0, -1)), draft.path.at(-1));
    case "new": {
      if (isBlank(draft)) return undefined;
      const wrongKey = isArray(at) ? undefined : problemOfKey(draft.key, at);
      if (wrongKey !== undefined) return wrongKey;
      const typed = infer(draft.text);
      if (typed === undefined) return 'the value is missing; "" is an empty string';
      return "problem" in typed ? typed.problem : undefined;
    }
  }
}

/** Applies a draft, which must be valid, to a value. */
export function applyDraft(value: Json, draft: Draft): Json {
  if (draft.kind === "value" || isBlank(draft)) return value;
  if (draft.kind === "key") return renamed(value, draft.path, keyOfText(draft.text) as string);
  const typed = infer(draft.text);
  if (typed === undefined || "problem" in typed) return value;
  return withValue(value, newPath(value, draft), typed.value);
}

/** The path of the value that a new row adds. */
export function newPath(value: Json, draft: Draft & { kind: "new" }): Path {
  const parent = valueAt(value, draft.path);
  return [...draft.path, isArray(parent) ? parent.length : (keyOfText(draft.key) ?? "")];
}

/** Renames come last, inner ones before outer ones, because their paths are those before any rename. */
export const inApplyOrder = (drafts: Drafts): Draft[] =>
  [...drafts.values()].sort(
    (a, b) => Number(a.kind === "key") - Number(b.kind === "key") || b.path.length - a.path.length,
  );

export interface WithDrafts {
  value: Json;
  /** The first invalid draft, and why it is invalid. */
  problem?: { draft: Draft; text: string };
}

/** Applies all drafts to a value. */
export function applyDrafts(value: Json, drafts: Drafts): WithDrafts {
  if (drafts.size === 0) return { value };
  let result = value;
  for (const draft of inApplyOrder(drafts)) {
    const problem = problemOfDraft(result, draft);
    if (problem !== undefined) return { value, problem: { draft, text: `${nameOf(value, draft)}: ${problem}` } };
    result = applyDraft(result, draft);
  }
  return { value: result };
}

function nameOf(value: Json, draft: Draft): string {
  if (draft.kind !== "new") return pathText(draft.path);
  const parent = valueAt(value, draft.path);
  if (!isArray(parent) && keyOfText(draft.key) === undefined) {
    const where = draft.path.length === 0 ? "" : ` in ${pathText(draft.path)}`;
    return `The new key${where}`;
  }
  return pathText(newPath(value, draft));
}

export const targetOf = (draft: Draft): Target => {
  if (draft.kind === "key") return { path: draft.path, part: "key" };
  if (draft.kind === "value") return { path: draft.path, part: "value" };
  return { path: draft.path, part: "new-value" };
};

/** These return the new path after an item was removed or moved, or a key was renamed. */
export const afterRemoval =
  (removed: Path) =>
  (path: Path): Path | undefined => {
    if (startsWith(path, removed)) return undefined;
    const at = removed.length - 1;
    const [index, start] = [path[at], removed[at]];
    if (!startsWith(path, removed.slice(0, -1)) || typeof index !== "number" || index < Number(start)) return path;
    return path.with(at, index - 1);
  };

export const afterMove =
  (from: Path, to: number) =>
  (path: Path): Path => {
    const at = from.length - 1;
    const [index, start] = [path[at], from[at] as number];
    if (!startsWith(path, from.slice(0, -1)) || typeof index !== "number") return path;
    if (index === start) return path.with(at, to);
    if (index > start && index <= to) return path.with(at, index - 1);
    if (index < start && index >= to) return path.with(at, index + 1);
    return path;
  };

export const afterRename =
  (renamedPath: Path, key: string) =>
  (path: Path): Path =>
    startsWith(path, renamedPath) ? path.with(renamedPath.length - 1, key) : path;
