// The status of the list: an error, a wait before a retry, or loading.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LIST_WORDS } from "../kinds.js";
import { listKind } from "../route.js";
import { failure, retry, slow, stopRetrying, total, tryAgain } from "./pages.js";

export function ListStatus() {
  if (failure.value) {
    return (
      <div class="notice bad" role="alert">
        <p>
          <strong>{failure.value.title}.</strong> {failure.value.text}
        </p>
        <button type="button" onClick={tryAgain}>
          Retry
        </button>
      </div>
    );
  }
  if (retry.value) return <Retry {...retry.value} />;
  return (
    <p class="list-wait" role="status">
      {slow.value && total.value === undefined ? `Loading ${listKind.value}…` : ""}
    </p>
  );
}

function Retry({ reason, at }: { reason: string; at: number }) {
  const secondsLeft = () => Math.max(0, Math.ceil((at - Date.now()) / 1000));
  const seconds = useSignal(secondsLeft());
  useEffect(() => {
    seconds.value = secondsLeft();
    const timer = setInterval(() => {
      seconds.value = secondsLeft();
    }, 250);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <div class="notice warn">
      <p>
        <span role="status">
          {LIST_WORDS[listKind.value].title} could not be loaded: {reason}
        </span>{" "}
        Retrying in {seconds.value} s.
      </p>
      <button type="button" onClick={stopRetrying}>
        Stop
      </button>
    </div>
  );
}
