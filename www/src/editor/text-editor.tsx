// The text view of a field. The editor is loaded when it is opened.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useImmediateEffect } from "../immediate-effect.js";
import type { FieldEdit } from "../user/field-edit.js";
import type { Editor } from "./codemirror.js";

export function TextEditor({ edit, name }: { edit: FieldEdit; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const error = edit.state.value.text?.error;
  const text = edit.text.value;

  useEffect(() => {
    let isUnmounted = false;
    void import("./codemirror.js").then(({ createEditor }) => {
      if (isUnmounted || !box.current) return;
      editor.current = createEditor(box.current, {
        label: `Text of the ${name}`,
        text: edit.text.peek(),
        onChange: (text, group) => edit.setText(text, group),
        onFormat: () => edit.format(),
        onLeave: () => edit.closeStep(),
      });
    });
    return () => {
      isUnmounted = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, [edit]);

  useLayoutEffect(() => editor.current?.show(text), [text]);
  useImmediateEffect(() => {
    if (edit.focus.value === undefined) return;
    edit.focus.value = undefined;
    queueMicrotask(() => editor.current?.focus());
  }, [edit]);

  return (
    <>
      <div ref={box} class="text-editor" />
      <div class="text-tools">
        <button
          type="button"
          class="small"
          disabled={error !== undefined}
          aria-keyshortcuts="Shift+Alt+F"
          title="Shift+Alt+F"
          onClick={() => edit.format()}
        >
          Format
        </button>
        <span class="muted">
          {error
            ? `Error at line ${error.line}, column ${error.column}`
            : `${text.split("\n").length} ${text.includes("\n") ? "lines" : "line"}`}
        </span>
      </div>
    </>
  );
}
