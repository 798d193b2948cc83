// The edits of the tree view. Each edit is an undo step with a target for the focus.
import { batch } from "@preact/signals";
import { valueTypeOf, converted, type ValueType } from "../editor/value-types.js";
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
  applyDraft,
  type Target,
  textOfKey,
  type TypedAs,
  withDraft,
  withoutDraft,
} from "./drafts.js";
import type { FieldEdit } from "./field-edit.js";

/** The value of a row as each type, until the row is edited: changing the type back restores the value. */
interface Conversions {
  now: Json;
  draft: string | undefined;
  byType: Map<ValueType, Json>;
}

export class TreeEdit {
  private conversions = new Map<string, Conversions>();

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

  /** Handles text that is typed as a number. */
  typeNumber(path: Path, text: string) {
    const number = text.trim();
    if (isNumberText(number)) this.typed(path, new JsonNumber(number), withoutDraft(this.drafts, "value", path));
    else this.typed(path, undefined, withDraft(this.drafts, { kind: "value", path, text, as: "number" }));
  }

  typeText(path: Path, text: string) {
    // With hidden characters, the text becomes a JSON string when the input loses the focus, not while it is typed.
    const drafts = hasHidden(text)
      ? withDraft(this.drafts, { kind: "value", path, text, as: "text" })
      : withoutDraft(this.drafts, "value", path);
    this.typed(path, text, drafts);
  }

  /** Handles text that is typed as a JSON string. It is kept as typed until the input loses the focus. */
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

  setType(path: Path, type: ValueType) {
    const id = pathId(path);
    const value = valueAt(this.value, path) as Json;
    const draft = this.drafts.get(draftId("value", path)) as (Draft & { kind: "value" }) | undefined;
    const last = this.conversions.get(id);
    const same =
      last !== undefined &&
      identical(last.now, value) &&
      valueTypeOf(last.now) === valueTypeOf(value) &&
      last.draft === draft?.text;
    // An incomplete number is converted from its text.
    const from = draft?.as === "number" ? draft.text : value;
    const byType = same ? last.byType : new Map<ValueType, Json>();
    if (!same) byType.set(valueTypeOf(from), from);
    const to = byType.get(type) ?? converted(from, type);
    const drafts = withoutDraft(this.drafts, "value", path);
    if (to === undefined) {
      // Not a number: the text is kept to be corrected.
      const text = typeof from === "string" ? from : "";
      this.conversions.set(id, { now: value, draft: text, byType });
      this.change({ drafts: withDraft(drafts, { kind: "value", path, text, as: "number" }) }, undefined, {
        path,
        part: "value",
      });
      this.edit.rejectDraft();
      return;
    }
    this.conversions.set(id, { now: to, draft: undefined, byType });
    this.change({ value: withValue(this.value, path, to), drafts }, undefined, { path, part: "value" });
  }

  /** Opens a row for a new member or item. The value changes when the row is committed. */
  open(path: Path) {
    const id = draftId("new", path);
    const parent = valueAt(this.value, path);
    batch(() => {
      this.commit(id); // an open row that is complete
      const left = this.drafts.get(id);
      if (left?.kind === "new") {
        // The incomplete part must be typed first, and typing replaces its text.
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

  /** Discards uncommitted text. For a value, discards all typing since its input got the focus. */
  cancel(kind: Draft["kind"], path: Path) {
    if (kind === "value" && this.edit.takeBackStep(`value ${pathId(path)}`)) return;
    const target: Target = kind === "new" ? { path, part: "add" } : { path, part: kind };
    batch(() => {
      this.change({ drafts: withoutDraft(this.drafts, kind, path) }, undefined, target);
      this.edit.moveFocus(target);
    });
  }

  /**
   * Commits a draft to the value. Returns the path of the committed value, or `undefined` if the draft is invalid. With
   * `next`, opens another new row in the same undo step.
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
    const value = applyDraft(this.value, draft);
    // The typing is an undo step already.
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
      // The focus moves to the next row, or from the last row to the previous one.
      const next = typeof last === "number" ? (at < names.length - 1 ? at : at - 1) : (names[at + 1] ?? names[at - 1]);
      const exists = next !== undefined && next !== -1;
      this.edit.moveFocus(exists ? { path: [...around, next], part: "value" } : { path: around, part: "add" });
    });
  }

  /** Restores a member or item that was removed. */
  restore(path: Path, value: Json, position: number) {
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

  /** Updates what is stored by path after paths have changed. */
  private relocate(move: (path: Path) => Path | undefined) {
    this.conversions.clear();
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

/** How the text of a value is typed. */
export const typedAs = (value: Json): TypedAs | undefined => {
  const type = valueTypeOf(value);
  if (type === "number") return "number";
  return type === "string" ? (hasHidden(value as string) ? "string" : "text") : undefined;
};
