// The exact request of a change.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Change, changeId, curlOf, type ExactRequest, requestOf } from "../api.js";
import { mode } from "../mode.js";
import { Copy } from "./copy.js";

export function RequestView({ change }: { change: Change }) {
  const request = useSignal<ExactRequest | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    requestOf(change).then(
      (found) => {
        if (isCurrent) request.value = found;
      },
      () => {
        if (isCurrent) request.value = undefined;
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [changeId(change)]);
  if (!request.value) return null;
  const { method, url, headers, readableBody } = request.value;
  const curl = curlOf(request.value);
  return (
    <div class="request">
      <p class="muted">
        {mode.value === "sandbox"
          ? "The request for a real Backend API. In the sandbox, it stays in this browser."
          : "The request that the server sends. It adds the secret key."}
      </p>
      <pre tabIndex={0} aria-label="Request">
        <strong>{method}</strong> {url}
        {"\n"}
        {headers.map(([name, value]) => `${name}: ${value}\n`).join("")}
        {"\n"}
        {readableBody}
      </pre>
      <p class="curl-head">
        As a curl command <Copy text={curl} what="curl command" />
      </p>
      <pre tabIndex={0} aria-label="curl command">
        {curl}
      </pre>
    </div>
  );
}
