// The edits of a field as a tree. Each is a step that can be undone, and says where the focus belongs.
import { batch } from "@preact/signals";
import { kindOf, turned, type ValueKind } from "../editor/kinds.js";
import { identical } from "../json/equal.js";
import { hasHidden } from "../json/literal.js";
import { isNumberText } from "../json/number.js";
import { entriesOf, inserted, moved, type Path, pathId, valueAt, without, withValue } from "../json/path.js";
import { isArray, type Json, JsonNumber } from "../json/value.js";
import {
  afterMove,
  afterRemoval,
  afterRename,
  type Draft,
  draftId,
  type Drafts,
  isBlank,
  keyOfText,
  moveDrafts,
  newPath,
  problemOfDraft,
  problemOfKey,
  readText,
  taken,
  type Target,
  textOfKey,
  type TypedAs,
  withDraft,
  withoutDraft,
} from "./drafts.js";
import type { FieldEdit } from "./field-edit.js";

/** What a row held as each kind, as long as it is not edited: a change of its kind loses nothing. */
interface Kinds {
  now: Json;
  draft: string | undefined;
  byKind: Map<ValueKind, Json>;
}

export class TreeEdit {
  private kinds = new Map<string, Kinds>();

  constructor(private readonly edit: FieldEdit) {}

  private get value(): Json {
    return this.edit.state.peek().value;
  }

  private get drafts(): Drafts {
    return this.edit.state.peek().drafts;
  }

  private change(next: { value?: Json; drafts?: Drafts }, group: string | undefined, target: Target) {
    this.edit.change({ ...next, text: undefined }, { ...(group !== undefined && { group }), target });
  }

  setValue(path: Path, value: Json) {
    const drafts = withoutDraft(this.drafts, "value", path);
    this.change({ value: withValue(this.value, path, value), drafts }, undefined, { path, part: "value" });
  }

  /** Text that is typed into the box of a value. */
  typeNumber(path: Path, text: string) {
    const number = text.trim();
    if (isNumberText(number)) this.typed(path, new JsonNumber(number), withoutDraft(this.drafts, "value", path));
    else this.typed(path, undefined, withDraft(this.drafts, { kind: "value", path, text, as: "number" }));
  }

  typeText(path: Path, text: string) {
    // With something hidden in it, it is a JSON string once the box is left: a box does not change its form under
    // who types in it.
    const drafts = hasHidden(text)
      ? withDraft(this.drafts, { kind: "value", path, text, as: "text" })
      : withoutDraft(this.drafts, "value", path);
    this.typed(path, text, drafts);
  }

  /** The text of a JSON string. It stays as it is typed until the box is left. */
  typeString(path: Path, literal: string) {
    this.typed(
      path,
      readText(literal, "string"),
      withDraft(this.drafts, { kind: "value", path, text: literal, as: "string" }),
    );
  }

  private typed(path: Path, value: Json | undefined, drafts: Drafts) {
    const next = value === undefined ? this.value : withValue(this.value, path, value);
    this.change({ value: next, drafts }, `value ${pathId(path)}`, { path, part: "value" });
  }

  setKind(path: Path, kind: ValueKind) {
    const id = pathId(path);
    const value = valueAt(this.value, path) as Json;
    const draft = this.drafts.get(draftId("value", path)) as (Draft & { kind: "value" }) | undefined;
    const kept = this.kinds.get(id);
    const same =
      kept !== undefined &&
      identical(kept.now, value) &&
      kindOf(kept.now) === kindOf(value) &&
      kept.draft === draft?.text;
    // A number that is not complete is text as which it can be kept.
    const from = draft?.as === "number" ? draft.text : value;
    const byKind = same ? kept.byKind : new Map<ValueKind, Json>();
    if (!same) byKind.set(kindOf(from), from);
    const to = byKind.get(kind) ?? turned(from, kind);
    const drafts = withoutDraft(this.drafts, "value", path);
    if (to === undefined) {
      // Not a number: the text stays to be corrected, and nothing is made up in its place.
      const text = typeof from === "string" ? from : "";
      this.kinds.set(id, { now: value, draft: text, byKind });
      this.change({ drafts: withDraft(drafts, { kind: "value", path, text, as: "number" }) }, undefined, {
        path,
        part: "value",
      });
      this.edit.rejectDraft();
      return;
    }
    this.kinds.set(id, { now: to, draft: undefined, byKind });
    this.change({ value: withValue(this.value, path, to), drafts }, undefined, { path, part: "value" });
  }

  /** Opens a row for a new member or item; nothing is in the value until it is committed. */
  open(path: Path) {
    const id = draftId("new", path);
    const parent = valueAt(this.value, path);
    batch(() => {
      this.commit(id); // one that is complete makes room for the next
      const left = this.drafts.get(id);
      if (left?.kind === "new") {
        // What is missing has to come first. What is typed next must not run on in what is there.
        const hasKey = isArray(parent) || problemOfKey(left.key, parent) === undefined;
        this.edit.moveFocus({ path, part: hasKey ? "new-value" : "new-key", select: true });
        return;
      }
      const draft: Draft = { kind: "new", path, key: "", text: "" };
      this.change({ drafts: withDraft(this.drafts, draft) }, `${id} open`, { path, part: "add" });
      this.edit.moveFocus({ path, part: isArray(parent) ? "new-value" : "new-key" });
    });
  }

