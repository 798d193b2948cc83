// Which mode this is: always there to see.
import { choose, type Mode, mode, server } from "./mode.js";
import { beforeLeaving, go, mayLeave } from "./route.js";
import { SandboxMenu } from "./sandbox-menu.js";

/** The users of the one are not those of the other. */
function change(to: Mode) {
  if (!mayLeave()) return;
  beforeLeaving(undefined);
  go({ at: "users" });
  choose(to);
}

export function ModeBar() {
  const sandbox = mode.value === "sandbox";
  const { instance, apiUrl } = server.value ?? {};
  const production = !sandbox && instance === "production";
  return (
    <div class={`mode ${sandbox ? "sandbox" : production ? "production" : "live"}`}>
      <strong class="mode-name">{sandbox ? "Sandbox" : "Live"}</strong>
      <span class="mode-says">{sandbox ? "Everything stays in this browser" : `${instance} instance at ${new URL(apiUrl as string).host}`}</span>
      {sandbox && <SandboxMenu />}
      {server.value && (
        <button type="button" onClick={() => change(sandbox ? "live" : "sandbox")}>
          {sandbox ? "Go live" : "Try in the sandbox"}
        </button>
      )}
    </div>
  );
}
