// What is stored beside what will be: each difference in colour and in words.
import { useSignal } from "@preact/signals";
import { brief } from "../json/describe.js";
import { pathText } from "../json/path.js";
import { toText } from "../json/text.js";
import type { Json } from "../json/value.js";
import type { Row } from "./changes.js";

const WORDS: Record<Row["kind"], string> = { added: "added", changed: "changed", removed: "removed", same: "stays" };

export function Preview({ rows, name }: { rows: readonly Row[]; name: string }) {
  const whole = useSignal(false);
  const same = rows.filter(({ kind }) => kind === "same").length;
  const seen = whole.value ? rows : rows.filter(({ kind }) => kind !== "same");
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
          {seen.map((row) => (
            <tr key={row.path.join("\0")} class={row.inner ? "inner" : row.kind} data-path={pathText(row.path)}>
              <th scope="row">
                <span class="indent" style={{ paddingInlineStart: `${(row.path.length - 1) * 14}px` }} title={pathText(row.path)}>
                  {row.path.at(-1) === "" ? '""' : row.path.at(-1)}
                </span>
              </th>
              <td class="was">{row.inner ? "" : text(row.before)}</td>
              <td class="is">{row.inner ? "" : text(row.after)}</td>
              <td class="word">{row.inner && row.kind === "changed" ? "" : WORDS[row.kind]}</td>
            </tr>
          ))}
        </tbody>
      </table>
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

const text = (value: Json | undefined) => {
  if (value === undefined) return "";
  // With spaces, so that it breaks between two items.
  const whole = toText(value, 1)
    .replace(/\n\s*/g, " ")
    .replace(/^([[{]) | ([\]}])$/g, "$1$2");
  return whole.length > 300 ? brief(value) : whole;
};
