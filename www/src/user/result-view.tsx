// The result of the last change, reload or discard, with its undo.
import { FIELD_INFO, FIELDS, type Field } from "../fields.js";
import { pathText } from "../json/path.js";
import { VisibleText } from "../visible-text.js";
import type { Done } from "./apply.js";
import type { ApplyFlow, CheckReason } from "./apply-flow.js";
import type { UserEdit } from "./edit.js";

const titlesOf = (fields: readonly Field[]) => fields.map((field) => FIELD_INFO[field].title).join(", ");

export function ResultView({ flow, edited }: { flow: ApplyFlow; edited: boolean }) {
  const result = flow.result.value;
  if (result === undefined) return null;
  switch (result.kind) {
    case "done":
      return (
        <DoneView
          done={result.done}
          checkReason={result.checkReason}
          edited={edited}
          undo={() => flow.undo(result.done)}
        />
      );
    case "already":
      return (
        <p class="notice good" role="status">
          <span>
            <strong>Already stored.</strong> {titlesOf(result.fields)} metadata already has these values, so nothing was
            sent.
          </span>
        </p>
      );
    case "settled":
      return (
        <p class="notice good" role="status">
          <span>
            <strong>Conflict resolved.</strong> Your value and the stored value are the same.
          </span>
        </p>
      );
    case "canceled":
      return (
        <p class="notice warn" role="status">
          <strong>Canceled.</strong> {result.text}
        </p>
      );
    case "reloaded":
      return (
        <p class="notice good" role="status">
          <span>
            <strong>Reloaded.</strong>{" "}
            {result.edited ? "Your changes are kept and are not applied yet." : "The page shows the stored value."}
          </span>
        </p>
      );
  }
}

const checkText = (reason: CheckReason, noun: string) =>
  reason === "lost"
    ? ` The response was lost, so the ${noun} was read again to check.`
    : " You canceled, but the change was already stored.";

interface DoneProps {
  done: Done;
  checkReason: CheckReason | undefined;
  edited: boolean;
  undo(): void;
}

function DoneView({ done, checkReason, edited, undo }: DoneProps) {
  const fields = FIELDS.filter((field) => done.after[field]);
  return (
    <div class="notice good" role="status">
      <span>
        <strong>{done.undo ? "Undone." : "Applied."}</strong> {titlesOf(fields)} metadata{" "}
        {done.undo ? "has its previous value again." : "is stored."}
        {checkReason && checkText(checkReason, done.stored.subject.kind)}
        {done.kept.length > 0 && (
          <>
            {" "}
            Changes by someone else are kept:{" "}
            {done.kept.slice(0, 5).map(({ field, path }, index) => (
              <span key={`${field}${path.join("\0")}`}>
                {index > 0 && ", "}
                {FIELD_INFO[field].title.toLowerCase()} <VisibleText text={pathText(path)} />
              </span>
            ))}
            {done.kept.length > 5 && ` and ${done.kept.length - 5} more`}.
          </>
        )}
        {edited && " Your later edits are not applied yet."}
      </span>
      <button type="button" onClick={undo}>
        {done.undo ? "Redo" : "Undo"}
      </button>
    </div>
  );
}

export function DiscardedView({ edit }: { edit: UserEdit }) {
  const fields = edit.discarded.value;
  if (fields.length === 0) return null;
  return (
    <div class="notice warn discarded" role="status">
      <span>
        <strong>Discarded.</strong> The changes to the {titlesOf(fields).toLowerCase()} metadata were not applied.
      </span>
      <button type="button" onClick={() => edit.undo()}>
        Undo discard
      </button>
    </div>
  );
}
