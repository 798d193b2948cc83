// Answers the pages. The local Backend API is WebAssembly, and with many users a list takes a while: here
// it does not hold up a page.
import { diffMetadata, mergeMetadata } from "clerk-metadata/local";
import type { Asked, PlainError, Question, Questions, Told } from "./messages.js";
import { answer, fault, reset, seed, state } from "./sandbox.js";

const ANSWERS: { [Name in Question]: (...args: Parameters<Questions[Name]>) => Promise<ReturnType<Questions[Name]>> } =
  {
    merge: (current, patch) => mergeMetadata(current, patch),
    diff: (current, desired) => diffMetadata(current, desired),
    fetch: answer,
    state,
    seed,
    reset,
    fault,
  };

type Port = { postMessage(message: Told): void; onmessage: ((event: MessageEvent<Asked>) => void) | null };

function serve(port: Port) {
  port.onmessage = async ({ data: { id, name, args } }) => {
    try {
      const value = await (ANSWERS[name] as (...args: unknown[]) => Promise<unknown>)(...args);
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
