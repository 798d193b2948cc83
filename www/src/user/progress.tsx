// What is being done, and a way to end it.
import type { ApplyFlow, Step } from "./apply-flow.js";
import { Countdown } from "./countdown.js";

const TEXTS: Record<Exclude<Step["at"], "idle" | "waiting">, string> = {
  reloading: "Loading the user again…",
  comparing: "Comparing with what is stored…",
  sending: "Sending the change…",
  checking: "Finding out whether the change is stored…",
};

export function Progress({ flow }: { flow: ApplyFlow }) {
  const step = flow.step.value;
  const text = step.at === "idle" ? "" : step.at === "waiting" ? step.reason : TEXTS[step.at];
  return (
    <div class={text === "" ? "progress idle" : "progress"}>
      {/* Always there, so that a screen reader is told what comes into it. */}
      <p role="status">{text}</p>
      {step.at === "waiting" && (
        <p>
          Trying again in <Countdown until={step.until} />…
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
