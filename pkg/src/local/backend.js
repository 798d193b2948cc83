// The local Backend API: what it answers is decided in Rust (local/src); here are its hands, which
// hold time, files and sockets.
import { load } from "#wasm/local";
import { openDataFile } from "./data-file.js";
import { openJournal } from "./journal.js";
import { listen } from "./server.js";
import { usersOf } from "./users.js";

const OPTIONS = ["users", "secretKey", "file", "journal", "rateLimit"];

export async function createLocalBackend(options = {}) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new TypeError(`createLocalBackend: there is no option ${unknown}; there are ${OPTIONS.join(", ")}.`);
  const { users = [], secretKey, file, journal, rateLimit } = options;
  if (file !== undefined && journal !== undefined) throw new TypeError("createLocalBackend: file and journal are two places for the same users; give one of them.");
  const { LocalBackend, readRequest, toResponse } = await load();
  const backend = new LocalBackend({ secretKey, rateLimit });
  const data = file !== undefined ? await openDataFile(file, backend) : journal !== undefined ? await openJournal(journal, backend) : undefined;
  try {
    const here = usersOf(backend, data?.append);
    if (here.count() === 0) users.forEach(here.create);
    const answer = (request) => backend.handle(request, Date.now(), data?.append);
    return {
      // As a server would: bound to nothing, it can stand in for the global `fetch`.
      async fetch(input, init) {
        const request = new Request(input, init);
        request.signal?.throwIfAborted();
        return toResponse(answer(await readRequest(request)));
      },
      listen: (at) => listen(answer, LocalBackend.maxBodyBytes(), at),
      users: here,
      close: async () => data?.close?.(),
    };
  } catch (error) {
    data?.close?.();
    throw error;
  }
}
