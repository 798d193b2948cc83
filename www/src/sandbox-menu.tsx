// The options of the sandbox: the number of users, and simulated error responses.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { reload } from "./users/pages.js";
import { callWorker } from "./worker/call.js";
import type { Fault, SandboxState } from "./worker/messages.js";

const COUNTS = [250, 1_000, 10_000, 100_000];

const FAULTS: [Fault, string][] = [
  ["none", "Success"],
  ["401", "401: invalid secret key"],
  ["404", "404: user not found"],
  ["409", "409: locked by another request"],
  ["422", "422: metadata too large"],
  ["429", "429: too many requests"],
  ["500", "500: server error"],
  ["offline", "No response: network failure"],
];

export function SandboxMenu() {
  const box = useRef<HTMLDetailsElement>(null);
  const state = useSignal<SandboxState | undefined>(undefined);
  const busy = useSignal(false);
  const problem = useSignal("");

  async function run(work: () => Promise<SandboxState>) {
    busy.value = true;
    problem.value = "";
    try {
      state.value = await work();
    } catch (error) {
      problem.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  }

  async function changeUsers(work: () => Promise<SandboxState>) {
    await run(work);
    void reload();
  }

  function simulate(fault: Fault) {
    if (state.value) state.value = { ...state.value, fault };
    void run(() => callWorker("fault", fault));
  }

  useEffect(() => {
    void run(() => callWorker("state"));
    const close = ({ target }: Event) => {
      if (box.current?.open && !box.current.contains(target as Node)) box.current.open = false;
    };
    document.addEventListener("focusin", close);
    document.addEventListener("click", close);
    return () => {
      document.removeEventListener("focusin", close);
      document.removeEventListener("click", close);
    };
  }, []);

  return (
    <details
      ref={box}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !box.current?.open) return;
        event.stopPropagation();
        box.current.open = false;
        box.current.querySelector("summary")?.focus();
      }}
    >
      <summary>Options</summary>
      <div class="menu-box">
        <p>
          {state.value && `${state.value.users.toLocaleString("en")} users. `}
          {state.value?.isStored === false
            ? "This browser stores no data: the users are lost when the last tab of this page is closed."
            : "The users and your changes are stored in this browser until you reset the sandbox."}
        </p>
        <fieldset disabled={busy.value}>
          <legend>Add generated users, up to</legend>
          {COUNTS.map((count) => (
            <button
              key={count}
              type="button"
              disabled={count <= (state.value?.users ?? 0)}
              onClick={() => changeUsers(() => callWorker("seed", count))}
            >
              {count.toLocaleString("en")}
            </button>
          ))}
          <button type="button" onClick={() => changeUsers(() => callWorker("reset"))}>
            Reset
          </button>
        </fieldset>
        <label>
          Response to changes
          <select
            value={state.value?.fault ?? "none"}
            onChange={(event) => simulate(event.currentTarget.value as Fault)}
          >
            {FAULTS.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <p role="status">{busy.value ? "Working…" : problem.value}</p>
      </div>
    </details>
  );
}
