// The rows of an object or array: its members, those that were removed, and the button that adds one.
import { computed } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Path, entriesOf, pathId, pathText, shownKey, startsWith } from "../json/path.js";
import { toText } from "../json/text.js";
import { isArray, type Json } from "../json/value.js";
import { type Draft, draftId } from "../user/drafts.js";
import type { FieldEdit } from "../user/field-edit.js";
import { VisibleText } from "../visible-text.js";
import { align, type RemovedMember } from "./alignment.js";
import { Member } from "./member.js";
import { NewRow } from "./new-row.js";

export interface MembersProps {
  edit: FieldEdit;
  path: Path;
  value: Json;
  /** The stored value to compare with. */
  was: Json | undefined;
  compare: boolean;
}

/** The number of rows that are rendered at once. The others follow while the page is idle. */
const ROWS_AT_ONCE = 100;
const REMOVED_LENGTH = 80;

const whenIdle = (run: () => void): (() => void) => {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, 20);
    return () => clearTimeout(timer);
  }
  const id = requestIdleCallback(run, { timeout: 200 });
  return () => cancelIdleCallback(id);
};

/** The number of rows to render, which includes the row that gets the focus. */
function useRows(edit: FieldEdit, path: Path, keys: readonly (string | number)[]): number {
  const [drawn, setDrawn] = useState(ROWS_AT_ONCE);
  const least = useRef(0);
  const id = pathId(path);
  const focused = useMemo(
    () =>
      computed(() => {
        const target = edit.focus.value?.path;
        return target && target.length > path.length && startsWith(target, path) ? target[path.length] : undefined;
      }),
    [edit, id],
  ).value;
  if (focused !== undefined) least.current = Math.max(least.current, keys.indexOf(focused) + 1);
  const rows = Math.max(drawn, least.current);
  useEffect(
    () => (rows < keys.length ? whenIdle(() => setDrawn(rows + ROWS_AT_ONCE)) : undefined),
    [rows, keys.length],
  );
  return rows;
}

/** A signal of one draft, so that only its row is rendered again when it changes. */
const draftSignal = (edit: FieldEdit, draft: string) => computed(() => edit.drafts.value.get(draft));

export function Members({ edit, path, value, was, compare }: MembersProps) {
  const id = pathId(path);
  const draft = useMemo(() => draftSignal(edit, draftId("new", path)), [edit, id]).value as
    | (Draft & { kind: "new" })
    | undefined;
  const entries = entriesOf(value);
  const rows = useRows(
    edit,
    path,
    entries.map(([key]) => key),
  );
  const { was: wasOf, gone } = align(compare ? was : undefined, value);
  const where = path.length === 0 ? "" : ` to ${pathText(path)}`;
  const what = isArray(value) ? "item" : "key";
  const removedAt = (position: number) =>
    gone
      .filter((one) => one.position === position)
      .map((one) => <RemovedRow key={`gone ${one.key}`} edit={edit} path={path} gone={one} />);
  return (
    <ul class={entries.length > ROWS_AT_ONCE ? "many" : undefined}>
      {entries
        .slice(0, rows)
        .map(([key, inner], index) => [
          ...(gone.length > 0 ? removedAt(index) : []),
          <Member
            key={index}
            edit={edit}
            path={[...path, key]}
            value={inner}
            was={wasOf(key, index)}
            compare={compare}
            siblings={entries.length}
            parent={value}
          />,
        ])}
      {removedAt(entries.length)}
      {draft && <NewRow edit={edit} path={path} parent={value} draft={draft} />}
      <li class="add">
        <button
          type="button"
          class="small"
          data-add={id}
          aria-label={`Add ${what === "item" ? "an item" : "a key"}${where}`}
          onClick={() => edit.tree.open(path)}
        >
          + {what}
        </button>
      </li>
    </ul>
  );
}

function RemovedRow({
  edit,
  path,
  gone: { key, value, position },
}: {
  edit: FieldEdit;
  path: Path;
  gone: RemovedMember;
}) {
  return (
    <li class="gone">
      <div class="tree-row">
        <span class="twist" />
        <span class="key-gone">
          <VisibleText text={shownKey(String(key))} />
        </span>
        <span class="value-gone">
          <VisibleText text={toText(value).slice(0, REMOVED_LENGTH)} />
        </span>
        <span class="tag">removed</span>
        <button
          type="button"
          class="small"
          aria-label={`Restore ${pathText([...path, key])}`}
          onClick={() => edit.tree.restore([...path, key], value, position)}
        >
          Restore
        </button>
      </div>
    </li>
  );
}
