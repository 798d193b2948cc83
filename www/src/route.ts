// The open view, and the search and order of the list. The fragment of the URL contains all of it, for example
// `#/users/user_2abc?query=ada&order=email`, so that a link, a reload and the back button lead to the same view.
import { batch, signal } from "@preact/signals";
import type { ListKind, Subject } from "./subject.js";
import { DEFAULT_ORDER, nameOfOrder, type Order, orderOfName } from "./users/orders.js";

export type Route =
  | { at: "users" }
  | { at: "organizations" }
  | { at: "user"; id: string }
  | { at: "organization"; id: string }
  | { at: "membership"; organizationId: string; userId: string }
  | { at: "history" };

/** The route of a subject. */
export const routeOf = (subject: Subject): Route =>
  subject.kind === "membership"
    ? { at: "membership", organizationId: subject.organizationId, userId: subject.userId }
    : { at: subject.kind, id: subject.id };

/** The subject that is open, if there is one. */
export const subjectOf = (route: Route): Subject | undefined => {
  if (route.at === "membership")
    return { kind: "membership", organizationId: route.organizationId, userId: route.userId };
  return route.at === "user" || route.at === "organization" ? { kind: route.at, id: route.id } : undefined;
};

function pathOf(route: Route): string {
  switch (route.at) {
    case "user":
      return `#/users/${encodeURIComponent(route.id)}`;
    case "organization":
      return `#/organizations/${encodeURIComponent(route.id)}`;
    case "membership":
      return `#/organizations/${encodeURIComponent(route.organizationId)}/members/${encodeURIComponent(route.userId)}`;
    default:
      return `#/${route.at}`;
  }
}

function readRoute(): Route {
  const [, first, second, third, fourth] = location.hash.replace(/\?.*/s, "").split("/");
  if (first === "history") return { at: "history" };
  const isOrganization = first === "organizations";
  const listRoute: Route = { at: isOrganization ? "organizations" : "users" };
  if ((first !== "users" && !isOrganization) || !second) return listRoute;
  try {
    const id = decodeURIComponent(second);
    if (!isOrganization) return { at: "user", id };
    if (third === "members" && fourth)
      return { at: "membership", organizationId: id, userId: decodeURIComponent(fourth) };
    return { at: "organization", id };
  } catch {
    return listRoute; // a URL that was cut off inside an escape sequence
  }
}

/** The list of a route; `undefined` for the history, next to which the list stays. */
const listKindOf = ({ at }: Route): ListKind | undefined =>
  at === "history" ? undefined : at === "users" || at === "user" ? "users" : "organizations";

function readSearch(kind: ListKind): { query: string; order: Order } {
  const params = new URLSearchParams(/\?(.*)/s.exec(location.hash)?.[1]);
  return { query: params.get("query") ?? "", order: orderOfName(kind, params.get("order")) };
}

export const route = signal<Route>(readRoute());
/** The list that is shown. */
export const listKind = signal<ListKind>(listKindOf(route.value) ?? "users");
/** The search text of the list. */
export const query = signal(readSearch(listKind.value).query);
export const order = signal<Order>(readSearch(listKind.value).order);

/** The URL fragment of a route, with the current search if it is that of its list. */
export function addressOf(route: Route): string {
  const params = new URLSearchParams();
  if ((listKindOf(route) ?? listKind.value) === listKind.value) {
    if (query.value) params.set("query", query.value);
    if (order.value !== DEFAULT_ORDER) params.set("order", nameOfOrder(listKind.value, order.value) ?? "");
  }
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
  batch(() => {
    route.value = to;
    readList();
  });
}

/** Updates the list and its search from the URL. */
function readList() {
  listKind.value = listKindOf(route.value) ?? listKind.value;
  ({ query: query.value, order: order.value } = readSearch(listKind.value));
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
    readList();
  });
});
