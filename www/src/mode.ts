// Where calls go: into the sandbox of this browser, or to the service by the server that gave this page.
import { computed, signal } from "@preact/signals";

export type Mode = "sandbox" | "live";

export interface Server {
  instance: "development" | "production";
  apiUrl: string;
  apiVersion: string;
}

const KEPT = "clerk-metadata-mode";

/** The server, where there is one that forwards calls; nothing on a static host. */
export const server = signal<Server | undefined>(undefined);

const chosen = signal<Mode | undefined>((sessionStorage.getItem(KEPT) as Mode | null) ?? undefined);

export const mode = computed<Mode>(() => (server.value === undefined ? "sandbox" : (chosen.value ?? "live")));

export function choose(mode: Mode) {
  sessionStorage.setItem(KEPT, mode);
  chosen.value = mode;
}

/** Asks once, before anything is shown. */
export async function findServer(): Promise<void> {
  try {
    const answer = await fetch("admin.json", { cache: "no-store" });
    if (!answer.ok) return;
    const { mode, instance, apiUrl, apiVersion } = await answer.json();
    if (mode === "live") server.value = { instance, apiUrl, apiVersion };
  } catch {
    // A static host answers with a page of its own, or not at all.
  }
}
