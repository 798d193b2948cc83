// The calls that the page sends to its worker, and their results.

/** The simulated response to changes in the sandbox. */
export type Fault = "none" | "401" | "404" | "409" | "422" | "429" | "500" | "offline";

export interface SandboxState {
  users: number;
  /** Whether the users are stored in IndexedDB. */
  isStored: boolean;
  /** The simulated response to changes. */
  fault: Fault;
}

export interface PlainRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

export interface PlainResponse {
  status: number;
  headers: [string, string][];
  body: string;
}

/** The functions of the worker, by name. */
export interface WorkerFunctions {
  /** The arguments and results are JSON text. */
  merge(current: string, patch: string): string;
  diff(current: string, desired: string): string;
  fetch(request: PlainRequest): PlainResponse;
  state(): SandboxState;
  seed(count: number): SandboxState;
  reset(): SandboxState;
  fault(fault: Fault): SandboxState;
}

export type FunctionName = keyof WorkerFunctions;
export type Arguments<Name extends FunctionName> = Parameters<WorkerFunctions[Name]>;
export type Result<Name extends FunctionName> = ReturnType<WorkerFunctions[Name]>;

export interface CallMessage<Name extends FunctionName = FunctionName> {
  id: number;
  name: Name;
  args: Arguments<Name>;
}

export type ResultMessage = { id: number; value: unknown } | { id: number; error: PlainError };

/** The properties of an error that are copied between threads. */
export interface PlainError {
  name: string;
  message: string;
  code?: string | undefined;
  path?: string | undefined;
}
