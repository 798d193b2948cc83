// The tree view of a field.
import { useRef } from "preact/hooks";
import { afterRender } from "../after-render.js";
import { useImmediateEffect } from "../immediate-effect.js";
import { pathId } from "../json/path.js";
import type { Target } from "../user/drafts.js";
import type { FieldEdit } from "../user/field-edit.js";
import { Members } from "./members.js";

const PARTS: Record<Target["part"], (id: string) => string[]> = {
  key: (id) => [`[data-row=${id}] > .tree-row .key-input`, `[data-row=${id}] > .tree-row .leaf`],
  value: (id) =>
    ["textarea.leaf", "select.leaf", "button.twist", ".type"].map(
      (control) => `[data-row=${id}] > .tree-row ${control}`,
    ),
  up: (id) =>
    [".move:first-child:enabled", ".move:enabled", "textarea.leaf", ".type"].map(
      (control) => `[data-row=${id}] > .tree-row ${control}`,
    ),
  down: (id) =>
    [".move:last-child:enabled", ".move:enabled", "textarea.leaf", ".type"].map(
      (control) => `[data-row=${id}] > .tree-row ${control}`,
    ),
  add: (id) => [`[data-add=${id}]`],
  "new-key": (id) => [`[data-new=${id}] .key-input`],
  "new-value": (id) => [`[data-new=${id}] .leaf`],
};

/** The control of a target. If its row does not exist anymore, the nearest button that adds a row. */
function controlOf(box: HTMLElement, { path, part }: Target): HTMLElement | null {
  const idOf = (length: number) => CSS.escape(pathId(path.slice(0, length)));
  for (const selector of PARTS[part](idOf(path.length))) {
    const control = box.querySelector<HTMLElement>(selector);
    if (control) return control;
  }
  for (let length = path.length; length >= 0; length--) {
    const add = box.querySelector<HTMLElement>(`[data-add=${idOf(length)}]`);
    if (add) return add;
  }
  return null;
}

export function Tree({ edit, name }: { edit: FieldEdit; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  useImmediateEffect(() => {
    const target = edit.focus.value;
    if (target) afterRender(() => moveFocus(target));
  }, [edit]);
  function moveFocus(target: Target) {
    if (edit.focus.peek() !== target || box.current === null) return;
    edit.focus.value = undefined;
    const control = controlOf(box.current, target);
    control?.focus();
    if (control instanceof HTMLTextAreaElement)
      control.setSelectionRange(target.select ? 0 : control.value.length, control.value.length);
  }
  const { value, intent } = edit.state.value;
  // A patch is not compared with the stored value: it is itself a difference.
  const compare = intent === "value";
  return (
    <div ref={box} class="tree" role="group" aria-label={`Tree of the ${name}`}>
      <Members edit={edit} path={[]} value={value} was={edit.base.value} compare={compare} />
    </div>
  );
}
