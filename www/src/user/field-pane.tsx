// One field: its access rules, size, editor, and the preview of the change.
import { Tree } from "../editor/tree.js";
import { TextEditor } from "../editor/text-editor.js";
import { FIELD_INFO } from "../fields.js";
import { withEscapes } from "../json/literal.js";
import { pathText } from "../json/path.js";
import { bytesOf, toText } from "../json/text.js";
import { Preview } from "./preview.js";
import { SizeBar } from "./size-bar.js";
import type { FieldEdit, Intent, View } from "./field-edit.js";
import { summary } from "./changes.js";
import { Choice } from "./choice.js";

const INTENTS: [Intent, string][] = [
  ["value", "Value"],
  ["patch", "Patch"],
];
const VIEWS: [View, string][] = [
  ["tree", "Tree"],
  ["text", "Text"],
];

export function FieldPane({ edit, discard }: { edit: FieldEdit; discard(): void }) {
  const { title, access, inToken } = FIELD_INFO[edit.field];
  const intent = edit.intent.value;
  const problem = edit.problem.value;
  const { patch, result, rows, warnings } = edit.outcome.value;
  const changes = patch.size > 0;
  const shownAs = edit.shownAs.value;
  const name = `${title.toLowerCase()} metadata`;
  return (
    <section
      class={`field ${edit.changed.value ? "edited" : ""}`}
      aria-labelledby={`title-${edit.field}`}
      data-field={edit.field}
    >
      <div class="field-head">
        <h3 id={`title-${edit.field}`}>{title}</h3>
        <p class="access">{access}</p>
        <SizeBar bytes={edit.bytes.value} inToken={inToken} name={name} />
      </div>
      <div class="field-bar">
        <Choice
          label={`What to edit in the ${name}`}
          options={INTENTS}
          value={intent}
          disabled={problem !== undefined}
          onChange={(to) => edit.setIntent(to)}
        />
        <Choice
          label={`How to edit the ${name}`}
          options={VIEWS}
          value={shownAs}
          disabled={edit.state.value.text?.error !== undefined}
          onChange={(to) => edit.setView(to)}
        />
        <span class="edited-says">{changes ? summary(rows) : ""}</span>
        <button type="button" class="small" disabled={!edit.changed.value} onClick={discard}>
          Discard
        </button>
      </div>
      <p class="intent-says">
        {intent === "value"
          ? "Edit the value to store. Only the difference is sent."
          : "Edit the patch to send. It is merged into the stored value; null removes a key."}
      </p>
      <div class="work">
        <div class="editor">
          {shownAs === "tree" ? <Tree edit={edit} name={name} /> : <TextEditor edit={edit} name={name} />}
        </div>
        {problem !== undefined && (
          <div class="outcome">
            <p
              class={edit.isTyping.value ? "notice typing" : "notice bad"}
              role={edit.isTyping.value ? undefined : "alert"}
            >
              {problem}
            </p>
          </div>
        )}
        {problem === undefined && !changes && (
          <p class="outcome nothing">
            {intent === "value"
              ? "No changes yet. Your changes are shown here before you apply them."
              : "The patch has no effect yet. Its effect is shown here before you apply it."}
          </p>
        )}
        {problem === undefined && changes && (
          <div class="outcome">
            {warnings.length > 0 && (
              <ul class="notice warn" aria-label="Warnings">
                {warnings.map(({ path, text }) => (
                  <li key={pathText(path)}>
                    <code>{pathText(path)}</code> {text}.
                  </li>
                ))}
              </ul>
            )}
            <Preview rows={rows} name={name} />
            <details class="other-form">
              <summary>
                {intent === "value" ? "The patch to send" : "The resulting value"}{" "}
                <span class="muted">({bytesOf(intent === "value" ? patch : result).toLocaleString("en")} bytes)</span>
              </summary>
              <pre tabIndex={0} aria-label={intent === "value" ? `patch of the ${name}` : `${name} after the merge`}>
                {withEscapes(toText(intent === "value" ? patch : result, 2))}
              </pre>
            </details>
          </div>
        )}
      </div>
    </section>
  );
}