  typeNew(path: Path, typed: { key: string } | { text: string }) {
    const draft = this.drafts.get(draftId("new", path));
    if (draft?.kind !== "new") return;
    const part = "key" in typed ? "new-key" : "new-value";
    this.change({ drafts: withDraft(this.drafts, { ...draft, ...typed }) }, `${draftId("new", path)} ${part}`, {
      path,
      part,
    });
  }

  typeKey(path: Path, text: string) {
    const isOwn = text === textOfKey(path.at(-1) as string);
    const drafts = isOwn ? withoutDraft(this.drafts, "key", path) : withDraft(this.drafts, { kind: "key", path, text });
    this.change({ drafts }, `${draftId("key", path)} typed`, { path, part: "key" });
  }

  /** Leaves out what was typed and not committed. Of a value that is all typing since its box was entered. */
  cancel(kind: Draft["kind"], path: Path) {
    if (kind === "value" && this.edit.takeBackStep(`value ${pathId(path)}`)) return;
    const target: Target = kind === "new" ? { path, part: "add" } : { path, part: kind };
    batch(() => {
      this.change({ drafts: withoutDraft(this.drafts, kind, path) }, undefined, target);
      this.edit.moveFocus(target);
    });
  }

  /**
   * Takes a draft into the value. Gives the path of what it is now, or nothing where it cannot be taken. With
   * `next`, another row is opened behind a new one, in the same step.
   */
  commit(id: string, next = false): Path | undefined {
    const draft = this.drafts.get(id);
    if (draft === undefined) return undefined;
    const rest = withoutDraft(this.drafts, draft.kind, draft.path);
    if (isBlank(draft)) {
      this.edit.state.value = { ...this.edit.state.peek(), drafts: rest };
      return undefined;
    }
    if (problemOfDraft(this.value, draft) !== undefined) {
      this.edit.rejectDraft();
      return undefined;
    }
    const value = taken(this.value, draft);
    // What was typed into the box stays a step of its own; leaving it is none.
    if (draft.kind === "value") {
      this.edit.state.value = { ...this.edit.state.peek(), drafts: rest };
      return draft.path;
    }
    const path =
      draft.kind === "new" ? newPath(this.value, draft) : draft.path.with(-1, keyOfText(draft.text) as string);
    const move = draft.kind === "key" ? afterRename(draft.path, path.at(-1) as string) : (other: Path) => other;
    this.relocate(move);
    const left = moveDrafts(rest, move);
    const drafts = next ? withDraft(left, { kind: "new", path: draft.path, key: "", text: "" }) : left;
    this.change({ value, drafts }, `${id} commit`, {
      path,
      part: draft.kind === "new" ? "value" : "key",
    });
    this.edit.joinSteps(`${id} `);
    return path;
  }

  remove(path: Path) {
    const [around, last] = [path.slice(0, -1), path.at(-1) as string | number];
    const names = entriesOf(valueAt(this.value, around) as Json).map(([key]) => key);
    const at = names.indexOf(last);
    const move = afterRemoval(path);
    batch(() => {
      this.relocate(move);
      this.change({ value: without(this.value, path), drafts: moveDrafts(this.drafts, move) }, undefined, {
        path,
        part: "value",
      });
      // The next row moves up; of the last one, the row before it gets the focus.
      const next = typeof last === "number" ? (at < names.length - 1 ? at : at - 1) : (names[at + 1] ?? names[at - 1]);
      const exists = next !== undefined && next !== -1;
      this.edit.moveFocus(exists ? { path: [...around, next], part: "value" } : { path: around, part: "add" });
    });
  }

  /** Puts back a member or an item that was removed. */
  putBack(path: Path, value: Json, position: number) {
    const around = path.slice(0, -1);
    const at = isArray(valueAt(this.value, around)) ? [...around, position] : path;
    batch(() => {
      this.change({ value: inserted(this.value, at, value, position) }, undefined, { path: at, part: "value" });
      this.edit.moveFocus({ path: at, part: "value" });
    });
  }

  move(path: Path, by: 1 | -1) {
    const [around, index] = [path.slice(0, -1), path.at(-1)];
    const items = valueAt(this.value, around);
    if (typeof index !== "number" || !isArray(items) || index + by < 0 || index + by >= items.length) return;
    const move = afterMove(path, index + by);
    const to = [...around, index + by];
    batch(() => {
      this.relocate(move);
      this.change({ value: moved(this.value, path, index + by), drafts: moveDrafts(this.drafts, move) }, undefined, {
        path: to,
        part: "value",
      });
    });
  }

  toggle(path: Path) {
    const closed = new Set(this.edit.closed.peek());
    if (!closed.delete(pathId(path))) closed.add(pathId(path));
    this.edit.closed.value = closed;
  }

  /** What is remembered of paths follows where they lead now. */
  private relocate(move: (path: Path) => Path | undefined) {
    this.kinds.clear();
    const closed = [...this.edit.closed.peek()];
    if (closed.length === 0) return;
    this.edit.closed.value = new Set(
      closed.flatMap((id) => {
        const path = move(JSON.parse(id) as Path);
        return path === undefined ? [] : [pathId(path)];
      }),
    );
  }
}

/** How the text of a value is edited. */
export const typedAs = (value: Json): TypedAs | undefined => {
  const kind = kindOf(value);
  if (kind === "number") return "number";
  return kind === "text" ? (hasHidden(value as string) ? "string" : "text") : undefined;
};
