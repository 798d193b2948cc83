// The list of users: only the rows one sees are there, however many there are.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { go, route } from "../route.js";
import { Time } from "../time.js";
import { Avatar } from "./avatar.js";
import { arrived, failure, need, order, query, reload, rowAt, total } from "./pages.js";
import { Sizes } from "./sizes.js";

/** Of a row, as the style has it: it grows with the text. */
const ROW_REM = 4;
/** Rows beyond the edges, so that there is something when one scrolls. */
const MARGIN = 8;

export function UsersList() {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(600);
  const rowHeight = useSignal(56);
  /** The row that the keys are at. */
  const active = useSignal(0);
  const count = useComputed(() => total.value ?? 0);
  const from = useComputed(() => Math.max(0, Math.floor(top.value / rowHeight.value) - MARGIN));
  const to = useComputed(() => Math.min(count.value, Math.ceil((top.value + height.value) / rowHeight.value) + MARGIN));

  useEffect(() => {
    const seen = new ResizeObserver(() => {
      height.value = box.current?.clientHeight ?? 600;
      rowHeight.value = ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    });
    if (box.current) seen.observe(box.current);
    return () => seen.disconnect();
  }, []);

  useSignalEffect(() => {
    // Others, so from the top.
    query.value;
    order.value;
    active.value = 0;
    if (box.current) box.current.scrollTop = 0;
  });

  useSignalEffect(() => {
    const [first, last] = [from.value, to.value];
    arrived.value;
    // Who scrolls on does not need what passes by.
    const later = setTimeout(() => last > first && need(first, last), 60);
    return () => clearTimeout(later);
  });

  function move(to: number) {
    active.value = Math.min(Math.max(0, to), count.value - 1);
    const list = box.current;
    if (!list) return;
    const row = rowHeight.value;
    const at = active.value * row;
    if (at < list.scrollTop) list.scrollTop = at;
    if (at + row > list.scrollTop + list.clientHeight) list.scrollTop = at + row - list.clientHeight;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(height.value / rowHeight.value) - 1);
    const moves: Record<string, number> = {
      ArrowDown: active.value + 1,
      ArrowUp: active.value - 1,
      PageDown: active.value + page,
      PageUp: active.value - page,
      Home: 0,
      End: count.value - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      move(target);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(active.value);
    }
  }

  function open(index: number, inNewTab = false) {
    const row = rowAt(index);
    if (!row) return;
    active.value = index;
    if (inNewTab) window.open(`#/users/${encodeURIComponent(row.id)}`);
    else go({ at: "user", id: row.id });
  }

  arrived.value;
  const shownId = route.value.at === "user" ? route.value.id : undefined;
  const indices = Array.from({ length: Math.max(0, to.value - from.value) }, (_, offset) => from.value + offset);
  return (
    <div class="users">
      {failure.value && (
        <div class="notice bad" role="alert">
          <strong>{failure.value.title}.</strong> {failure.value.text}
          <button type="button" onClick={reload}>
            Try again
          </button>
        </div>
      )}
      <div
        id="users"
        ref={box}
        class="users-box"
        role="listbox"
        tabIndex={0}
        aria-label="Users"
        aria-activedescendant={rowAt(active.value) ? `row-${active.value}` : undefined}
        onKeyDown={onKeyDown}
        onScroll={() => {
          top.value = box.current?.scrollTop ?? 0;
        }}
      >
        <div class="users-all" role="presentation" style={{ height: `${count.value * rowHeight.value}px` }}>
          {indices.map((index) => {
            const row = rowAt(index);
            const kind = ["row", index === active.value && "active", row && row.id === shownId && "open"].filter(Boolean).join(" ");
            return (
              <div
                key={index}
                id={`row-${index}`}
                class={kind}
                role="option"
                aria-selected={row !== undefined && row.id === shownId}
                aria-setsize={count.value}
                aria-posinset={index + 1}
                aria-label={row ? undefined : "loading"}
                style={{ transform: `translateY(${index * rowHeight.value}px)` }}
                onClick={(event) => open(index, event.ctrlKey || event.metaKey)}
                onAuxClick={(event) => event.button === 1 && open(index, true)}
              >
                {row && (
                  <>
                    <Avatar name={row.name} image={row.image} />
                    <span class="who">
                      <span class="name">{row.name}</span>
                      <span class="email">{row.email}</span>
                    </span>
                    <span class="id">{row.id}</span>
                    <Sizes sizes={row.sizes} />
                    <span class="when">
                      <Time at={row.updatedAt} />
                    </span>
                  </>
                )}
              </div>
            );
          })}
        </div>
        {total.value === 0 && <p class="nobody">{query.value ? `No user has “${query.value}” in name, email or id.` : "There are no users yet."}</p>}
      </div>
    </div>
  );
}
