// The preview table: the stored and the new value of each key that differs, marked with color and text.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { rowId } from "../compare/value-change.js";
import { sizeText, ValueText } from "../compare/value-text.js";
import { pathText, shownKey } from "../json/path.js";
import { isArray } from "../json/value.js";
import { VisibleText } from "../visible-text.js";
import type { Row } from "./changes.js";

const WORDS: Record<Row["kind"], string> = {
  added: "added",
  changed: "changed",
  removed: "removed",
  moved: "moved",
  same: "unchanged",
};

/** The number of rows that are shown first. */
const SHOWN_ROWS = 200;

/** Scrolls the preview, if it scrolls by itself, to the row of the value that has the focus. */
function showFocusedRow(preview: HTMLElement | null) {
  const focused = document.activeElement?.closest<HTMLElement>("[data-row]");
  const box = preview?.closest<HTMLElement>(".outcome");
  if (!focused || !box || box.scrollHeight <= box.clientHeight || focused.closest(".field") !== box.closest(".field"))
    return;
  const path = pathText(JSON.parse(focused.dataset.row as string));
  const row = [...box.querySelectorAll<HTMLElement>("[data-path]")].find(({ dataset }) => dataset.path === path);
  if (!row) return;
  const [outer, inner] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom;
}

export function Preview({ rows, name }: { rows: readonly Row[]; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const showsUnchanged = useSignal(false);
  const showsAll = useSignal(false);
  const same = rows.filter(({ kind }) => kind === "same").length;
  const listed = showsUnchanged.value ? rows : rows.filter(({ kind }) => kind !== "same");
  const visible = showsAll.value ? listed : listed.slice(0, SHOWN_ROWS);
  useEffect(() => showFocusedRow(box.current), [rows]);
  return (
    <div ref={box} class="preview">
      <table aria-label={`Preview of the ${name}`}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Now</th>
            <th scope="col">After</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {visible.map((row) => (
            <PreviewRow key={rowId(row)} row={row} />
          ))}
        </tbody>
      </table>
      {listed.length > visible.length && (
        <button
          type="button"
          class="small"
          onClick={() => {
            showsAll.value = true;
          }}
        >
          Show {(listed.length - visible.length).toLocaleString("en")} more rows
        </button>
      )}
      {same > 0 && (
        <button
          type="button"
          class="small"
          aria-expanded={showsUnchanged.value}
          onClick={() => {
            showsUnchanged.value = !showsUnchanged.value;
          }}
        >
          {showsUnchanged.value ? "Hide unchanged keys" : `Show unchanged keys (${same})`}
        </button>
      )}
    </div>
  );
}

function PreviewRow({ row: { path, kind, inner, before, after, from, sameItems } }: { row: Row }) {
  const key = path.at(-1) as string | number;
  const list = inner && isArray(before) && isArray(after);
  return (
    <tr class={inner ? "inner" : kind} data-path={pathText(path)}>
      <th scope="row">
        <span
          class="indent"
          style={{ paddingInlineStart: `${Math.min(path.length - 1, 8) * 14}px` }}
          title={pathText(path)}
        >
          {typeof key === "number" ? `[${key}]` : <VisibleText text={shownKey(key)} />}
          {from !== undefined && <span class="muted"> was [{from}]</span>}
        </span>
      </th>
      <td class="was">
        {list ? (
          <span class="muted">{sizeText(before)}</span>
        ) : inner ? (
          ""
        ) : (
          <ValueText value={before} other={after} side="before" />
        )}
      </td>
      <td class="is">
        {list ? (
          <span class="muted">
            {sizeText(after)}
            {sameItems ? `, ${sameItems.toLocaleString("en")} unchanged` : ""}
          </span>
        ) : inner ? (
          ""
        ) : (
          <ValueText value={after} other={before} side="after" />
        )}
      </td>
      <td class="word">{inner && kind === "changed" ? "" : WORDS[kind]}</td>
    </tr>
  );
}
