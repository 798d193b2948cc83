// The value of a row that has none below it.
import { useSignal } from "@preact/signals";
import { isNumberText } from "../json/number.js";
import { isNumber, type Json, JsonNumber } from "../json/value.js";

interface Props {
  name: string;
  value: Json;
  nullSays: string;
  onChange(value: Json): void;
}

export function Leaf({ name, value, nullSays, onChange }: Props) {
  const label = `Value of ${name}`;
  if (value === null) return <span class="leaf null">{nullSays}</span>;
  if (typeof value === "boolean") {
    return (
      <select class="leaf boolean" aria-label={label} value={String(value)} onChange={(event) => onChange(event.currentTarget.value === "true")}>
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  }
  if (isNumber(value)) return <NumberLeaf label={label} value={value} onChange={onChange} />;
  const text = String(value);
  const rows = Math.min(8, Math.max(text.split("\n").length, Math.ceil(text.length / 60)));
  if (rows > 1)
    return (
      <textarea
        class="leaf text"
        aria-label={label}
        rows={rows}
        value={text}
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <input
      class="leaf text"
      aria-label={label}
      value={text}
      spellcheck={false}
      autocomplete="off"
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** What is typed may be no number for a moment: `-`, `1e`, nothing. It stays as typed, and is not taken. */
function NumberLeaf({ label, value, onChange }: { label: string; value: JsonNumber; onChange(value: JsonNumber): void }) {
  const draft = useSignal<string | undefined>(undefined);
  return (
    <input
      class="leaf number"
      inputMode="decimal"
      aria-label={label}
      aria-invalid={draft.value !== undefined}
      title={draft.value === undefined ? undefined : "This is no number yet"}
      value={draft.value ?? value.text}
      autocomplete="off"
      onInput={(event) => {
        const text = event.currentTarget.value.trim();
        const isNumber = isNumberText(text);
        draft.value = isNumber ? undefined : text;
        if (isNumber) onChange(new JsonNumber(text));
      }}
      onBlur={() => {
        draft.value = undefined;
      }}
    />
  );
}
