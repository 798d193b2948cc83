// One row of the tree: a key, a value and its type. All controls are standard HTML, so that the keyboard, screen
// readers and touch work as usual.
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { identical } from "../json/equal.js";
import { entriesOf, type Path, pathId, pathText } from "../json/path.js";
import { isArray, isObject, type Json } from "../json/value.js";
import { type Draft, draftId, problemOfDraft, problemOfKey, textOfKey } from "../user/drafts.js";
import type { FieldEdit } from "../user/field-edit.js";
import { VALUE_TYPES, valueTypeOf, type ValueType } from "./value-types.js";
import { Leaf } from "./leaf.js";
import { Members, type MembersProps } from "./members.js";
import { memo } from "./memo.js";
import { afterClick } from "./pointer.js";
import { TextBox } from "./text-box.js";
import { TypedNote } from "./typed-note.js";

interface Props extends MembersProps {
  /** The number of rows of the parent. */
  siblings: number;
  parent: Json;
}

/** `parent` is not compared: it changes with each key that is typed in a sibling. */
export const Member = memo<Props>(
  MemberRow,
  (a, b) =>
    a.edit === b.edit &&
    a.value === b.value &&
    a.was === b.was &&
    a.compare === b.compare &&
    a.siblings === b.siblings &&
    a.path.length === b.path.length &&
    a.path.every((key, index) => key === b.path[index]),
);

function useDraft<Kind extends Draft["kind"]>(edit: FieldEdit, kind: Kind, path: Path) {
  const id = draftId(kind, path);
  return useMemo(() => computed(() => edit.drafts.value.get(id)), [edit, id]).value as
    | (Draft & { kind: Kind })
    | undefined;
}

function MemberRow({ edit, path, value, was, compare, siblings, parent }: Props) {
  const { tree } = edit;
  const id = pathId(path);
  const name = pathText(path);
  const draft = useDraft(edit, "value", path);
  const keyDraft = useDraft(edit, "key", path);
  const isClosed = useMemo(() => computed(() => edit.closed.value.has(id)), [edit, id]).value;
  const type: ValueType = draft ? (draft.as === "number" ? "number" : "string") : valueTypeOf(value);
  const nested = type === "object" || type === "array";
  const open = nested && !isClosed;
  const change = !compare
    ? ""
    : was === undefined
      ? "added"
      : identical(was, value)
        ? ""
        : type === "object" && isObject(was)
          ? "inner"
          : "changed";
  const problem = draft && problemOfDraft(edit.state.peek().value, draft);
  const index = path.at(-1);
  return (
    <li data-row={id} class={problem === undefined ? change : "changed"}>
      <div
        class="tree-row"
        onKeyDown={(event) => {
          if (!event.altKey || event.ctrlKey || event.metaKey || typeof index !== "number") return;
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          move(event.key === "ArrowUp" ? -1 : 1, event.target as Element);
        }}
      >
        {nested ? (
          <button
            type="button"
            class="twist"
            aria-expanded={open}
            aria-label={`${open ? "Collapse" : "Expand"} ${name}`}
            onClick={() => tree.toggle(path)}
          >
            {open ? "▾" : "▸"}
          </button>
        ) : (
          <span class="twist" />
        )}
        {typeof index === "number" ? (
          <span class="key-index">{index}</span>
        ) : (
          <Key edit={edit} path={path} name={name} parent={parent} />
        )}
        {nested ? (
          <span class="count">{count(value)}</span>
        ) : (
          <Leaf
            edit={edit}
            path={path}
            name={name}
            value={value}
            draft={draft}
            problem={problem}
            nullText={compare ? "null" : "null: removes the key"}
          />
        )}
        {typeof index === "number" && (
          <span class="moves">
            <button
              type="button"
              class="move"
              disabled={index === 0}
              aria-label={`Move ${name} up`}
              title="Move up (Alt+↑)"
              onClick={(event) => move(-1, event.currentTarget)}
            >
              ↑
            </button>
            <button
              type="button"
              class="move"
              disabled={index === siblings - 1}
              aria-label={`Move ${name} down`}
              title="Move down (Alt+↓)"
              onClick={(event) => move(1, event.currentTarget)}
            >
              ↓
            </button>
          </span>
        )}
        <select
          class="type"
          aria-label={`Type of ${name}`}
          value={type}
          onChange={(event) => tree.setType(path, event.currentTarget.value as ValueType)}
        >
          {VALUE_TYPES.map((other) => (
            <option key={other} value={other}>
              {other}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="remove"
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={() => tree.remove(path)}
        >
          ×
        </button>
      </div>
      <TypedNote texts={[keyDraft?.text, draft?.text]} />
      {open && <Members edit={edit} path={path} value={value} was={was} compare={compare} />}
    </li>
  );

  /** Moves the item, and the focus to the same control of its new row. */
  function move(by: 1 | -1, from: Element) {
    const to = (index as number) + by;
    if (to < 0 || to >= siblings) return;
    tree.move(path, by);
    const part = from.closest("button.move") ? (by === -1 ? "up" : "down") : "value";
    edit.moveFocus({ path: [...path.slice(0, -1), to], part });
  }
}

/** A key is committed when its input loses the focus: an incomplete key may be the name of another key. */
function Key({ edit, path, name, parent }: { edit: FieldEdit; path: Path; name: string; parent: Json }) {
  const { tree } = edit;
  const key = path.at(-1) as string;
  const draft = useDraft(edit, "key", path);
  const id = draftId("key", path);
  return (
    <TextBox
      class="key-input"
      label={`Key ${name}`}
      text={draft?.text ?? textOfKey(key)}
      problem={draft && problemOfKey(draft.text, parent, key)}
      onText={(text) => tree.typeKey(path, text)}
      onEnter={() => {
        const to = tree.commit(id) ?? path;
        const wrong = edit.state.peek().drafts.has(id);
        edit.moveFocus({ path: to, part: wrong ? "key" : "value" });
      }}
      onEscape={draft ? () => tree.cancel("key", path) : undefined}
      onLeave={() => {
        edit.closeStep();
        afterClick(() => tree.commit(id));
      }}
    />
  );
}

function count(value: Json): string {
  const { length } = entriesOf(value);
  const what = isArray(value) ? "item" : "key";
  return `${length} ${what}${length === 1 ? "" : "s"}`;
}
