// What came of the last change, of a reload, of what was discarded; and taking it back.
import { FIELD_INFO, FIELDS, type Field } from "../fields.js";
import { pathText } from "../json/path.js";
import { VisibleText } from "../visible-text.js";
import type { Done } from "./apply.js";
import type { ApplyFlow, FoundOut } from "./apply-flow.js";
import type { UserEdit } from "./edit.js";

const titlesOf = (fields: readonly Field[]) => fields.map((field) => FIELD_INFO[field].title).join(", ");

export function ResultView({ flow, edited }: { flow: ApplyFlow; edited: boolean }) {
  const result = flow.result.value;
  if (result === undefined) return null;
  switch (result.kind) {
    case "done":
      return (
        <DoneView done={result.done} foundOut={result.foundOut} edited={edited} undo={() => flow.undo(result.done)} />
      );
    case "already":
      return (
        <p class="notice good" role="status">
          <span>
            <strong>Already stored.</strong> {titlesOf(result.fields)} metadata has these values already, so nothing was
            sent.
          </span>
        </p>
      );
    case "settled":
      return (
        <p class="notice good" role="status">
          <span>
            <strong>No conflict any more.</strong> Your change and what is stored agree.
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
            <strong>Loaded again.</strong>{" "}
            {result.edited ? "What you changed is kept, and is not applied yet." : "This is what is stored now."}
          </span>
        </p>
      );
  }
}

const FOUND_OUT = {
  lost: " The response was lost, so the user was read again to find out.",
  canceled: " You canceled, but it was already stored.",
};

interface DoneProps {
  done: Done;
  foundOut: FoundOut | undefined;
  edited: boolean;
  undo(): void;
}

function DoneView({ done, foundOut, edited, undo }: DoneProps) {
  const fields = FIELDS.filter((field) => done.after[field]);
  return (
    <div class="notice good" role="status">
      <span>
        <strong>{done.undo ? "Taken back." : "Applied."}</strong> {titlesOf(fields)} metadata{" "}
        {done.undo ? "is as it was before." : "is stored."}
        {foundOut && FOUND_OUT[foundOut]}
        {done.kept.length > 0 && (
          <>
            {" "}
            Kept from someone else's change:{" "}
            {done.kept.slice(0, 5).map(({ field, path }, index) => (
              <span key={`${field}${path.join("\0")}`}>
                {index > 0 && ", "}
                {FIELD_INFO[field].title.toLowerCase()} <VisibleText text={pathText(path)} />
              </span>
            ))}
            {done.kept.length > 5 && ` and ${done.kept.length - 5} more`}.
          </>
        )}
        {edited && " What you have typed since is not applied yet."}
      </span>
      <button type="button" onClick={undo}>
        {done.undo ? "Do it again" : "Undo"}
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
        <strong>Discarded.</strong> The changes of the {titlesOf(fields).toLowerCase()} metadata are not applied.
      </span>
      <button type="button" onClick={() => edit.undo()}>
        Undo discard
      </button>
    </div>
  );
}
