// What one can do with the sandbox: more users, none but the first, answers that fail.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { reload } from "./users/pages.js";
import { ask } from "./worker/ask.js";
import type { Fault, SandboxState } from "./worker/messages.js";

const COUNTS = [250, 1_000, 10_000, 100_000];

const FAULTS: [Fault, string][] = [
  ["none", "as they should"],
  ["401", "401: wrong key"],
  ["404", "404: no such user"],
  ["409", "409: someone else is writing"],
  ["422", "422: too large"],
  ["429", "429: too many requests"],
  ["500", "500: the service fails"],
  ["offline", "not at all: no network"],
];

export function SandboxMenu() {
  const box = useRef<HTMLDetailsElement>(null);
  const state = useSignal<SandboxState | undefined>(undefined);
  const busy = useSignal(false);
  const fault = useSignal<Fault>("none");

  async function act(work: () => Promise<SandboxState>) {
    busy.value = true;
    try {
      state.value = await work();
    } finally {
      busy.value = false;
    }
    reload();
  }

  useEffect(() => {
    void ask("state").then((now) => {
      state.value = now;
    });
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
          {state.value ? `${state.value.users.toLocaleString("en")} users. ` : ""}
          {state.value?.kept === false
            ? "This browser keeps no data: they are gone when the last tab closes."
            : "They stay in this browser until you reset."}
        </p>
        <fieldset disabled={busy.value}>
          <legend>Fill up to</legend>
          {COUNTS.map((count) => (
            <button key={count} type="button" disabled={count <= (state.value?.users ?? 0)} onClick={() => act(() => ask("seed", count))}>
              {count.toLocaleString("en")}
            </button>
          ))}
          <button type="button" onClick={() => act(() => ask("reset"))}>
            Reset
          </button>
        </fieldset>
        <label>
          Changes are answered
          <select
            value={fault.value}
            onChange={(event) => {
              fault.value = event.currentTarget.value as Fault;
              void ask("fault", fault.value);
            }}
          >
            {FAULTS.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <p role="status">{busy.value ? "Working…" : ""}</p>
      </div>
    </details>
  );
}
