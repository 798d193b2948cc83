// The sandbox: a local Backend API whose users are kept in IndexedDB.
import { createLocalBackend, type LocalBackend } from "clerk-metadata/local";
import { failing } from "./faults.js";
import type { Fault, PlainRequest, PlainResponse, SandboxState } from "./messages.js";
import { PEOPLE } from "./people.js";
import { Store } from "./store.js";

const FIRST_USERS = 250;

interface Sandbox {
  backend: LocalBackend;
  /** Nothing where the browser keeps no data, as in some private windows. */
  store: Store | undefined;
}

let started: Promise<Sandbox> | undefined;
let wrong: Fault = "none";

const sandbox = (): Promise<Sandbox> =>
  (started ??= start().catch((error) => {
    started = undefined;
    throw error;
  }));

async function start(): Promise<Sandbox> {
  const store = await Store.open().catch(() => undefined);
  const journal = store && { lines: store.lines(), append: store.append };
  const backend = await createLocalBackend(journal && { journal });
  const here = { backend, store };
  if (backend.users.count() === 0) populate(here, FIRST_USERS);
  return here;
}

/** Some people with metadata of every kind, and as many as it takes. */
function populate({ backend, store }: Sandbox, count: number) {
  for (const person of PEOPLE) if (!backend.users.get(person.id)) backend.users.create(person);
  backend.users.seed(count - PEOPLE.length);
  // Many take a while to be written; what is changed meanwhile is written before them.
  store?.saved().catch(() => {});
}

export async function answer(request: PlainRequest): Promise<PlainResponse> {
  const { backend, store } = await sandbox();
  const { url, method, headers, body } = request;
  const changes = method !== "GET";
  if (changes && wrong !== "none") return failing(wrong);
  const response = await backend.fetch(url, { method, headers, body });
  const text = await response.text();
  if (changes && response.status < 300) await store?.savedOne(JSON.parse(text).id);
  return { status: response.status, headers: [...(response as Response).headers], body: text };
}

export async function state(): Promise<SandboxState> {
  const { backend, store } = await sandbox();
  return { users: backend.users.count(), kept: store !== undefined };
}

/** Adds users until there are so many. */
export async function seed(count: number): Promise<SandboxState> {
  populate(await sandbox(), count);
  return state();
}

/** As on the first day. */
export async function reset(): Promise<SandboxState> {
  const here = await sandbox();
  here.backend.users.clear();
  await here.store?.clear();
  wrong = "none";
  populate(here, FIRST_USERS);
  return state();
}

export async function fault(fault: Fault): Promise<void> {
  wrong = fault;
}
