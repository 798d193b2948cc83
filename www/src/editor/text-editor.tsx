// JSON as text: the editor comes when it is needed.
import { useEffect, useRef } from "preact/hooks";
import type { Editor } from "./codemirror.js";

interface Props {
  name: string;
  text: string;
  onChange(text: string): void;
}

export function TextEditor({ name, text, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const changed = useRef(onChange);
  const latest = useRef(text);
  changed.current = onChange;
  latest.current = text;

  useEffect(() => {
    let gone = false;
    void import("./codemirror.js").then(({ createEditor }) => {
      if (gone || !box.current) return;
      editor.current = createEditor(box.current, { label: `Text of the ${name}`, text: latest.current, onChange: (text) => changed.current(text) });
    });
    return () => {
      gone = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, []);

  useEffect(() => editor.current?.show(text), [text]);

  return <div ref={box} class="text-editor" />;
}
