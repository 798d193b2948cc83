// What is about to be done, in words; doing it; what came of it; and taking it back.
import { useSignal } from "@preact/signals";
import type { RetryEvent } from "clerk-metadata";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { FIELD_INFO, FIELDS } from "../fields.js";
import { type Explained, explain } from "../errors.js";
import { apply, type Conflict, type Done, lastOf, type Plan, undoOf } from "./apply.js";
import { summary } from "./changes.js";
import { ConflictView } from "./conflict-view.js";
import type { UserEdit } from "./edit.js";
import { Failure } from "./failure.js";
import { RequestView } from "./request-view.js";

export function ApplyBar({ edit }: { edit: UserEdit }) {
  const busy = useSignal(false);
  /** The wait before another attempt. */
  const retrying = useSignal<RetryEvent | undefined>(undefined);
  // Who comes back to a user can still take back what was done last.
  const done = useSignal<Done | undefined>(useMemo(() => lastOf(edit.stored.value), [edit]));
  const failed = useSignal<{ plan: Plan; why: Explained } | undefined>(undefined);
  const conflict = useSignal<Conflict | undefined>(undefined);
  const told = useRef<HTMLDivElement>(null);
  const changed = edit.changed.value;
  const problem = edit.problem.value;

  async function act(plan: Plan) {
    if (busy.value) return;
    busy.value = true;
    failed.value = undefined;
    try {
      const outcome = await apply(plan, {
        onRetry: (event) => {
          retrying.value = event;
        },
        onRequest: () => {
          retrying.value = undefined;
        },
      });
      if ("plan" in outcome) {
        conflict.value = outcome;
      } else {
        conflict.value = undefined;
        done.value = outcome;
        edit.reset(outcome.stored);
        // The button that had the focus is gone.
        requestAnimationFrame(() => told.current?.focus());
      }
    } catch (error) {
      failed.value = { plan, why: explain(error) };
    } finally {
      retrying.value = undefined;
      busy.value = false;
    }
  }

  async function start() {
    await edit.settled();
    if (edit.problem.value || edit.changed.value.length === 0) return;
    done.value = undefined;
    await act({ change: edit.change, bases: edit.bases, undo: false });
  }

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void start();
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [edit]);

  const last = done.value;
  if (conflict.value) {
    return (
      <ConflictView
        conflict={conflict.value}
        busy={busy.value}
        apply={act}
        theirs={(stored) => {
          conflict.value = undefined;
          edit.reset(stored);
        }}
        back={() => {
          conflict.value = undefined;
        }}
      />
    );
  }
  return (
    <div class="apply" role="region" aria-label="Change">
      {failed.value && <Failure of={failed.value.why} again={() => failed.value && act(failed.value.plan)} />}
      {last && changed.length === 0 && !failed.value && (
        <div ref={told} class="notice good" role="status" tabIndex={-1}>
          <span>
            <strong>{last.undone ? "Taken back." : "Applied."}</strong>{" "}
            {FIELDS.filter((field) => last.after[field])
              .map((field) => FIELD_INFO[field].title)
              .join(", ")}{" "}
            metadata {last.undone ? "is as it was before." : "is stored."}
          </span>
          <button type="button" onClick={async () => act(await undoOf(last))}>
            {last.undone ? "Do it again" : "Undo"}
          </button>
        </div>
      )}
      {busy.value && (
        <p role="status" class="waiting">
          {retrying.value ? `${retrying.value.reason.message} Trying again in ${Math.ceil(retrying.value.delay / 1000)} s…` : "Sending…"}
        </p>
      )}
      {changed.length > 0 && (
        <>
          <div class="apply-row">
            <p class="apply-says">
              {problem
                ? `${FIELD_INFO[problem].title} metadata cannot be applied yet.`
                : changed.map((field) => (
                    <span key={field}>
                      <strong>{FIELD_INFO[field].title}</strong> {summary(edit.fields[field].outcome.value.rows)}
                    </span>
                  ))}
            </p>
            <button type="button" onClick={() => edit.reset(edit.stored.value)}>
              Discard all
            </button>
            <button
              type="button"
              class="primary"
              disabled={problem !== undefined}
              onClick={start}
              aria-keyshortcuts="Control+Enter Meta+Enter"
              title="Ctrl+Enter"
            >
              Apply
            </button>
          </div>
          {!problem && (
            <details class="exact">
              <summary>The exact request</summary>
              <RequestView change={edit.change} />
            </details>
          )}
        </>
      )}
    </div>
  );
}
