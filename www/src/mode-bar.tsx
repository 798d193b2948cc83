// Which mode this is: always there to see.
import { choose, mode, server } from "./mode.js";
import { SandboxMenu } from "./sandbox-menu.js";

export function ModeBar() {
  const sandbox = mode.value === "sandbox";
  const { instance, apiUrl } = server.value ?? {};
  const production = !sandbox && instance === "production";
  return (
    <div class={`mode ${sandbox ? "sandbox" : production ? "production" : "live"}`}>
      <strong class="mode-name">{sandbox ? "Sandbox" : "Live"}</strong>
      <span class="mode-says">
        {sandbox ? "Everything stays in this browser" : `${instance} instance at ${new URL(apiUrl as string).host}`}
      </span>
      {sandbox && <SandboxMenu />}
      {server.value && (
        <button type="button" onClick={() => choose(sandbox ? "live" : "sandbox")}>
          {sandbox ? "Go live" : "Try in the sandbox"}
        </button>
      )}
    </div>
  );
}
