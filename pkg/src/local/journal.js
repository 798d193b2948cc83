// A journal that the program keeps itself, as in IndexedDB. Its lines are those of a data file.
const BATCH_CHARS = 1024 * 1024;

/** Reads the lines of before into `backend`, and gives what adds one. */
export async function openJournal(journal, backend) {
  const { lines = [], append } = journal ?? {};
  if (typeof append !== "function")
    throw new TypeError("createLocalBackend: journal.append must be a function that keeps a line.");
  if (typeof lines !== "object" || typeof (lines?.[Symbol.asyncIterator] ?? lines?.[Symbol.iterator]) !== "function") {
    throw new TypeError("createLocalBackend: journal.lines must be an iterable of lines, such as an array of strings.");
  }
  const encoder = new TextEncoder();
  // A backend without users gives the head of a data file, and nothing else.
  let batch = backend.compacted(0).lines;
  const feed = () => {
    backend.load(encoder.encode(batch));
    batch = "";
  };
  try {
    for await (const line of lines) {
      batch += `${line}\n`;
      if (batch.length >= BATCH_CHARS) feed();
    }
    feed();
    backend.loadEnd();
  } catch (cause) {
    throw new Error(`createLocalBackend: journal.lines: ${cause.message}`, { cause });
  }
  return { append: append.bind(journal) };
}
