// The current step of applying or reloading, and the button that cancels it.
import type { ApplyFlow, Step } from "./apply-flow.js";
import { Countdown } from "./countdown.js";

const TEXTS: Record<Exclude<Step["at"], "idle" | "waiting" | "reloading">, string> = {
  comparing: "Comparing with the stored value…",
  sending: "Sending the change…",
  checking: "Checking whether the change is stored…",
};

function textOf(step: Step, noun: string): string {
  if (step.at === "idle") return "";
  if (step.at === "reloading") return `Reloading the ${noun}…`;
  return step.at === "waiting" ? step.reason : TEXTS[step.at];
}

export function Progress({ flow }: { flow: ApplyFlow }) {
  const step = flow.step.value;
  const text = textOf(step, flow.subject.kind);
  return (
    <div class={text === "" ? "progress idle" : "progress"}>
      {/* Always rendered, so that screen readers announce changes of its text. */}
      <p role="status">{text}</p>
      {step.at === "waiting" && (
        <p>
          Retrying in <Countdown until={step.until} />…
        </p>
      )}
      {text !== "" && (
        <button type="button" aria-keyshortcuts="Escape" title="Escape" onClick={() => flow.cancel()}>
          Cancel
        </button>
      )}
    </div>
  );
}
