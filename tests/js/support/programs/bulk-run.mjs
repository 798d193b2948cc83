// Runs updateUsersMetadata with a journal in a file:
//
// node bulk-run.mjs URL JOURNAL ROWS [POINT KIND NUMBER]
//
// With the last arguments, the process kills itself at the NUMBER-th line or request of a KIND. POINT of a line:
// "before" it is written, when "half" of it is, or "after" it. POINT of a request, whose kind is its method: "unsent"
// before it is sent, "sending" when it has been passed to the network, "responded" when its response has arrived.
import { createClerkClient } from "clerk-metadata";
import { openJournal, updateUsersMetadata } from "clerk-metadata/bulk";
import { appendFileSync } from "node:fs";

const [url, file, count, point, kind, number] = process.argv.slice(2);
/** Rows in flight at once. */
const CONCURRENCY = 20;

function* rows() {
  for (let index = 0; index < Number(count); index++)
    yield { id: `user_${index % Math.ceil(count * 0.9)}`, publicMetadata: { [`row${index}`]: true, seats: null } };
}

let found = 0;
const isPoint = (name, actualKind) => point === name && kind === actualKind && ++found === Number(number);
const kill = () => process.kill(process.pid, "SIGKILL");

const journal = await openJournal(file);
const killingJournal = {
  lines: journal.lines,
  append(lines) {
    const at = lines.findIndex((line) => isPoint(point, /^\{"([^"]+)"/.exec(line)[1]));
    if (at === -1 || !["before", "half", "after"].includes(point)) return journal.append(lines);
    const end = point === "after" ? at + 1 : at;
    if (end > 0) journal.append(lines.slice(0, end));
    if (point === "half") appendFileSync(file, lines[at].slice(0, lines[at].length / 2));
    return kill();
  },
};

async function killingFetch(input, init) {
  const { method } = init;
  if (isPoint("unsent", method)) kill();
  const response = fetch(input, init);
  if (isPoint("sending", method)) setImmediate(kill);
  const text = await (await response).clone().text();
  if (text !== undefined && isPoint("responded", method)) kill();
  return response;
}

const clerk = createClerkClient({ secretKey: "sk_test_local", apiUrl: url, fetch: killingFetch });
const options = { journal: killingJournal, concurrency: CONCURRENCY, limiter: false };
const summary = await updateUsersMetadata(clerk, rows(), options).summary;
journal.close();
console.log(JSON.stringify(summary));
