// The search and the sort order of the list.
import { effect, signal } from "@preact/signals";
import { TypedNote } from "../editor/typed-note.js";
import { LIST_WORDS } from "../kinds.js";
import { listKind, order, query, search } from "../route.js";
import { type Order, ORDERS } from "./orders.js";
import { failure, mayBeMore, slow, total } from "./pages.js";

/** The pause in typing that starts a search. */
const PAUSE_MS = 150;

/** Stores text that was typed right before a reload and is not in the URL yet. */
const UNSEARCHED = "clerk-metadata-unsearched";

/** The text of the input. The search follows it. */
const typed = signal(query.value);
let searched = query.value;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Whether the current entry of the browser's history is for the search that is being typed. */
let isTyping = false;

function type(text: string) {
  typed.value = text;
  clearTimeout(timer);
  timer = setTimeout(searchNow, PAUSE_MS);
}

function searchNow() {
  clearTimeout(timer);
  timer = undefined;
  const text = typed.value.trim();
  if (text === query.value) return;
  searched = text;
  search({ query: text }, { newEntry: !isTyping });
  isTyping = true;
}

/** The next search gets a new entry in the browser's history. */
function endTyping() {
  if (timer !== undefined) searchNow();
  isTyping = false;
}

// A link, or the back button.
effect(() => {
  if (query.value === searched) return;
  searched = query.value;
  clearTimeout(timer);
  timer = undefined;
  isTyping = false;
  typed.value = query.value;
});

addEventListener("pagehide", () => {
  if (timer !== undefined) sessionStorage.setItem(UNSEARCHED, typed.value);
});
const unsearched = sessionStorage.getItem(UNSEARCHED);
sessionStorage.removeItem(UNSEARCHED);
if (unsearched !== null) type(unsearched);

function countText(): string {
  const count = total.value;
  if (count === undefined) return failure.value ? "" : "…";
  if (slow.value) return "Searching…"; // the count belongs to another search
  const { one, many } = LIST_WORDS[listKind.value];
  if (mayBeMore.value) return `more than ${(count - 1).toLocaleString("en")} ${many}`;
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

export function Search() {
  return (
    <div class="search" role="search">
      <label class="search-text">
        <span class="for-readers">Search {LIST_WORDS[listKind.value].many}</span>
        <input
          id="search"
          type="search"
          placeholder={LIST_WORDS[listKind.value].searchHint}
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={endTyping}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === "ArrowDown") {
              event.preventDefault();
              document.getElementById("users")?.focus();
            } else if (event.key === "Enter") {
              endTyping();
            } else if (event.key === "Escape" && typed.value !== "") {
              event.preventDefault();
              endTyping();
              typed.value = "";
              searchNow();
              isTyping = false;
            }
          }}
        />
      </label>
      <label class="sort">
        <span class="for-readers">Sort by</span>
        <select
          value={order.value}
          onChange={(event) => search({ order: event.currentTarget.value as Order }, { newEntry: true })}
        >
          {ORDERS[listKind.value].map(({ order, title }) => (
            <option key={order} value={order}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <span class="user-count" role="status">
        {countText()}
      </span>
      <TypedNote texts={[typed.value]} />
    </div>
  );
}
