// The types that the files of this folder share.
import type { ClerkInputErrorCode } from "../../types/errors.js";
import type { LocalJournal, LocalRateLimit } from "../../types/local.js";

export type FileSystem = typeof import("node:fs");

/** An error of Node.js, with a `code`. */
export type SystemError = NodeJS.ErrnoException;

export interface FileLocation {
  /** The absolute path as the user wrote it. For error messages. */
  path: string;
  /** The path without symbolic links. The file may not exist yet. */
  target: string;
  /** The folder of `target`. */
  folder: string;
}

/** The contents of a lock file. Without a token, the file is not a lock. */
export interface LockOwner {
  pid: number;
  token?: string;
  /** Absent from the locks of earlier versions, which contain only a process ID. */
  platform?: string;
  thread?: string | undefined;
  /** The start time of the thread, in clock ticks since boot. */
  started?: string | undefined;
  boot?: string | undefined;
  namespace?: string | undefined;
  host?: string | undefined;
}

/** Appends a line. A promise that it returns is awaited. */
export type AppendLine = LocalJournal["append"];

/** Where the lines of changes are stored. */
export interface Storage {
  append: AppendLine;
  /** Returns a function that removes every line appended since. */
  savepoint?: () => () => void;
  close?: () => void;
}

export interface BackendRequest {
  method: string;
  url: string;
  authorization?: string | undefined;
  contentType?: string | undefined;
  apiVersion?: string | undefined;
  body?: string | undefined;
}

export interface BackendResponse {
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** The class `LocalBackend` of local/src/wasm/mod.rs, which documents the methods. */
export interface WasmBackend {
  constructor: Function;
  /** `undefined`: a change is pending. */
  handle(request: BackendRequest, nowMs: number): BackendResponse | undefined;
  create(body: string, nowMs: number): void;
  update(id: string, body: string, nowMs: number): void;
  failure(request: BackendRequest, status: number, retryAfter?: number): BackendResponse | undefined;
  resetRateLimits(): void;
  insert(text: string, nowMs: number): void;
  wasDeleted(id: string): boolean;
  remove(id: string): boolean;
  clear(): void;
  seed(from: number, count: number, nowMs: number): number | undefined;
  /** Only while a change is pending. */
  pendingLine(): string;
  /**
   * `undefined` if the change has another line. Otherwise, the response if the change came from a request, or the JSON
   * text of its result.
   */
  commit(): BackendResponse | string | undefined;
  /** Throws if the change did not come from a request. */
  fail(reason: string): BackendResponse;
  get(id: string): string | undefined;
  list(from: number): WasmPage;
  count(): number;
  createOrganization(body: string, nowMs: number): void;
  updateOrganization(id: string, body: string, nowMs: number): void;
  createMembership(organizationId: string, body: string, nowMs: number): void;
  updateMembership(organizationId: string, userId: string, body: string, nowMs: number): void;
  getOrganization(id: string): string | undefined;
  getMembership(organizationId: string, userId: string): string | undefined;
  insertOrganization(text: string): void;
  insertMembership(text: string): void;
  listOrganizations(from: number): WasmPage;
  listMemberships(from: number): WasmPage;
  removeOrganization(id: string): boolean;
  removeMembership(organizationId: string, userId: string): boolean;
  clearOrganizations(): boolean;
  removeById(id: string): void;
  organizationCount(): number;
  membershipCount(): number;
  seedOrganizations(from: number, count: number, nowMs: number): number | undefined;
  load(bytes: Uint8Array): void;
  loadEnd(): { torn: boolean; isCompact: boolean };
  compacted(from: number): { lines: string; next?: number };
  free(): void;
}

/** `items` is the JSON text of an array. */
export interface WasmPage {
  items: string;
  next?: number;
}

export interface WasmBackendClass {
  new (settings?: {
    secretKey?: string | undefined;
    rateLimit?: boolean | undefined;
    rateLimits?: LocalRateLimit | undefined;
  }): WasmBackend;
  failureStatuses(): string;
  maxBodyBytes(): number;
  maxDepth(): number;
  listElements(text: string): string[] | undefined;
}

/** What `mergeMetadata` and `diffMetadata` of the wasm throw. */
export interface WasmInputError {
  code: ClerkInputErrorCode;
  message: string;
  path?: string;
}

/** The exports of local/src/wasm. */
export interface LocalWasm {
  LocalBackend: WasmBackendClass;
  readRequest(request: Request): Promise<BackendRequest>;
  toResponse(response: BackendResponse): Response;
  mergeMetadata(current: string, patch: string): string;
  diffMetadata(current: string, desired: string): string;
}

export interface ChangeQueue {
  handle(request: BackendRequest, signal?: AbortSignal): BackendResponse | Promise<BackendResponse>;
  writeCreated(resources: CreatedResource[], noun: string): Promise<void>;
  changeNow(prepare: () => unknown): string | undefined;
  addAllNow(prepare: () => unknown, added: AddedResources): number;
  idle(): Promise<void>;
}

/** A kind of resource to which `addAllNow` adds. */
export interface AddedResources {
  /** For an error. */
  noun: string;
  countAll(): number;
  newestIds(count: number): string[];
}

/** A user, an organization or a membership in the backend, and the line that stores it. */
export interface CreatedResource {
  id: string;
  line: string;
}
