// The row of a member or item that is being added. The value changes when the row is committed: by Enter in its value,
// or when the focus leaves the row.
import { useLayoutEffect, useRef } from "preact/hooks";
import { infer } from "../json/infer.js";
import { type Path, pathId, pathText } from "../json/path.js";
import { isArray, type Json } from "../json/value.js";
import { type Draft, draftId, isBlank, keyOfText, newPath, problemOfKey } from "../user/drafts.js";
import type { FieldEdit } from "../user/field-edit.js";
import { valueTypeOf } from "./value-types.js";
import { afterClick } from "./pointer.js";
import { TextBox } from "./text-box.js";
import { TypedNote } from "./typed-note.js";

interface Props {
  edit: FieldEdit;
  path: Path;
  parent: Json;
  draft: Draft & { kind: "new" };
}

export function NewRow({ edit, path, parent, draft }: Props) {
  const row = useRef<HTMLLIElement>(null);
  const { tree } = edit;
  const isList = isArray(parent);
  const id = draftId("new", path);
  const hasKey = isList || keyOfText(draft.key) !== undefined;
  const name = hasKey ? pathText(newPath(parent === undefined ? null : parent, { ...draft, path: [] })) : "";
  const where = path.length === 0 ? "" : ` in ${pathText(path)}`;
  const typed = infer(draft.text);
  // A missing key is an error only if something else is typed.
  const wrongKey = isList || (draft.key === "" && draft.text === "") ? undefined : problemOfKey(draft.key, parent);
  const wrongValue = typed && "problem" in typed ? typed.problem : undefined;
  const type = typed === undefined ? "" : "value" in typed ? valueTypeOf(typed.value) : "incomplete";

  // If the row has the focus when it is committed, the focus moves to the committed row.
  const committedPath = useRef<Path>(path);
  committedPath.current = [...path, isList ? parent.length : (keyOfText(draft.key) ?? "")];
  useLayoutEffect(
    () => () => {
      if (edit.focus.peek() === undefined && row.current?.contains(document.activeElement))
        edit.moveFocus({ path: committedPath.current, part: "value" });
    },
    [edit],
  );

  function commit() {
    const at = tree.commit(id, true);
    if (at === undefined) {
      if (isBlank(draft)) edit.moveFocus({ path, part: "add" });
      else edit.moveFocus({ path, part: wrongKey === undefined ? "new-value" : "new-key" });
    } else edit.moveFocus({ path, part: isList ? "new-value" : "new-key" });
  }

  function leave() {
    edit.closeStep();
    afterClick(() => {
      // Not if another window has the focus, or if the focus is back in the row.
      if (!document.hasFocus() || row.current?.contains(document.activeElement)) return;
      tree.commit(id);
    });
  }

  return (
    <li
      ref={row}
      class="added new"
      data-new={pathId(path)}
      onFocusOut={(event) => {
        if (!row.current?.contains(event.relatedTarget as Node | null)) leave();
      }}
    >
      <div class="tree-row">
        <span class="twist" />
        {isList ? (
          <span class="key-index">{parent.length}</span>
        ) : (
          <TextBox
            class="key-input"
            label={`New key${where}`}
            text={draft.key}
            problem={wrongKey}
            placeholder="key"
            onText={(key) => tree.typeNew(path, { key })}
            onEnter={() => edit.moveFocus({ path, part: "new-value" })}
            onEscape={() => tree.cancel("new", path)}
          />
        )}
        <TextBox
          class="leaf new-value"
          label={
            isList
              ? `New item${where}`
              : hasKey
                ? `Value of ${[...(path.length ? [pathText(path)] : []), name].join(".")}`
                : `Value of the new key${where}`
          }
          text={draft.text}
          problem={wrongValue}
          placeholder={draft.key === "" && !isList ? "value" : "no value yet"}
          onText={(text) => tree.typeNew(path, { text })}
          onEnter={commit}
          onEscape={() => tree.cancel("new", path)}
        />
        <span class="typed-type" aria-live="polite">
          {wrongKey === undefined || draft.key === "" ? type : ""}
        </span>
        <button
          type="button"
          class="remove"
          aria-label={`Discard ${isList ? "the new item" : "the new key"}${where}`}
          title="Discard (Esc)"
          onClick={() => tree.cancel("new", path)}
        >
          ×
        </button>
      </div>
      <TypedNote texts={[draft.key, draft.text]} problem={draft.key === "" ? undefined : wrongKey} />
    </li>
  );
}
