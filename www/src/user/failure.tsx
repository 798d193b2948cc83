// An error message with its retry button.
import type { Explained } from "../errors.js";
import { Countdown } from "./countdown.js";

export function Failure({ of, again }: { of: Explained; again?: (() => void) | undefined }) {
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{of.title}.</strong> {of.text}
      </p>
      {of.retryAt !== undefined && (
        <p aria-live="off">
          Time left: <Countdown until={of.retryAt} />
        </p>
      )}
      {of.traceId && (
        <p class="trace">
          Trace ID for Clerk support: <code>{of.traceId}</code>
        </p>
      )}
      {again && of.again && (
        <button type="button" onClick={again}>
          Retry
        </button>
      )}
    </div>
  );
}
