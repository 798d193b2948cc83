// The local Backend API: what it answers is decided in Rust (local/src); here are its hands, which
// hold time, files and sockets.
import { load } from "#wasm/local";
import { changesOf } from "./changes.js";
import { openDataFile } from "./data-file.js";
import { openJournal } from "./journal.js";
import { whyNoSecretKey } from "./secret-key.js";
import { listen } from "./server.js";
import { createUsers, usersOf } from "./users.js";

const OPTIONS = ["users", "secretKey", "file", "journal", "rateLimit"];

export async function createLocalBackend(options = {}) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new TypeError(`createLocalBackend: there is no option ${unknown}; there are ${OPTIONS.join(", ")}.`);
  const { users = [], secretKey, file, journal, rateLimit } = options;
  const wrongKey = typeof secretKey === "string" ? whyNoSecretKey(secretKey) : undefined;
  if (wrongKey !== undefined) throw new TypeError(`createLocalBackend: secretKey: ${wrongKey}`);
  if (file !== undefined && journal !== undefined) throw new TypeError("createLocalBackend: file and journal are two places for the same users; give one of them.");
  const { LocalBackend, readRequest, toResponse } = await load();
  const backend = new LocalBackend({ secretKey, rateLimit });
  const data = file !== undefined ? await openDataFile(file, backend, () => new LocalBackend()) : journal !== undefined ? await openJournal(journal, backend) : undefined;
  try {
    const changes = changesOf(backend, data?.append);
    if (backend.count() === 0) await createUsers(backend, changes, users);
    return {
      // As a server would: bound to nothing, it can stand in for the global `fetch`.
      async fetch(input, init) {
        const request = new Request(input, init);
        request.signal?.throwIfAborted();
        const plain = await readRequest(request);
        return toResponse(await changes.handle(plain, request.signal));
      },
      listen: (at) => listen(changes.handle, LocalBackend.maxBodyBytes(), at),
      users: usersOf(backend, changes),
      async close() {
        await changes.idle();
        data?.close?.();
      },
    };
  } catch (error) {
    data?.close?.();
    throw error;
  }
}
