// The list of users, fetched page by page as it is looked at.
import { effect, signal } from "@preact/signals";
import type { UserOrder } from "clerk-metadata";
import { listUsers, type StoredUser } from "../api.js";
import { type Explained, explain } from "../errors.js";
import { mode } from "../mode.js";
import { type Row, rowOf } from "./row.js";

export const PAGE = 100;
/** How many pages are kept; those looked at last. */
const KEPT = 60;

export const query = signal("");
export const order = signal<`+${UserOrder}` | `-${UserOrder}`>("-created_at");

/** How many there are; nothing before the first answer. */
export const total = signal<number | undefined>(undefined);
export const failure = signal<Explained | undefined>(undefined);
/** Counts up with each page that came, so that what shows rows is drawn again. */
export const arrived = signal(0);

let pages = new Map<number, Row[]>();
let loading = new Map<number, AbortController>();

/** The user at a place of the list, where the page is there. */
export function rowAt(index: number): Row | undefined {
  const number = Math.floor(index / PAGE);
  return pages.get(number)?.[index % PAGE];
}

/** Sees to it that the pages of these places come, and that no others are waited for. */
export function need(from: number, to: number) {
  const first = Math.floor(from / PAGE);
  const last = Math.floor(Math.max(from, to - 1) / PAGE);
  for (const [number, controller] of loading) if (number < first || number > last) controller.abort();
  for (let number = first; number <= last; number++) if (!pages.has(number) && !loading.has(number)) void load(number);
}

async function load(number: number) {
  const controller = new AbortController();
  const here = loading;
  here.set(number, controller);
  try {
    const params = { limit: PAGE, offset: number * PAGE, orderBy: order.value, ...(query.value && { query: query.value }) };
    const { users, totalCount } = await listUsers(params, { signal: controller.signal });
    if (controller.signal.aborted) return;
    pages.set(number, users.map(rowOf));
    for (const old of pages.keys()) if (pages.size > KEPT && old !== number) pages.delete(old);
    total.value = totalCount;
    failure.value = undefined;
  } catch (error) {
    if (controller.signal.aborted) return;
    failure.value = explain(error);
  } finally {
    here.delete(number);
  }
  arrived.value += 1;
}

/** Forgets what came, and fetches it again. */
export function reload() {
  for (const controller of loading.values()) controller.abort();
  pages = new Map();
  loading = new Map();
  failure.value = undefined;
  void load(0);
}

/** A user that was changed here: the list shows it without asking again. */
export function changed(stored: StoredUser) {
  for (const rows of pages.values()) {
    const at = rows.findIndex(({ id }) => id === stored.user.id);
    if (at >= 0) rows[at] = rowOf(stored);
  }
  arrived.value += 1;
}

/** Fetches anew whenever other users are asked for. */
export function watch() {
  effect(() => {
    mode.value;
    total.value = undefined; // others, as many as there are
  });
  effect(() => {
    mode.value;
    query.value;
    order.value;
    reload();
  });
}
