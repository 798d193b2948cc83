// The input of a value that is not an object or array.
import { literalOf } from "../json/literal.js";
import type { Path } from "../json/path.js";
import { isNumber, type Json } from "../json/value.js";
import { type Draft, draftId } from "../user/drafts.js";
import type { FieldEdit } from "../user/field-edit.js";
import { typedAs } from "../user/tree-edit.js";
import { TextBox } from "./text-box.js";

interface Props {
  edit: FieldEdit;
  path: Path;
  name: string;
  value: Json;
  draft: (Draft & { kind: "value" }) | undefined;
  problem: string | undefined;
  nullText: string;
}

export function Leaf({ edit, path, name, value, draft, problem, nullText }: Props) {
  const label = `Value of ${name}`;
  const { tree } = edit;
  const as = draft?.as ?? typedAs(value);
  if (as === undefined) {
    if (value === null) return <span class="leaf null">{nullText}</span>;
    return (
      <select
        class="leaf boolean"
        aria-label={label}
        value={String(value)}
        onChange={(event) => tree.setValue(path, event.currentTarget.value === "true")}
      >
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  }
  const text =
    draft?.text ?? (isNumber(value) ? value.text : as === "string" ? literalOf(String(value)) : String(value));
  return (
    <TextBox
      class={`leaf ${as === "number" ? "number" : "text"}${as === "string" ? " literal" : ""}`}
      label={label}
      text={text}
      problem={problem}
      isNumber={as === "number"}
      onText={(typed) => {
        if (as === "number") tree.typeNumber(path, typed);
        else if (as === "string") tree.typeString(path, typed);
        else tree.typeText(path, typed);
      }}
      onEscape={draft && problem !== undefined ? () => tree.cancel("value", path) : undefined}
      onLeave={() => {
        edit.closeStep();
        tree.commit(draftId("value", path));
      }}
    />
  );
}
