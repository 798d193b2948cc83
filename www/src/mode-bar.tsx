// The instance that the page works on. It is always visible as text; for production, the head also has stripes.
import { choose, type Mode, mode, server } from "./mode.js";
import { beforeLeaving, go, mayLeave } from "./route.js";
import { SandboxMenu } from "./sandbox-menu.js";

/** Closes the open user, which belongs to the other instance. */
function change(to: Mode) {
  if (!mayLeave()) return;
  beforeLeaving(undefined);
  go({ at: "users" });
  choose(to);
}

export function ModeBar() {
  const sandbox = mode.value === "sandbox";
  return (
    <div class="mode">
      {sandbox || !server.value ? (
        <>
          <strong class="mode-name">Sandbox</strong>
          <span class="mode-says">Everything stays in this browser</span>
        </>
      ) : (
        <>
          <strong class="mode-name">Live</strong>
          <span class="mode-says">
            <span class="mode-instance">{server.value.instance}</span> instance
            <span class="mode-host">
              {" "}
              at {new URL(server.value.apiUrl).host}
              {server.value.instance === "production" && ": changes affect real users"}
            </span>
          </span>
        </>
      )}
      {sandbox && <SandboxMenu />}
      {server.value && (
        <button type="button" onClick={() => change(sandbox ? "live" : "sandbox")}>
          {sandbox ? "Switch to live" : "Switch to the sandbox"}
        </button>
      )}
    </div>
  );
}
