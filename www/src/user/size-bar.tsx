// How full a field is, and what it would take of a session token.
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
          title="What a session token can carry of custom claims, in all. Past it the cookie is not set."
        >
          {bytes > TOKEN
            ? "Too large to be a claim of the session token (1.2 KB in all)"
            : `As a claim it takes ${Math.ceil((bytes / TOKEN) * 100)} % of a session token's 1.2 KB`}
        </span>
      )}
    </div>
  );
}
