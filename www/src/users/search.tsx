// What the list is searched and sorted by.
import { useSignal } from "@preact/signals";
import { order, query, total } from "./pages.js";

const ORDERS = [
  ["-created_at", "Newest first"],
  ["+created_at", "Oldest first"],
  ["-updated_at", "Changed last"],
  ["+first_name", "First name"],
  ["+last_name", "Last name"],
  ["+email_address", "Email"],
  ["-last_active_at", "Active last"],
] as const;

/** Typing is one search, not one for each letter. */
const PAUSE_MS = 150;

export function Search() {
  const timer = useSignal<ReturnType<typeof setTimeout> | undefined>(undefined);
  const search = (text: string, pause: number) => {
    clearTimeout(timer.value);
    timer.value = setTimeout(() => {
      query.value = text.trim();
    }, pause);
  };
  const count = total.value;
  return (
    <div class="search" role="search">
      <label class="search-text">
        <span class="for-readers">Search users</span>
        <input
          id="search"
          type="search"
          placeholder="Search by name, email or id"
          autocomplete="off"
          spellcheck={false}
          defaultValue={query.value}
          onInput={(event) => search(event.currentTarget.value, PAUSE_MS)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") {
              event.preventDefault();
              document.getElementById("users")?.focus();
            } else if (event.key === "Enter") search(event.currentTarget.value, 0);
          }}
        />
      </label>
      <label class="sort">
        <span class="for-readers">Sort by</span>
        <select
          value={order.value}
          onChange={(event) => {
            order.value = event.currentTarget.value as typeof order.value;
          }}
        >
          {ORDERS.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <span class="count" role="status">
        {count === undefined ? "…" : `${count.toLocaleString("en")} ${count === 1 ? "user" : "users"}`}
      </span>
    </div>
  );
}
