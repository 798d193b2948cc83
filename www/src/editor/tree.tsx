// JSON as a tree of rows: a key, a value, its kind. Every part is a control of HTML's own, so that keys,
// readers and fingers work as everywhere.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { equal } from "../json/equal.js";
import { entriesOf, type Path, pathId, pathText, renamed, valueAt, without, withValue } from "../json/path.js";
import { toText } from "../json/text.js";
import { EMPTY, isArray, isObject, type Json, type JsonObject } from "../json/value.js";
import { Leaf } from "./leaf.js";
import { KINDS, kindOf, turned } from "./kinds.js";

interface Props {
  name: string;
  value: Json;
  /** What is stored: rows that differ from it are marked, and what is gone can be put back. */
  base: JsonObject | undefined;
  onChange(value: Json): void;
}

interface Context extends Props {
  closed: ReadonlySet<string>;
  toggle(path: Path): void;
  /** Puts the focus on the key of a row once it is there. */
  focus(path: Path): void;
}

export function Tree(props: Props) {
  const closed = useSignal<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  const context: Context = {
    ...props,
    closed: closed.value,
    toggle(path) {
      const next = new Set(closed.value);
      if (!next.delete(pathId(path))) next.add(pathId(path));
      closed.value = next;
    },
    focus(path) {
      requestAnimationFrame(() => {
        const row = box.current?.querySelector(`[data-row=${CSS.escape(pathId(path))}]`);
        const control = row?.querySelector<HTMLElement>(".key-input, .leaf");
        control?.focus();
        if (control instanceof HTMLInputElement) control.select();
      });
    },
  };
  return (
    <div ref={box} class="tree" role="group" aria-label={`Tree of the ${props.name}`}>
      <Members context={context} path={[]} value={props.value} />
    </div>
  );
}

function Members({ context, path, value }: { context: Context; path: Path; value: Json }) {
  const { base, onChange, focus } = context;
  const was = base && valueAt(base, path);
  // Of a list that differs not even the places are the same.
  const gone = isObject(was) && isObject(value) ? [...was].filter(([key]) => !value.has(key)) : [];
  const root = context.value;

  function add() {
    if (isArray(value)) {
      onChange(withValue(root, [...path, value.length], ""));
      return focus([...path, value.length]);
    }
    const taken = isObject(value) ? value : EMPTY;
    let key = "new_key";
    for (let number = 2; taken.has(key); number++) key = `new_key_${number}`;
    onChange(withValue(root, [...path, key], ""));
    focus([...path, key]);
  }

  const where = path.length === 0 ? "" : ` to ${pathText(path)}`;
  return (
    <ul>
      {entriesOf(value).map(([key, inner]) => (
        <Member key={key} context={context} path={[...path, key]} value={inner} />
      ))}
      {gone.map(([key, inner]) => (
        <li key={`gone ${key}`} class="gone" data-row={pathId([...path, key])}>
          <div class="tree-row">
            <span class="twist" />
            <span class="key-gone">{key}</span>
            <span class="value-gone">{toText(inner).slice(0, 80)}</span>
            <span class="tag">removed</span>
            <button
              type="button"
              class="small"
              aria-label={`Put back ${pathText([...path, key])}`}
              onClick={() => {
                onChange(withValue(root, [...path, key], inner));
                focus([...path, key]);
              }}
            >
              Put back
            </button>
          </div>
        </li>
      ))}
      <li class="add">
        <button type="button" class="small" aria-label={`Add ${isArray(value) ? "an item" : "a key"}${where}`} onClick={add}>
          + {isArray(value) ? "item" : "key"}
        </button>
      </li>
    </ul>
  );
}

function Member({ context, path, value }: { context: Context; path: Path; value: Json }) {
  const { base, onChange, closed, toggle, focus } = context;
  const root = context.value;
  const name = pathText(path);
  const kind = kindOf(value);
  const nested = kind === "object" || kind === "list";
  const open = nested && !closed.has(pathId(path));
  const was = base && valueAt(base, path);
  const change =
    base === undefined ? "" : was === undefined ? "added" : equal(was, value) ? "" : kind === "object" && isObject(was) ? "inner" : "changed";

  function remove() {
    const row = document.activeElement?.closest("li");
    const next = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>("input, select, button");
    onChange(without(root, path));
    next?.focus();
  }

  return (
    <li data-row={pathId(path)} class={change}>
      <div class="tree-row">
        {nested ? (
          <button type="button" class="twist" aria-expanded={open} aria-label={`${open ? "Close" : "Open"} ${name}`} onClick={() => toggle(path)}>
            {open ? "▾" : "▸"}
          </button>
        ) : (
          <span class="twist" />
        )}
        <Key
          path={path}
          root={root}
          rename={(to) => {
            onChange(renamed(root, path, to));
            focus([...path.slice(0, -1), to]);
          }}
        />
        {nested ? (
          <span class="count">{count(value)}</span>
        ) : (
          <Leaf name={name} value={value} nullSays={base ? "null" : "null: removes the key"} onChange={(to) => onChange(withValue(root, path, to))} />
        )}
        <select
          class="kind"
          aria-label={`Kind of ${name}`}
          value={kind}
          onChange={(event) => onChange(withValue(root, path, turned(value, event.currentTarget.value as typeof kind)))}
        >
          {KINDS.map((other) => (
            <option key={other} value={other}>
              {other}
            </option>
          ))}
        </select>
        <button type="button" class="remove" aria-label={`Remove ${name}`} title="Remove" onClick={remove}>
          ×
        </button>
      </div>
      {open && <Members context={context} path={path} value={value} />}
    </li>
  );
}

/** A key is taken when one is done with it: half of one may be the name of another. */
function Key({ path, root, rename }: { path: Path; root: Json; rename(to: string): void }) {
  const key = path.at(-1) as string | number;
  const taken = useSignal(false);
  if (typeof key === "number") return <span class="key-index">{key}</span>;
  const siblings = valueAt(root, path.slice(0, -1)) as JsonObject;
  const isTaken = (to: string) => to !== key && siblings.has(to);
  return (
    <input
      class="key-input"
      aria-label={`Key ${pathText(path)}`}
      aria-invalid={taken.value}
      title={taken.value ? "There is a key of this name already" : undefined}
      size={Math.max(2, Math.min(key.length, 32))}
      defaultValue={key}
      spellcheck={false}
      autocomplete="off"
      onInput={(event) => {
        taken.value = isTaken(event.currentTarget.value);
      }}
      onBlur={(event) => {
        const to = event.currentTarget.value;
        if (to === key) return;
        if (!isTaken(to)) return rename(to);
        event.currentTarget.value = key;
        taken.value = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
        const row = event.currentTarget.closest("li");
        event.currentTarget.blur();
        // The row may be another one by now, under its new key.
        requestAnimationFrame(() => row?.isConnected && row.querySelector<HTMLElement>(".leaf")?.focus());
      }}
    />
  );
}

function count(value: Json): string {
  const { length } = entriesOf(value);
  const what = isArray(value) ? "item" : "key";
  return `${length} ${what}${length === 1 ? "" : "s"}`;
}
