// The open view, and the search and order of the list. The fragment of the URL contains all of it, for example
// `#/users/user_2abc?query=ada&order=email`, so that a link, a reload and the back button lead to the same view.
import { batch, signal } from "@preact/signals";
import { DEFAULT_ORDER, nameOfOrder, type Order, orderOfName } from "./users/orders.js";

export type Route = { at: "users" } | { at: "user"; id: string } | { at: "history" };

const pathOf = (route: Route): string =>
  route.at === "user" ? `#/users/${encodeURIComponent(route.id)}` : route.at === "history" ? "#/history" : "#/users";

function readRoute(): Route {
  const [, first, second] = location.hash.replace(/\?.*/s, "").split("/");
  if (first === "history") return { at: "history" };
  if (first !== "users" || !second) return { at: "users" };
  try {
    return { at: "user", id: decodeURIComponent(second) };
  } catch {
    return { at: "users" }; // a URL that was cut off inside an escape sequence
  }
}

function readSearch(): { query: string; order: Order } {
  const params = new URLSearchParams(/\?(.*)/s.exec(location.hash)?.[1]);
  return { query: params.get("query") ?? "", order: orderOfName(params.get("order")) };
}

export const route = signal<Route>(readRoute());
/** The search text of the list. */
export const query = signal(readSearch().query);
export const order = signal<Order>(readSearch().order);

/** The URL fragment of a route, with the current search. */
export function addressOf(route: Route): string {
  const params = new URLSearchParams();
  if (query.value) params.set("query", query.value);
  if (order.value !== DEFAULT_ORDER) params.set("order", nameOfOrder(order.value) ?? "");
  return pathOf(route) + (params.size > 0 ? `?${params}` : "");
}

let confirmLeaving: (() => boolean) | undefined;
/** Sets the function that is called before the open user is closed. If it returns `false`, the user stays open. */
export const beforeLeaving = (confirm: (() => boolean) | undefined) => {
  confirmLeaving = confirm;
};
export const mayLeave = () => confirmLeaving === undefined || confirmLeaving();

/** The position in the browser's history. Each entry stores its position, so that a navigation can be reverted. */
let position: number = history.state ?? 0;
history.replaceState(position, "");

/** Opens a route, unless the person decides to stay because of unapplied changes. */
export function go(to: Route) {
  if (pathOf(to) === pathOf(route.value) || !mayLeave()) return;
  position += 1;
  history.pushState(position, "", addressOf(to));
  route.value = to;
}

/** Changes the search. `newEntry`: whether the back button returns to the previous search. */
export function search(to: { query?: string; order?: Order }, { newEntry }: { newEntry: boolean }) {
  batch(() => {
    query.value = to.query ?? query.value;
    order.value = to.order ?? order.value;
  });
  const address = addressOf(route.value);
  if (newEntry) {
    position += 1;
    history.pushState(position, "", address);
  } else {
    history.replaceState(position, "", address);
  }
}

// Links, typed URLs, and the back and forward buttons.
addEventListener("hashchange", () => {
  const before = position;
  position = history.state ?? before + 1;
  history.replaceState(position, "");
  const to = readRoute();
  const leaves = pathOf(to) !== pathOf(route.value);
  if (leaves && !mayLeave()) return history.go(before - position);
  batch(() => {
    if (leaves) route.value = to;
    ({ query: query.value, order: order.value } = readSearch());
  });
});
