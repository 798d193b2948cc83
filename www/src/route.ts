// What is open, and what the list is searched for and sorted by. All of it is in the fragment of the address, such as
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
    return { at: "users" }; // an address that was cut off inside of an escape
  }
}

function readSearch(): { query: string; order: Order } {
  const params = new URLSearchParams(/\?(.*)/s.exec(location.hash)?.[1]);
  return { query: params.get("query") ?? "", order: orderOfName(params.get("order")) };
}

export const route = signal<Route>(readRoute());
/** What the list is searched for. */
export const query = signal(readSearch().query);
export const order = signal<Order>(readSearch().order);

/** The address of a route, with the present search. */
export function addressOf(route: Route): string {
  const params = new URLSearchParams();
  if (query.value) params.set("query", query.value);
  if (order.value !== DEFAULT_ORDER) params.set("order", nameOfOrder(order.value) ?? "");
  return pathOf(route) + (params.size > 0 ? `?${params}` : "");
}

let confirmLeaving: (() => boolean) | undefined;
/** Sets what is asked before the open user is left; `false` stays there. */
export const beforeLeaving = (ask: (() => boolean) | undefined) => {
  confirmLeaving = ask;
};
export const mayLeave = () => confirmLeaving === undefined || confirmLeaving();

/** The position of this entry in the browser's history. Each entry stores its own, so that a step can be undone. */
let position: number = history.state ?? 0;
history.replaceState(position, "");

/** Goes there, unless the person wants to keep what is typed here. */
export function go(to: Route) {
  if (pathOf(to) === pathOf(route.value) || !mayLeave()) return;
  position += 1;
  history.pushState(position, "", addressOf(to));
  route.value = to;
}

/** Changes the search. `newEntry`: whether the back button returns to the search before. */
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

// A link, an address that is typed, and the back and forward buttons.
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
