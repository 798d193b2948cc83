// node bulk-journal.mjs JOURNAL ROWS: reads a journal as a run that continues does. If the file does not exist, writes
// one of so many rows. Prints the seconds until the first row is requested.
import { existsSync, writeFileSync, appendFileSync } from "node:fs";
import { createClerkClient } from "clerk-metadata";
import { openJournal, updateUsersMetadata } from "clerk-metadata/bulk";

const [file, rowCount] = process.argv.slice(2);
const MS_PER_SECOND = 1_000;
const ROWS_PER_WRITE = 10_000;

/** The lines of a row whose change was accepted. */
const linesOf = (row) => {
  const fields = `"patch":{"public_metadata":{"plan":"pro","seats":${row}}},"image":{"public_metadata":{"plan":"free"}}`;
  return `{"before":${row},"id":"user_${row}",${fields}}\n{"sent":${row}}\n{"ok":${row}}\n`;
};

function writeJournal() {
  // The digest is not that of the rows, which are not read.
  const digest = `{"rows":${rowCount},"digest":"0123456789abcdef"}`;
  writeFileSync(file, `{"clerk-metadata":"bulk","version":1}\n${digest}\n`);
  for (let row = 0; row < Number(rowCount); row += ROWS_PER_WRITE)
    appendFileSync(file, Array.from({ length: ROWS_PER_WRITE }, (_, index) => linesOf(row + index)).join(""));
}

async function readSeconds() {
  const clerk = createClerkClient({ secretKey: "sk_test_bench", fetch: () => Promise.reject(new Error("no request")) });
  const start = performance.now();
  let seconds;
  const rows = {
    [Symbol.iterator]: () => ({
      next() {
        seconds ??= (performance.now() - start) / MS_PER_SECOND;
        return { done: true, value: undefined };
      },
    }),
  };
  const journal = await openJournal(file);
  // The run has fewer rows than the journal.
  const error = await updateUsersMetadata(clerk, rows, { journal, limiter: false }).summary.catch((thrown) => thrown);
  journal.close();
  if (error.code !== "other_rows") throw error;
  return seconds;
}

if (existsSync(file)) console.log(await readSeconds());
else {
  writeJournal();
  console.log(0);
}
