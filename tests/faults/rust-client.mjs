// The Rust client as the suite sees a client of JavaScript: each call is a line to a process, which responds with a
// line (client/examples/fault_client.rs).
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Builds the program and returns its path. */
export function buildRustClient() {
  const args = ["build", "--quiet", "--package=clerk-metadata-client", "--example=fault_client"];
  const messages = execFileSync("cargo", [...args, "--message-format=json"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const artifacts = messages
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return artifacts.findLast(({ executable }) => executable).executable;
}

class ClerkInputError extends Error {}
class ClerkAPIResponseError extends Error {}
class ClerkConnectionError extends Error {}
class User {}

const CLASSES = { api_response_error: ClerkAPIResponseError };
const INPUT_CODES = ["invalid_params", "invalid_option", "invalid_user_id", "missing_secret_key", "too_deep"];
for (const code of INPUT_CODES) CLASSES[code] = ClerkInputError;

function createError({ code, message, text, hasSource, errors, ...fields }) {
  const Class = CLASSES[code] ?? ClerkConnectionError;
  const error = new Class(message);
  for (const [name, value] of Object.entries(fields)) if (value !== null) error[name] = value;
  error.name = Class.name;
  error.code = code;
  error.stack = text;
  // Rust has no JSON of an error: what it prints is compared.
  Object.defineProperty(error, "toJSON", { value: () => ({ message, text }) });
  if (hasSource) error.cause = new Error(text);
  if (Class === ClerkAPIResponseError) {
    error.errors = errors.map(({ longMessage, ...item }) => ({ ...item, longMessage: longMessage ?? undefined }));
  }
  return error;
}

const isA = (Class) => (error) => error instanceof Class;

/** Starts the program. `clerkMetadata` stands in for the module of the package. */
export function startRustClient(program, env) {
  const child = spawn(program, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const outcome = JSON.parse(line);
    waiting.get(outcome.id)(outcome);
    waiting.delete(outcome.id);
  });
  child.on("exit", () => {
    for (const settle of waiting.values()) settle({ error: { code: "internal_error", message: "the program ended" } });
  });
  let lastId = 0;
  async function call(request) {
    const id = ++lastId;
    const outcome = new Promise((resolve) => waiting.set(id, resolve));
    child.stdin.write(`${JSON.stringify({ ...request, id })}\n`);
    const { data, response, error } = await outcome;
    if (error) throw createError(error);
    const { clerkTraceId, ...rest } = response;
    return {
      data: typeof data === "number" ? data : Object.assign(new User(), data),
      response: { ...rest, clerkTraceId: clerkTraceId ?? undefined },
    };
  }
  const createClerkClient = ({ secretKey, apiUrl, timeout, maxRetries }) => {
    const method =
      (operation) =>
      (userId = "", params = null) => ({
        withResponse: () => call({ operation, userId, params, secretKey, apiUrl, timeout, maxRetries }),
      });
    const names = ["updateUserMetadata", "replaceUserMetadata", "getUser", "getCount"];
    return { users: Object.fromEntries(names.map((name) => [name, method(name)])) };
  };
  return {
    clerkMetadata: {
      createClerkClient,
      User,
      ClerkInputError,
      ClerkAPIResponseError,
      ClerkConnectionError,
      isClerkInputError: isA(ClerkInputError),
      isClerkAPIResponseError: isA(ClerkAPIResponseError),
      isClerkConnectionError: isA(ClerkConnectionError),
    },
    async stop() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
