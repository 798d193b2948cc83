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

/** Goes there, unless what is typed is to be kept: then the way back holds nothing of it. */
export const go = (to: Route) => {
  if (addressOf(to) === addressOf(route.value) || !mayLeave()) return;
  route.value = to; // `hashchange` then finds it done
  location.hash = addressOf(to);
};

// A link, the way back, and an address that is typed.

addEventListener("hashchange", () => {
  const to = read();
  const from = route.value;
  if (addressOf(to) === addressOf(from)) return;
  if (!mayLeave()) history.replaceState(null, "", addressOf(from));
  else route.value = to;
});
