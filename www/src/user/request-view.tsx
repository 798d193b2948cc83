// The exact request of a change, as the package would send it.
import { useSignal, useSignalEffect } from "@preact/signals";
import { type Change, curlOf, type ExactRequest, requestOf } from "../api.js";
import { mode } from "../mode.js";
import { Copy } from "./copy.js";

export function RequestView({ change }: { change: Change }) {
  const request = useSignal<ExactRequest | undefined>(undefined);
  const key = JSON.stringify(change);
  const asked = useSignal(key);
  asked.value = key;
  useSignalEffect(() => {
    const now = asked.value;
    requestOf(JSON.parse(now)).then(
      (found) => {
        if (asked.value === now) request.value = found;
      },
      () => {
        request.value = undefined;
      },
    );
  });
  if (!request.value) return null;
  const { method, url, headers, body } = request.value;
  const curl = curlOf(request.value);
  return (
    <div class="request">
      <p class="muted">
        {mode.value === "sandbox"
          ? "What a real backend would be sent; in the sandbox it stays in this browser."
          : "What the server sends for you; it adds the key."}
      </p>
      <pre tabIndex={0} aria-label="Request">
        <strong>{method}</strong> {url}
        {"\n"}
        {headers.map(([name, value]) => `${name}: ${value}\n`).join("")}
        {"\n"}
        {JSON.stringify(JSON.parse(body), null, 2)}
      </pre>
      <p class="curl-head">
        The same with curl <Copy text={curl} what="curl command" />
      </p>
      <pre tabIndex={0} aria-label="curl command">
        {curl}
      </pre>
    </div>
  );
}
