// Where the page is: in the fragment of its address, so that a link leads there.
import { signal } from "@preact/signals";

export type Route = { at: "users" } | { at: "user"; id: string } | { at: "history" };

export const addressOf = (route: Route): string =>
  route.at === "user" ? `#/users/${encodeURIComponent(route.id)}` : route.at === "history" ? "#/history" : "#/users";

function read(): Route {
  const [, first, second] = location.hash.split("/");
  if (first === "history") return { at: "history" };
  if (first !== "users" || !second) return { at: "users" };
  try {
    return { at: "user", id: decodeURIComponent(second) };
  } catch {
    return { at: "users" }; // an address that someone has cut
  }
}

export const route = signal<Route>(read());

/** What is asked before the place is left; `false` keeps it. */
let leaving: (() => boolean) | undefined;
export const beforeLeaving = (ask: (() => boolean) | undefined) => {
  leaving = ask;
};
export const mayLeave = () => leaving === undefined || leaving();

/** Goes there, unless what is typed is to be kept. */
export const go = (to: Route) => {
  if (addressOf(to) === addressOf(route.value) || !mayLeave()) return;
  route.value = to; // `hashchange` then finds it done
  location.hash = addressOf(to);
};

/** Which entry of the browser's history this is; each knows its own, so that a step can be taken back. */
let entry: number = history.state ?? 0;
history.replaceState(entry, "");

// Also a link, an address that is typed, and the browser's way back.
addEventListener("hashchange", () => {
  const before = entry;
  entry = history.state ?? before + 1;
  history.replaceState(entry, "");
  const to = read();
  if (addressOf(to) === addressOf(route.value)) return;
  if (mayLeave()) route.value = to;
  else history.go(before - entry);
});
