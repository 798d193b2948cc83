// What the page and its worker say to each other.
/** How the next answers to changes in the sandbox are to fail. */
export type Fault = "none" | "401" | "404" | "409" | "422" | "429" | "500" | "offline";

export interface SandboxState {
  users: number;
  /** Whether the users are kept in IndexedDB. */
  kept: boolean;
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

/** What the page may ask for. */
export interface Questions {
  /** JSON texts. */
  merge(current: string, patch: string): string;
  diff(current: string, desired: string): string;
  fetch(request: PlainRequest): PlainResponse;
  state(): SandboxState;
  seed(count: number): SandboxState;
  reset(): SandboxState;
  fault(fault: Fault): SandboxState;
}

export type Question = keyof Questions;
export type Arguments<Name extends Question> = Parameters<Questions[Name]>;
export type Answer<Name extends Question> = ReturnType<Questions[Name]>;

export interface Asked<Name extends Question = Question> {
  id: number;
  name: Name;
  args: Arguments<Name>;
}

export type Told = { id: number; value: unknown } | { id: number; error: PlainError };

/** Of an error, what is left on the way between two threads. */
export interface PlainError {
  name: string;
  message: string;
  code?: string | undefined;
  path?: string | undefined;
}
