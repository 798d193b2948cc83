// Runs updateUsersMetadata with a journal in a file:
//
// node bulk-run.mjs URL JOURNAL ROWS [before|after|half KIND NUMBER]
//
// With the last arguments, it kills itself before or after it appends the NUMBER-th group of lines with a line of
// this kind, or when half of the group is written.
import { createClerkClient } from "clerk-metadata";
import { openJournal, updateUsersMetadata } from "clerk-metadata/bulk";
import { appendFileSync } from "node:fs";

const [url, file, count, when, kind, number] = process.argv.slice(2);

function* rows() {
  for (let index = 0; index < Number(count); index++)
    yield { id: `user_${index % Math.ceil(count * 0.9)}`, publicMetadata: { [`row${index}`]: true, seats: null } };
}

const clerk = createClerkClient({ secretKey: "sk_test_local", apiUrl: url });
const journal = await openJournal(file);
let groups = 0;
const killingJournal = {
  lines: journal.lines,
  append(lines) {
    const isPoint = lines.some((line) => line.startsWith(`{"${kind}"`)) && ++groups === Number(number);
    if (isPoint && when === "before") process.kill(process.pid, "SIGKILL");
    if (isPoint && when === "half") {
      const text = `${lines.join("\n")}\n`;
      appendFileSync(file, text.slice(0, text.length / 2));
      process.kill(process.pid, "SIGKILL");
    }
    journal.append(lines);
    if (isPoint && when === "after") process.kill(process.pid, "SIGKILL");
  },
};
const summary = await updateUsersMetadata(clerk, rows(), { journal: killingJournal, concurrency: 20, limiter: false })
  .summary;
journal.close();
console.log(JSON.stringify(summary));
