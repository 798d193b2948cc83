// The layout of the page: the head, the list of users, and the open user or the history.
import { useEffect, useLayoutEffect } from "preact/hooks";
import { afterRender } from "./after-render.js";
import { entries } from "./history/history.js";
import { HistoryView } from "./history/history-view.js";
import { docsUrl, target } from "./mode.js";
import { ModeBar } from "./mode-bar.js";
import { addressOf, go, route } from "./route.js";
import { ThemeSwitch } from "./theme.js";
import { UserLoader } from "./user/user-loader.js";
import { Search } from "./users/search.js";
import { UsersList } from "./users/users-list.js";

export function App() {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const search = document.getElementById("search");
      if (search?.offsetParent === null) go({ at: "users" }); // hidden behind a user where the screen is narrow
      afterRender(() => search?.focus());
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  const { at } = route.value;
  const id = route.value.at === "user" ? route.value.id : undefined;
  useEffect(() => {
    document.title = [...(id ? [id] : at === "history" ? ["History"] : []), "User metadata", target.value].join(" · ");
  });
  return (
    <div class={`app at-${at} on-${target.value}`}>
      <header class="head">
        <a
          class="skip"
          href={addressOf({ at: "users" })}
          onClick={(event) => {
            event.preventDefault();
            document.getElementById("users")?.focus();
          }}
        >
          Skip to the list of users
        </a>
        <h1>
          <a href={addressOf({ at: "users" })}>User metadata</a>
        </h1>
        <ModeBar />
        <nav class="head-end" aria-label="Page">
          {docsUrl.value && (
            <a class="button" href={docsUrl.value}>
              Documentation
            </a>
          )}
          <a class="button" href={addressOf({ at: "history" })} aria-current={at === "history" ? "page" : undefined}>
            History{entries.value.length > 0 ? ` (${entries.value.length})` : ""}
          </a>
          <ThemeSwitch />
        </nav>
      </header>
      <main class="body">
        <section class="list-side" aria-label="Users">
          <Search />
          <UsersList />
        </section>
        {id !== undefined && <UserLoader key={id} id={id} />}
        {at === "history" && <HistoryView />}
      </main>
    </div>
  );
}
