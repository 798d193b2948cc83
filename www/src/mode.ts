// The mode: calls go to the sandbox in this browser, or through the server of this page to the Backend API.
import { computed, signal } from "@preact/signals";

export type Mode = "sandbox" | "live";

export interface Server {
  instance: "development" | "production";
  apiUrl: string;
  apiVersion: string;
}

const STORAGE_KEY = "clerk-metadata-mode";

/** The server that forwards calls; `undefined` on a static host. */
export const server = signal<Server | undefined>(undefined);

/** The documentation of the site that this page is part of, if it is. */
export const docsUrl = signal<string | undefined>(undefined);

const chosen = signal<Mode | undefined>((sessionStorage.getItem(STORAGE_KEY) as Mode | null) ?? undefined);

export const mode = computed<Mode>(() => (server.value === undefined ? "sandbox" : (chosen.value ?? "live")));

/** Determines the look and the title of the page, so that a live instance is not mistaken for the sandbox. */
export const target = computed<"sandbox" | "live" | "production">(() =>
  mode.value === "live" && server.value?.instance === "production" ? "production" : mode.value,
);

export function choose(mode: Mode) {
  sessionStorage.setItem(STORAGE_KEY, mode);
  chosen.value = mode;
}

/** Runs once, before the page is rendered. */
export async function findServer(): Promise<void> {
  try {
    const response = await fetch("admin.json", { cache: "no-store" });
    if (!response.ok) return;
    const { mode, instance, apiUrl, apiVersion, docsUrl: docs } = await response.json();
    if (mode === "live") server.value = { instance, apiUrl, apiVersion };
    if (typeof docs === "string" && /^https?:$/.test(new URL(docs, location.href).protocol)) docsUrl.value = docs;
  } catch {
    // A static host responds with an HTML page, or the request fails.
  }
}
