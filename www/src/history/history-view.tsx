// The changes of this session, with an export to a file.
import { addressOf, routeOf } from "../route.js";
import { Time } from "../time.js";
import { ChangedRow, rowId } from "../compare/value-change.js";
import { VisibleText } from "../visible-text.js";
import { Back } from "../user/back.js";
import { leaves, rowsOf, summary } from "../user/changes.js";
import { FIELD_INFO, FIELDS } from "../fields.js";
import { type Entry, entries, ndjson } from "./history.js";

async function save() {
  const url = URL.createObjectURL(new Blob([await ndjson()], { type: "application/x-ndjson" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `metadata-changes-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.ndjson`;
  link.click();
  URL.revokeObjectURL(url);
}

export function HistoryView() {
  const all = entries.value;
  return (
    <section class="user-side" aria-labelledby="history-title">
      <div class="user-scroll">
        <Back />
        <div class="history-head">
          <h2 id="history-title">History of this session</h2>
          <button type="button" disabled={all.length === 0} onClick={save}>
            Export as NDJSON
          </button>
        </div>
        <p class="muted">Kept until this page is closed or reloaded. The history is not stored.</p>
        {all.length === 0 ? (
          <p>No changes yet.</p>
        ) : (
          <ol class="entries">
            {all.map((entry) => (
              <Item key={entry.at.getTime()} entry={entry} />
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

function Item({ entry }: { entry: Entry }) {
  const fields = FIELDS.filter((field) => entry.after[field]);
  return (
    <li class="entry">
      <p class="entry-head">
        <a href={addressOf(routeOf(entry.subject))}>
          <VisibleText text={entry.name} />
        </a>
        {entry.subject.kind !== "user" && <span class="tag">{entry.subject.kind}</span>}
        {entry.undo && <span class="tag">undo</span>}
        <span class="tag">{entry.mode}</span>
        <Time at={entry.at.getTime()} />
        {entry.traceId && <code class="muted">{entry.traceId}</code>}
      </p>
      {fields.map((field) => {
        const rows = rowsOf(entry.before[field], entry.after[field]);
        return (
          <div key={field} class="entry-field">
            <span>
              <strong>{FIELD_INFO[field].title}</strong> {summary(rows)}
            </span>
            <ul>
              {leaves(rows).map((row) => (
                <ChangedRow key={rowId(row)} row={row} />
              ))}
            </ul>
          </div>
        );
      })}
    </li>
  );
}
