// The size of a field, compared with its limit and with that of a session token.
import { LIMIT, TOKEN } from "../limits.js";

export function SizeBar({ bytes, inToken, name }: { bytes: number; inToken: boolean; name: string }) {
  const kind = bytes > LIMIT ? "over" : bytes > LIMIT * 0.9 ? "full" : "";
  return (
    <div class="size-of">
      <meter class={kind} min={0} max={LIMIT} value={Math.min(bytes, LIMIT)} aria-label={`Size of the ${name}`}>
        {bytes}
      </meter>
      <span>
        {bytes.toLocaleString("en")} of {LIMIT.toLocaleString("en")} bytes
      </span>
      {inToken && (
        <span
          class={bytes > TOKEN ? "token over" : "token"}
          title="The limit for all custom claims of a session token. Above it, the session cookie is not set."
        >
          {bytes > TOKEN
            ? "Too large for a session token claim (1.2 KB in total)"
            : `As a session token claim: ${Math.ceil((bytes / TOKEN) * 100)}% of 1.2 KB`}
        </span>
      )}
    </div>
  );
}
