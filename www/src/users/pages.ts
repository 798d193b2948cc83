// Loads the list of users or organizations page by page while it is scrolled. Each search loads into a separate
// listing, which replaces the current one when its first page has arrived, so that a response never ends up in the
// results of another search.
import { batch, effect, signal } from "@preact/signals";
import { list, type Stored } from "../api.js";
import { type Explained, explain, messageOf } from "../errors.js";
import { mode } from "../mode.js";
import { listKind, order, query } from "../route.js";
import { type ListKind, subjectId } from "../subject.js";
import { DEFAULT_ORDER, type Order } from "./orders.js";
import { type Row, rowOf } from "./row.js";
import { type SharedKeys, sharedKeysOf } from "./shared-keys.js";

export const PAGE = 100;
/** The number of pages that are kept: the last ones loaded. */
const MAX_PAGES = 60;
/** A search that takes longer shows a status, in milliseconds. */
const SLOW_MS = 400;

/** The number of rows; `undefined` before the first response. */
export const total = signal<number | undefined>(undefined);
/** Whether there may be more users than `total`, because the count failed. */
export const mayBeMore = signal(false);
/** Why rows could not be loaded. */
export const failure = signal<Explained | undefined>(undefined);
/** Whether the rows on the screen belong to an earlier search. */
export const outdated = signal(false);
/** Whether a search takes longer than `SLOW_MS`. */
export const slow = signal(false);
/** The next retry of a failed request. */
export const retry = signal<{ reason: string; at: number } | undefined>(undefined);
/** Counts the pages that arrived, so that components that show rows render again. */
export const arrived = signal(0);

interface Page {
  rows: Row[];
  sharedKeys: SharedKeys;
}

class Listing {
  readonly pages = new Map<number, Page>();
  readonly failed = new Set<number>();
  total: number | undefined;
  mayBeMore = false;
  private readonly loading = new Map<number, AbortController>();

  constructor(
    private readonly kind: ListKind,
    private readonly query: string,
    private readonly order: Order,
  ) {}

  has(number: number) {
    return this.pages.has(number) || this.failed.has(number) || this.loading.has(number);
  }

  /** Never rejects. */
  async load(number: number): Promise<"loaded" | "failed" | "aborted"> {
    const controller = new AbortController();
    this.loading.set(number, controller);
    const { signal } = controller;
    const params = {
      limit: PAGE,
      offset: number * PAGE,
      orderBy: this.order,
      ...(this.query && { query: this.query }),
    };
    try {
      const { items, totalCount } = await list(this.kind, params, {
        signal,
        onRetry: ({ reason, delay }) => {
          if (!signal.aborted) retry.value = { reason: messageOf(reason), at: Date.now() + delay };
        },
        onRequest: () => {
          if (!signal.aborted) retry.value = undefined;
        },
      });
      if (signal.aborted) return "aborted";
      const sharedKeys = sharedKeysOf(items);
      this.pages.set(number, { rows: items.map((item) => rowOf(item, sharedKeys)), sharedKeys });
      for (const old of this.pages.keys()) if (this.pages.size > MAX_PAGES && old !== number) this.pages.delete(old);
      this.count(totalCount, params.offset + items.length, items.length === PAGE);
      return "loaded";
    } catch (error) {
      if (signal.aborted) return "aborted";
      this.failed.add(number);
      batch(() => {
        retry.value = undefined;
        failure.value = explain(error, undefined, this.kind === "users" ? "user" : "organization");
      });
      return "failed";
    } finally {
      if (this.loading.get(number) === controller) this.loading.delete(number);
    }
  }

  /** If the count failed, the list has one more row after a full page. When it is in view, the next page is loaded. */
  private count(totalCount: number | undefined, seen: number, isFull: boolean) {
    const isKnown = this.total !== undefined && !this.mayBeMore;
    if (totalCount === undefined && isKnown) return;
    this.mayBeMore = totalCount === undefined && isFull;
    this.total = totalCount ?? (isFull ? Math.max(this.total ?? 0, seen + 1) : seen);
  }

  /** Aborts the pages that are loading, except those of this range. */
  abort(first = 1, last = 0) {
    for (const [number, controller] of this.loading) {
      if (number >= first && number <= last) continue;
      controller.abort();
      this.loading.delete(number);
      retry.value = undefined;
    }
  }

  /** Aborts all pages and marks them as failed, so that only a retry loads them again. */
  stop() {
    for (const number of this.loading.keys()) this.failed.add(number);
    this.abort();
  }
}

let currentListing = new Listing("users", "", DEFAULT_ORDER);
/** The listing that is loading its first page. */
let next: Listing | undefined;
let slowTimer: ReturnType<typeof setTimeout> | undefined;

function show(listing: Listing) {
  clearTimeout(slowTimer);
  currentListing = listing;
  next = undefined;
  batch(() => {
    outdated.value = false;
    slow.value = false;
    total.value = listing.total;
    mayBeMore.value = listing.mayBeMore;
    arrived.value = arrived.peek() + 1;
  });
}

/** The row at an index of the list, if its page has arrived. */
export const rowAt = (index: number): Row | undefined =>
  currentListing.pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];

/** Loads the pages of these rows, and aborts others that are loading. */
export function need(from: number, to: number) {
  if (next !== undefined) return;
  const listing = currentListing;
  const first = Math.floor(from / PAGE);
  const last = Math.floor(Math.max(from, to - 1) / PAGE);
  listing.abort(first, last);
  for (let number = first; number <= last; number++) {
    if (listing.has(number)) continue;
    void listing.load(number).then((outcome) => {
      if (listing === currentListing && outcome !== "aborted") show(listing);
    });
  }
}

/** Loads the list again. The current rows stay until then. */
export async function reload() {
  currentListing.abort();
  next?.abort();
  clearTimeout(slowTimer);
  const listing = new Listing(listKind.peek(), query.peek(), order.peek());
  next = listing;
  batch(() => {
    failure.value = undefined;
    retry.value = undefined;
    slow.value = false;
    outdated.value = true;
  });
  slowTimer = setTimeout(() => {
    slow.value = true;
  }, SLOW_MS);
  await listing.load(0);
  if (listing === next) show(listing);
}

/** Loads the pages that failed. */
export function tryAgain() {
  if (currentListing.total === undefined) return void reload();
  currentListing.failed.clear();
  failure.value = undefined;
  arrived.value = arrived.peek() + 1;
}

/** Ends the wait before a retry. */
export function stopRetrying() {
  const listing = next ?? currentListing;
  listing.stop();
  batch(() => {
    failure.value = { title: "Stopped", text: `The ${listKind.value} are not loaded.`, again: true };
  });
  if (listing === next) show(listing);
}

/** Updates the row of a user or an organization that was changed here. */
export function changed(stored: Stored) {
  for (const { rows, sharedKeys } of currentListing.pages.values()) {
    const index = rows.findIndex(({ subject }) => subjectId(subject) === subjectId(stored.subject));
    if (index >= 0) rows[index] = rowOf(stored, sharedKeys);
  }
  arrived.value = arrived.peek() + 1;
}

/** Loads the list whenever the mode, the search or the order changes. */
export function watch() {
  effect(() => {
    mode.value;
    listKind.value;
    show(new Listing(listKind.peek(), "", DEFAULT_ORDER)); // no rows of the other instance or list
  });
  effect(() => {
    mode.value;
    listKind.value;
    query.value;
    order.value;
    void reload();
  });
}
