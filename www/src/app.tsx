// The layout of the page: the head, the list of users, and the open user or the history.
import { useEffect, useLayoutEffect } from "preact/hooks";
import { afterRender } from "./after-render.js";
import { entries } from "./history/history.js";
import { HistoryView } from "./history/history-view.js";
import { docsUrl, target } from "./mode.js";
import { ModeBar } from "./mode-bar.js";
import { LIST_KINDS, LIST_WORDS } from "./kinds.js";
import { addressOf, go, listKind, route, subjectOf } from "./route.js";
import { shownId, subjectId } from "./subject.js";
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
      if (search?.offsetParent === null) go({ at: listKind.value }); // hidden behind a view where the screen is narrow
      afterRender(() => search?.focus());
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  const { at } = route.value;
  const subject = subjectOf(route.value);
  const kind = listKind.value;
  const { title, many } = LIST_WORDS[kind];
  useEffect(() => {
    const page = kind === "users" ? "User metadata" : "Organization metadata";
    const view = subject ? [shownId(subject)] : at === "history" ? ["History"] : [];
    document.title = [...view, page, target.value].join(" · ");
  });
  return (
    <div class={`app ${subject || at === "history" ? "with-side" : ""} on-${target.value}`}>
      <header class="head">
        <a
          class="skip"
          href={addressOf({ at: kind })}
          onClick={(event) => {
            event.preventDefault();
            document.getElementById("users")?.focus();
          }}
        >
          Skip to the list of {many}
        </a>
        <h1>
          <a href={addressOf({ at: "users" })}>User metadata</a>
        </h1>
        <nav class="lists" aria-label="Lists">
          {LIST_KINDS.map((other) => (
            <a
              key={other}
              class="button"
              href={addressOf({ at: other })}
              aria-current={at === other ? "page" : other === kind && at !== "history" ? "true" : undefined}
            >
              {LIST_WORDS[other].title}
            </a>
          ))}
        </nav>
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
        <section class="list-side" aria-label={title}>
          <Search />
          <UsersList />
        </section>
        {subject !== undefined && <UserLoader key={subjectId(subject)} subject={subject} />}
        {at === "history" && <HistoryView />}
      </main>
    </div>
  );
}
