// A choice between a few options: radio buttons that look like a button group.
import { useId } from "preact/hooks";

interface Props<Value extends string> {
  label: string;
  options: [Value, string][];
  value: Value;
  disabled?: boolean;
  onChange(value: Value): void;
}

export function Choice<Value extends string>({ label, options, value, disabled = false, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset class="choice" disabled={disabled}>
      <legend class="for-readers">{label}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input type="radio" name={name} value={option} checked={option === value} onChange={() => onChange(option)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
