// Runs the sandbox, merge and diff outside of the page's thread: with many users, a list takes a while.
import { diffMetadata, mergeMetadata } from "clerk-metadata/local";
import type { CallMessage, FunctionName, PlainError, ResultMessage, WorkerFunctions } from "./messages.js";
import { handleRequest, reset, seed, simulateFault, state } from "./sandbox.js";

type AsyncFunction<Name extends FunctionName> = (
  ...args: Parameters<WorkerFunctions[Name]>
) => Promise<ReturnType<WorkerFunctions[Name]>>;

const FUNCTIONS: { [Name in FunctionName]: AsyncFunction<Name> } = {
  merge: (current, patch) => mergeMetadata(current, patch),
  diff: (current, desired) => diffMetadata(current, desired),
  fetch: handleRequest,
  state,
  seed,
  reset,
  fault: simulateFault,
};

type Port = {
  postMessage(message: ResultMessage): void;
  onmessage: ((event: MessageEvent<CallMessage>) => void) | null;
};

function serve(port: Port) {
  port.onmessage = async ({ data: { id, name, args } }) => {
    try {
      const value = await (FUNCTIONS[name] as (...args: unknown[]) => Promise<unknown>)(...args);
      port.postMessage({ id, value });
    } catch (error) {
      port.postMessage({ id, error: plain(error) });
    }
  };
}

function plain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, code, path } = error as Error & { code?: string; path?: string };
  return { name, message, code, path };
}

const scope = globalThis as unknown as Port & { onconnect?: (event: MessageEvent) => void };
if ("onconnect" in globalThis) scope.onconnect = ({ ports: [port] }) => serve(port as unknown as Port);
else serve(scope);
