// The conflict panel: for each key that someone else changed too, the original, the stored and the edited value. The
// panel does not block the editors above it, and shows what is typed there.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { ValueChange } from "../compare/value-change.js";
import { ValueText } from "../compare/value-text.js";
import { FIELD_INFO } from "../fields.js";
import { pathText } from "../json/path.js";
import type { Json } from "../json/value.js";
import { VisibleText } from "../visible-text.js";
import { type Choice as KeyChoice, choiceAt, compareWithStored, type FieldKeyChange, keyChangeId } from "./apply.js";
import type { ApplyFlow, OpenConflict } from "./apply-flow.js";
import { Choice } from "./choice.js";
import type { UserEdit } from "./edit.js";

const CAUSES: Record<OpenConflict["cause"], string> = {
  apply: "Nothing was sent.",
  again: "They changed it again. Nothing was sent.",
  reload: "The original values are compared with the values that are stored now.",
};

const conflictText = (count: number) =>
  count === 1
    ? "Both of you changed 1 key: choose a value."
    : `Both of you changed ${count} keys: choose a value for each.`;

const SIDES: [KeyChoice["side"], string][] = [
  ["mine", "Yours"],
  ["theirs", "Theirs"],
];

interface Props {
  conflict: OpenConflict;
  edit: UserEdit;
  flow: ApplyFlow;
}

export function ConflictView({ conflict, edit, flow }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  const choices = useSignal<ReadonlyMap<string, KeyChoice>>(new Map());
  const undo = conflict.undo;
  const problem = undo ? undefined : edit.problem.value;
  const lastComparison = useRef<FieldKeyChange[]>([]);
  const changes = useComputed(() => {
    const { stored, undo } = flow.conflict.value ?? conflict;
    // While the typed text is not valid JSON, the previous comparison is shown.
    if (undo || edit.problem.value === undefined)
      lastComparison.current = compareWithStored(undo ?? edit.plan, stored.metadata);
    return lastComparison.current;
  });
  const both = changes.value.filter(({ by }) => by === "both");
  const busy = flow.busy.value;

  useLayoutEffect(() => {
    // The focus stays in an editor. A screen reader announces the panel anyway, because it contains an alert.
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || !focused.closest(".editor")) title.current?.focus();
  }, []);

  useSignalEffect(() => {
    if (flow.busy.value || flow.conflict.value?.undo || edit.problem.value !== undefined) return;
    if (flow.conflict.value && !changes.value.some(({ by }) => by === "both"))
      queueMicrotask(() => flow.settleConflict());
  });

  /** The choice for each key that both changed. Default: mine. */
  const allChoices = () =>
    new Map(
      both.map((change): [string, KeyChoice] => [
        keyChangeId(change),
        { side: choiceAt(choices.value, change) ?? "mine", theirs: change.theirs },
      ]),
    );

  return (
    <section class="conflict" aria-label="Conflict">
      <h3 ref={title} tabIndex={-1}>
        Someone else changed this {flow.subject.kind}
      </h3>
      <p role="alert">
        {CAUSES[conflict.cause]} {conflictText(both.length)}
      </p>
      <div class="table-box" tabIndex={0} role="group" aria-label="The three values of each key">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Keep</th>
              <th scope="col">Original</th>
              <th scope="col">Theirs (stored)</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {changes.value.map((change) => (
              <tr key={keyChangeId(change)} class={change.by} data-path={pathText(change.path)}>
                <th scope="row">
                  <span class="muted">{FIELD_INFO[change.field].title}</span>{" "}
                  <VisibleText text={pathText(change.path)} />
                </th>
                <td data-label="Keep">
                  {change.by === "both" ? (
                    <Choice
                      label={`Value to keep at ${pathText(change.path)}`}
                      options={SIDES}
                      value={choiceAt(choices.value, change) ?? "mine"}
                      onChange={(side) => {
                        choices.value = new Map(choices.value).set(keyChangeId(change), {
                          side,
                          theirs: change.theirs,
                        });
                      }}
                    />
                  ) : (
                    { mine: "yours", theirs: "theirs", same: "same change" }[change.by]
                  )}
                </td>
                <td data-label="Original">
                  <Cell value={change.base} />
                </td>
                <td data-label="Theirs (stored)">
                  <Cell value={change.theirs} base={change.base} />
                </td>
                <td data-label="Yours">
                  <Cell value={change.mine} base={change.base} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problem && (
        <p class="notice warn">
          {FIELD_INFO[problem].title} metadata cannot be applied yet: correct the error above first.
        </p>
      )}
      <div class="apply-row">
        <button
          type="button"
          class="primary"
          disabled={problem !== undefined}
          aria-disabled={busy}
          onClick={() => flow.resolve(allChoices())}
        >
          Apply these choices
        </button>
        <button
          type="button"
          aria-disabled={busy}
          onClick={() => busy || flow.closeConflict()}
          aria-keyshortcuts="Escape"
          title="Escape"
        >
          Back to editing
        </button>
        <button type="button" class="discard" aria-disabled={busy} onClick={() => busy || flow.takeTheirs()}>
          Discard my changes
        </button>
      </div>
    </section>
  );
}

const Cell = ({ value, base }: { value: Json | undefined; base?: Json | undefined }) =>
  value === undefined ? (
    <>–</>
  ) : base === undefined ? (
    <ValueText value={value} excerpt />
  ) : (
    <ValueChange before={base} after={value} />
  );
