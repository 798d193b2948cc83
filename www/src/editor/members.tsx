// The members of an object or the items of a list, those that were removed, and the way to add one.
import { computed } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Path, entriesOf, pathId, pathText, shownKey, startsWith } from "../json/path.js";
import { toText } from "../json/text.js";
import { isArray, type Json } from "../json/value.js";
import { type Draft, draftId } from "../user/drafts.js";
import type { FieldEdit } from "../user/field-edit.js";
import { VisibleText } from "../visible-text.js";
import { align, type Gone } from "./alignment.js";
import { Member } from "./member.js";
import { NewRow } from "./new-row.js";

interface Props {
  edit: FieldEdit;
  path: Path;
  value: Json;
  /** What was here, where it is compared with what is stored. */
  was: Json | undefined;
  compare: boolean;
}

/** So many rows are drawn at once; the others follow while nothing else is to be done. */
const ROWS_AT_ONCE = 100;
const GONE_LENGTH = 80;

const whenIdle = (run: () => void): (() => void) => {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, 20);
    return () => clearTimeout(timer);
  }
  const id = requestIdleCallback(run, { timeout: 200 });
  return () => cancelIdleCallback(id);
};

/** How many of the rows are drawn; all up to the one that is to have the focus. */
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

/** Only the row of a draft is drawn again when it changes. */
const draftSignal = (edit: FieldEdit, draft: string) => computed(() => edit.drafts.value.get(draft));

export function Members({ edit, path, value, was, compare }: Props) {
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
  const goneAt = (position: number) =>
    gone
      .filter((one) => one.position === position)
      .map((one) => <GoneRow key={`gone ${one.key}`} edit={edit} path={path} gone={one} />);
  return (
    <ul class={entries.length > ROWS_AT_ONCE ? "many" : undefined}>
      {entries
        .slice(0, rows)
        .map(([key, inner], index) => [
          ...(gone.length > 0 ? goneAt(index) : []),
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
      {goneAt(entries.length)}
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

function GoneRow({ edit, path, gone: { key, value, position } }: { edit: FieldEdit; path: Path; gone: Gone }) {
  return (
    <li class="gone">
      <div class="tree-row">
        <span class="twist" />
        <span class="key-gone">
          <VisibleText text={shownKey(String(key))} />
        </span>
        <span class="value-gone">
          <VisibleText text={toText(value).slice(0, GONE_LENGTH)} />
        </span>
        <span class="tag">removed</span>
        <button
          type="button"
          class="small"
          aria-label={`Put back ${pathText([...path, key])}`}
          onClick={() => edit.tree.putBack([...path, key], value, position)}
        >
          Put back
        </button>
      </div>
    </li>
  );
}
