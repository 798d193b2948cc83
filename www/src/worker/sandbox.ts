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
/** Whether users are being made up, which need not be kept. */
let filling = false;

const sandbox = (): Promise<Sandbox> =>
  (started ??= start().catch((error) => {
    started = undefined;
    throw error;
  }));

async function start(): Promise<Sandbox> {
  const store = await Store.open().catch(() => undefined);
  const append = (line: string) => {
    if (!filling) store?.append(line);
  };
  const backend = await createLocalBackend({ journal: { lines: store?.lines(), append }, rateLimit: true });
  await fill({ backend, store }, (await store?.filled()) ?? FIRST_USERS);
  return { backend, store };
}

/** Some people with metadata of every kind, and as many as it takes; who is there stays as they are. */
async function fill({ backend, store }: Sandbox, count: number) {
  for (const person of PEOPLE) if (!backend.users.get(person.id)) backend.users.create(person);
  filling = true;
  try {
    backend.users.seed(count - PEOPLE.length);
  } finally {
    filling = false;
  }
  await store?.save(count);
}

export async function answer(request: PlainRequest): Promise<PlainResponse> {
  const { backend, store } = await sandbox();
  const { url, method, headers, body } = request;
  const changes = method !== "GET";
  if (changes && wrong !== "none") return failing(wrong);
  const response = await backend.fetch(url, { method, headers, body });
  if (changes) await store?.save(backend.users.count());
  return { status: response.status, headers: [...(response as Response).headers], body: await response.text() };
}

export async function state(): Promise<SandboxState> {
  const { backend, store } = await sandbox();
  return { users: backend.users.count(), kept: store !== undefined, fault: wrong };
}

/** Adds users until there are so many. */
export async function seed(count: number): Promise<SandboxState> {
  await fill(await sandbox(), count);
  return state();
}

/** As on the first day. */
export async function reset(): Promise<SandboxState> {
  const here = await sandbox();
  filling = true;
  here.backend.users.clear();
  filling = false;
  await here.store?.clear();
  wrong = "none";
  await fill(here, FIRST_USERS);
  return state();
}

export async function fault(fault: Fault): Promise<SandboxState> {
  wrong = fault;
  return state();
}
