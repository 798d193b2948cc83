// The list of users or organizations. Only the rows in view are rendered.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useImmediateEffect } from "../immediate-effect.js";
import { LIST_WORDS } from "../kinds.js";
import { addressOf, go, listKind, order, query, route, routeOf } from "../route.js";
import { ListStatus } from "./list-status.js";
import { arrived, failure, need, outdated, rowAt, total } from "./pages.js";
import { visibleText } from "../visible-text.js";
import { Headings, UserRow } from "./user-row.js";

/** The number of extra rows beyond the edges, so that scrolling shows no gap. */
const MARGIN = 8;
/** The delay before rows are loaded, in milliseconds, so that fast scrolling skips them. */
const PASSING_MS = 60;

export function UsersList() {
  const box = useRef<HTMLDivElement>(null);
  const sizer = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(600);
  const rowHeight = useSignal(56);
  /** The index of the active row, which the keys move. */
  const active = useSignal(0);
  /** The index of a row that is opened when it arrives, because Enter was pressed before. */
  const awaited = useSignal<number | undefined>(undefined);
  const count = useComputed(() => total.value ?? 0);
  const from = useComputed(() => Math.max(0, Math.floor(top.value / rowHeight.value) - MARGIN));
  const to = useComputed(() => Math.min(count.value, Math.ceil((top.value + height.value) / rowHeight.value) + MARGIN));

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      const headings = box.current?.querySelector<HTMLElement>(".headings")?.offsetHeight ?? 0;
      height.value = (box.current?.clientHeight ?? 600) - headings;
      resizeRows();
    });
    if (box.current) observer.observe(box.current);
    if (sizer.current) observer.observe(sizer.current);
    return () => observer.disconnect();
  }, []);

  useImmediateEffect(() => {
    listKind.value;
    query.value;
    order.value;
    active.value = 0;
    awaited.value = undefined;
    if (box.current) box.current.scrollTop = 0;
  });

  useSignalEffect(() => {
    const [first, last] = [from.value, to.value];
    arrived.value;
    const later = setTimeout(() => last > first && need(first, last), PASSING_MS);
    return () => clearTimeout(later);
  });

  useImmediateEffect(() => {
    arrived.value;
    if (awaited.value === undefined || outdated.value) return;
    const index = awaited.value;
    if (rowAt(index)) queueMicrotask(() => open(index));
    else if (index < count.value && !failure.value) return; // it will arrive
    awaited.value = undefined;
  });

  /** Updates the row height, which depends on the width and the text size. The rows in view stay in view. */
  function resizeRows() {
    const list = box.current;
    const [before, after] = [rowHeight.peek(), sizer.current?.getBoundingClientRect().height];
    if (!list || !after || after === before) return; // 0 if the list is hidden
    const firstInView = list.scrollTop / before;
    const isActiveInView =
      active.peek() >= firstInView && (active.peek() + 1) * before <= list.scrollTop + height.peek();
    rowHeight.value = after;
    // The list has its new length after rendering.
    requestAnimationFrame(() => {
      list.scrollTop = firstInView * after;
      if (isActiveInView) move(active.value);
    });
  }

  function move(to: number) {
    active.value = Math.max(0, Math.min(to, count.value - 1));
    const list = box.current;
    if (!list) return;
    const row = rowHeight.value;
    const at = active.value * row;
    if (at < list.scrollTop) list.scrollTop = at;
    if (at + row > list.scrollTop + height.value) list.scrollTop = at + row - height.value;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    awaited.value = undefined;
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
      // The visible rows may belong to an earlier search.
      if (outdated.value || !rowAt(active.value)) awaited.value = active.value;
      else open(active.value);
    }
  }

  function open(index: number, inNewTab = false) {
    const row = rowAt(index);
    if (!row) return;
    active.value = index;
    if (inNewTab) window.open(addressOf(routeOf(row.subject)));
    else go(routeOf(row.subject));
  }

  arrived.value;
  const current = route.value;
  const shownId = current.at === "membership" ? current.organizationId : "id" in current ? current.id : undefined;
  const words = LIST_WORDS[listKind.value];
  const indices = Array.from({ length: Math.max(0, to.value - from.value) }, (_, offset) => from.value + offset);
  return (
    <div class={`users by-${order.value.endsWith("created_at") ? "created" : "updated"}`}>
      <ListStatus />
      <div
        id="users"
        ref={box}
        class="users-box"
        role={total.value === 0 ? "group" : "listbox"}
        tabIndex={0}
        aria-label={words.title}
        aria-busy={outdated.value}
        aria-activedescendant={rowAt(active.value) ? `row-${active.value}` : undefined}
        onKeyDown={onKeyDown}
        onBlur={() => {
          awaited.value = undefined;
        }}
        onScroll={() => {
          top.value = box.current?.scrollTop ?? 0;
        }}
      >
        {count.value > 0 && <Headings kind={listKind.value} />}
        <div ref={sizer} class="row-height" role="presentation" />
        <div class="users-all" role="presentation" style={{ height: `${count.value * rowHeight.value}px` }}>
          {indices.map((index) => {
            const row = rowAt(index);
            const kind = ["row columns", index === active.value && "active", row && row.id === shownId && "open"]
              .filter(Boolean)
              .join(" ");
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
                {row && <UserRow row={row} />}
              </div>
            );
          })}
        </div>
        {total.value === 0 && !outdated.value && (
          <p class="nobody">
            {query.value
              ? `No ${words.one} matches “${visibleText(query.value)}” by ${words.searched}.`
              : `No ${words.many} yet.`}
          </p>
        )}
      </div>
    </div>
  );
}
