// The sandbox: a local Backend API whose users and organizations are stored in IndexedDB.
import {
  createLocalBackend,
  type LocalBackend,
  type LocalOrganizationOption,
  type LocalUserInput,
} from "clerk-metadata/local";
import { faultResponse } from "./faults.js";
import type { Fault, PlainRequest, PlainResponse, SandboxState } from "./messages.js";
import sampleOrganizations from "./sample-organizations.json";
import sampleUsers from "./sample-users.json";
import { Store } from "./store.js";

const DEFAULT_USER_COUNT = 250;
/** Their members are generated users, three each. */
const GENERATED_ORGANIZATIONS = 40;

/** Users with metadata of every type: nested, arrays, text beyond ASCII, none. The tests use them too. */
const SAMPLE_USERS: readonly (LocalUserInput & { id: string })[] = sampleUsers;

const SAMPLE_ORGANIZATIONS: readonly (LocalOrganizationOption & { id: string })[] = sampleOrganizations;

interface Sandbox {
  backend: LocalBackend;
  /** `undefined` where the browser stores no data, as in some private windows. */
  store: Store | undefined;
}

let started: Promise<Sandbox> | undefined;
let simulatedFault: Fault = "none";
/** Whether users and organizations are being generated. They are not stored, because they are the same each time. */
let isSeeding = false;

const sandbox = (): Promise<Sandbox> =>
  (started ??= start().catch((error) => {
    started = undefined;
    throw error;
  }));

async function start(): Promise<Sandbox> {
  const store = await Store.open().catch(() => undefined);
  const append = (line: string) => {
    if (!isSeeding) store?.append(line);
  };
  const backend = await createLocalBackend({ journal: { lines: store?.lines(), append }, rateLimit: true });
  await fill({ backend, store }, (await store?.userCount()) ?? DEFAULT_USER_COUNT);
  return { backend, store };
}

/** Adds the samples, and generated users up to `count`. What exists is not changed. */
async function fill({ backend, store }: Sandbox, count: number) {
  for (const user of SAMPLE_USERS) if (!backend.users.get(user.id)) backend.users.create(user);
  for (const { members = [], ...organization } of SAMPLE_ORGANIZATIONS) {
    if (backend.organizations.get(organization.id)) continue;
    backend.organizations.create(organization);
    for (const member of members) backend.memberships.create({ organizationId: organization.id, ...member });
  }
  isSeeding = true;
  try {
    backend.users.seed(count - SAMPLE_USERS.length);
    backend.organizations.seed(GENERATED_ORGANIZATIONS);
  } finally {
    isSeeding = false;
  }
  await store?.save(count);
}

export async function handleRequest(request: PlainRequest): Promise<PlainResponse> {
  const { backend, store } = await sandbox();
  const { url, method, headers, body } = request;
  const isChange = method !== "GET";
  if (isChange && simulatedFault !== "none") return faultResponse(simulatedFault);
  const response = await backend.fetch(url, { method, headers, body });
  if (isChange) await store?.save(backend.users.count());
  return { status: response.status, headers: [...(response as Response).headers], body: await response.text() };
}

export async function state(): Promise<SandboxState> {
  const { backend, store } = await sandbox();
  return { users: backend.users.count(), isStored: store !== undefined, fault: simulatedFault };
}

/** Adds generated users up to `count`. */
export async function seed(count: number): Promise<SandboxState> {
  await fill(await sandbox(), count);
  return state();
}

/** Deletes everything, and adds the default users and organizations. */
export async function reset(): Promise<SandboxState> {
  const current = await sandbox();
  isSeeding = true;
  current.backend.organizations.clear();
  current.backend.users.clear();
  isSeeding = false;
  await current.store?.clear();
  simulatedFault = "none";
  await fill(current, DEFAULT_USER_COUNT);
  return state();
}

export async function simulateFault(fault: Fault): Promise<SandboxState> {
  simulatedFault = fault;
  return state();
}
