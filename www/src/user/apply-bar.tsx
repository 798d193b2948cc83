// What is about to be done, in words; doing it; what came of it; and taking it back.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { FIELD_INFO } from "../fields.js";
import { mode, server } from "../mode.js";
import type { ApplyFlow } from "./apply-flow.js";
import { summary } from "./changes.js";
import { ConflictView } from "./conflict-view.js";
import type { UserEdit } from "./edit.js";
import { Failure } from "./failure.js";
import { Progress } from "./progress.js";
import { RequestView } from "./request-view.js";
import { DiscardedView, ResultView } from "./result-view.js";

interface Props {
  edit: UserEdit;
  flow: ApplyFlow;
}

/** Where a change goes. */
function target(noun: string): { kind: "sandbox" | "development" | "production"; label: string; says: string } {
  const { instance, apiUrl } = server.value ?? {};
  if (mode.value === "sandbox" || instance === undefined) return { kind: "sandbox", label: "Apply", says: "" };
  const host = new URL(apiUrl as string).host;
  return instance === "production"
    ? { kind: instance, label: "Apply to production", says: `This changes a real ${noun} at ${host}.` }
    : {
        kind: instance,
        label: "Apply to development",
        says: `This changes ${noun === "organization" ? "an" : "a"} ${noun} of the development instance at ${host}.`,
      };
}

export function ApplyBar({ edit, flow }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const changed = edit.changed.value;
  const problem = edit.problem.value;
  const busy = flow.busy.value;
  const { failure, conflict } = flow;

  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        // What is chosen in the conflict panel is applied there.
        if (!event.repeat && flow.conflict.value === undefined) void flow.start();
      } else if (event.key === "Escape" && !event.defaultPrevented && flow.busy.value) {
        event.preventDefault();
        flow.cancel();
      } else if (event.key === "Escape" && !event.defaultPrevented && flow.conflict.value) {
        event.preventDefault();
        flow.closeConflict();
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [flow]);

  // A control that had the focus may be gone. If the user types elsewhere, the focus stays there.
  const step = flow.step.value;
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) {
      const frame = requestAnimationFrame(() => {
        if (document.activeElement === null || document.activeElement === document.body) box.current?.focus();
      });
      return () => cancelAnimationFrame(frame);
    }
    return undefined;
  }, [step, failure.value, conflict.value, flow.result.value, edit.discarded.value.length]);

  const { kind, label, says } = target(flow.subject.kind);
  const empty =
    !failure.value &&
    !conflict.value &&
    !busy &&
    changed.length === 0 &&
    !flow.result.value &&
    edit.discarded.value.length === 0;
  return (
    <div ref={box} class={`apply ${kind} ${empty ? "empty" : ""}`} role="region" aria-label="Change" tabIndex={-1}>
      {conflict.value && <ConflictView conflict={conflict.value} edit={edit} flow={flow} />}
      {failure.value && <Failure of={failure.value.why} again={busy ? undefined : failure.value.again} />}
      <Progress flow={flow} />
      {!conflict.value && !busy && !failure.value && <ResultView flow={flow} edited={changed.length > 0} />}
      {!conflict.value && !busy && <DiscardedView edit={edit} />}
      {changed.length > 0 && !conflict.value && (
        <>
          <div class="apply-row">
            <button type="button" class="discard" onClick={() => edit.discard()}>
              Discard all
            </button>
            <p class="apply-says">
              {problem
                ? `${FIELD_INFO[problem].title} metadata cannot be applied yet.`
                : changed.map((field) => (
                    <span key={field}>
                      <strong>{FIELD_INFO[field].title}</strong> {summary(edit.fields[field].outcome.value.rows)}
                    </span>
                  ))}
              {!problem && says && <span class="target">{says}</span>}
            </p>
            <button
              type="button"
              class="primary"
              disabled={problem !== undefined}
              aria-disabled={busy}
              onClick={() => flow.start()}
              aria-keyshortcuts="Control+Enter Meta+Enter"
              title="Ctrl+Enter"
            >
              {label}
            </button>
          </div>
          {!problem && (
            <details class="exact">
              <summary>The exact request</summary>
              <RequestView change={edit.plan.change} />
            </details>
          )}
        </>
      )}
    </div>
  );
}
