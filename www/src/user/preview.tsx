// What is stored beside what will be: each difference in color and in words.
import { useSignal } from "@preact/signals";
import { sizeText, ValueText } from "../compare/value-text.js";
import { pathId, pathText, shownKey } from "../json/path.js";
import { isArray } from "../json/value.js";
import { VisibleText } from "../visible-text.js";
import type { Row } from "./changes.js";

const WORDS: Record<Row["kind"], string> = {
  added: "added",
  changed: "changed",
  removed: "removed",
  moved: "moved",
  same: "same",
};

/** More rows than these are shown on request. */
const SHOWN_ROWS = 200;

export function Preview({ rows, name }: { rows: readonly Row[]; name: string }) {
  const whole = useSignal(false);
  const all = useSignal(false);
  const same = rows.filter(({ kind }) => kind === "same").length;
  const listed = whole.value ? rows : rows.filter(({ kind }) => kind !== "same");
  const visible = all.value ? listed : listed.slice(0, SHOWN_ROWS);
  return (
    <div class="preview">
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
            <PreviewRow key={`${row.kind === "removed" ? "-" : ""}${pathId(row.path)}`} row={row} />
          ))}
        </tbody>
      </table>
      {listed.length > visible.length && (
        <button
          type="button"
          class="small"
          onClick={() => {
            all.value = true;
          }}
        >
          Show {(listed.length - visible.length).toLocaleString("en")} more rows
        </button>
      )}
      {same > 0 && (
        <button
          type="button"
          class="small"
          aria-expanded={whole.value}
          onClick={() => {
            whole.value = !whole.value;
          }}
        >
          {whole.value ? "Hide what stays" : `Show what stays (${same})`}
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
            {sameItems ? `, ${sameItems.toLocaleString("en")} the same` : ""}
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
