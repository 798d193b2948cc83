// A button that copies text to the clipboard.
import { useSignal } from "@preact/signals";

export function Copy({ text, what }: { text: string; what: string }) {
  const copied = useSignal(false);
  return (
    <button
      type="button"
      class="small"
      aria-label={copied.value ? `${what} copied` : `Copy ${what}`}
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        copied.value = true;
        setTimeout(() => {
          copied.value = false;
        }, 1500);
      }}
    >
      {copied.value ? "Copied" : "Copy"}
    </button>
  );
}
