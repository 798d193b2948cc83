// Runs the programs of docs/many-users.md, unmodified, in a project with the packed tarball, and kills them in the
// middle.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createLocalBackend } from "clerk-metadata/local";
import { pack, unpack } from "../packaging/pack.mjs";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";
import { run } from "./project.mjs";

const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../docs/many-users.md"), "utf8");
const FILE = /^<!-- file: (?<name>\S+) -->\n```js\n(?<code>.*?)^```$/gms;
const programs = Object.fromEntries([...page.matchAll(FILE)].map(({ groups: { name, code } }) => [name, code]));
const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const { tarball } = pack(folder);

/** Sends the requests to Clerk to the local Backend API. */
const REDIRECT = `const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(String(url).replace("https://api.clerk.com", process.env.API_URL), init);
`;

/** The database of cron.mjs: it keeps the journal in a file. The lock is a file with the ID of its process. */
const PG = `import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
const isLocked = () => {
  try {
    return existsSync("lock.txt") && process.kill(Number(readFileSync("lock.txt", "utf8")), 0);
  } catch {
    return false;
  }
};
const count = Number(process.env.ACCOUNTS);
const linesOf = (file) => (existsSync(file) ? readFileSync(file, "utf8").split("\\n").slice(0, -1) : []);
class Client {
  async connect() {}
  async query(sql, [lines] = []) {
    if (/pg_try_advisory_lock/.test(sql)) {
      if (isLocked()) return { rows: [{ locked: false }] };
      writeFileSync("lock.txt", String(process.pid));
      return { rows: [{ locked: true }] };
    }
    if (/^INSERT INTO backfill_journal/.test(sql)) appendFileSync("table.txt", lines.map((line) => line + "\\n").join(""));
    else if (/FROM backfill_journal/.test(sql)) return { rows: linesOf("table.txt").map((line) => ({ line })) };
    else return { rows: Array.from({ length: count }, (_, index) => ({ clerk_id: "user_" + index, plan: "pro" })) };
  }
  async end() {}
}
export default { Client };
`;

/** A local Backend API on a port. `onChange(number)` is called after each change. */
async function startBackend(t, count) {
  const users = Array.from({ length: count }, (_, index) => ({
    id: `user_${index}`,
    publicMetadata: { plan: "free" },
  }));
  const backend = await createLocalBackend({ users });
  const server = { changes: [], onChange: () => {} };
  const http = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const body = await text(incoming);
    const response = await backend.fetch(`http://localhost${url}`, { method, headers, body: body || undefined });
    const responseText = await response.text();
    if (method === "PATCH") server.onChange(server.changes.push(url.split("/")[3]));
    outgoing.writeHead(response.status, { "content-type": "application/json" }).end(responseText);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  t.after(async () => {
    http.closeAllConnections();
    http.close();
    await backend.close();
  });
  return Object.assign(server, { backend, url: `http://127.0.0.1:${http.address().port}` });
}

function projectWith(name, files) {
  const project = join(folder, name);
  mkdirSync(join(project, "node_modules"), { recursive: true });
  unpack(tarball, join(project, "node_modules"));
  const allFiles = {
    ...(programs[name] && { [name]: programs[name] }),
    "redirect.mjs": REDIRECT,
    "package.json": '{"type":"module"}',
    ...files,
  };
  for (const [file, content] of Object.entries(allFiles)) writeFileSync(join(project, file), content);
  mkdirSync(join(project, "node_modules/pg"));
  writeFileSync(join(project, "node_modules/pg/package.json"), '{"name":"pg","type":"module","main":"index.js"}');
  writeFileSync(join(project, "node_modules/pg/index.js"), PG);
  return project;
}

/** Runs a program, kills it at a change, and runs it again. Returns the output of the last run. */
async function runTwice(name, project, server, count, killAt) {
  const env = { API_URL: server.url, CLERK_SECRET_KEY: "sk_live_docs", ACCOUNTS: String(count) };
  const args = ["--import", "./redirect.mjs", name];
  const child = spawn(process.execPath, args, { cwd: project, env: { ...process.env, ...env }, stdio: "ignore" });
  server.onChange = (number) => number === killAt && child.kill("SIGKILL");
  assert.deepEqual(await once(child, "exit"), [null, "SIGKILL"]);
  server.onChange = () => {};
  const { status, output } = await run(process.execPath, args, project, env);
  assert.equal(status, 0, output);
  for (let index = 0; index < count; index++)
    assert.deepEqual(server.backend.users.get(`user_${index}`).public_metadata, { plan: "pro" });
  assert.equal(new Set(server.changes).size, server.changes.length, "a change was sent twice");
  return output;
}

test("the page has these programs", () => {
  assert.deepEqual(Object.keys(programs), ["backfill.mjs", "cron.mjs", "worker.mjs"]);
});

test("backfill.mjs continues after kill -9, and writes the failed rows", async (t) => {
  const server = await startBackend(t, 100);
  const lines = Array.from({ length: 100 }, (_, index) => `{"id":"user_${index}","publicMetadata":{"plan":"pro"}}`);
  const bad = ['{"id":"user_1","publicMetadata":null}', '{"id":"user_2","publicMetadata":'];
  // A failed row at the start has its line in the journal before the process is killed.
  const input = ["\uFEFFnot JSON", "", ...lines, ...bad, ""].join("\n");
  const project = projectWith("backfill.mjs", { "users.ndjson": input });
  const output = await runTwice("backfill.mjs", project, server, 100, 40);
  assert.match(output, /rows: 103,[\s\S]*failed: 3,\s+complete: true/);
  assert.match(output, /row 0: rows\[0\]: the row is not valid JSON/);
  assert.match(output, /row 101: rows\[101\]\.publicMetadata: must be an object/);
  const failed = readFileSync(join(project, "users.failed.ndjson"), "utf8").split("\n");
  assert.deepEqual(failed.sort(), ["", ...bad, "not JSON"].sort());
});

test("cron.mjs continues with the journal in the database", async (t) => {
  const server = await startBackend(t, 100);
  const output = await runTwice("cron.mjs", projectWith("cron.mjs"), server, 100, 40);
  assert.match(output, /^done \{\s+rows: 100,[\s\S]*complete: true/);
});

test("cron.mjs does nothing while an earlier invocation is running", async (t) => {
  const server = await startBackend(t, 1);
  const project = projectWith("cron-overlap", { "cron.mjs": programs["cron.mjs"], "lock.txt": String(process.pid) });
  const env = { API_URL: server.url, CLERK_SECRET_KEY: "sk_live_docs", ACCOUNTS: "1" };
  const { status, output } = await run(process.execPath, ["--import", "./redirect.mjs", "cron.mjs"], project, env);
  assert.equal(status, 0, output);
  assert.match(output, /^the previous job is still running/);
  assert.deepEqual(server.changes, []);
});

test("worker.mjs stops after 500 rows in workerd, and continues", async (t) => {
  const count = 510;
  const server = await startBackend(t, count);
  const project = projectWith("worker.mjs", {
    "test-worker.mjs": `import worker from "./worker.mjs";
const lines = [];
const accounts = Array.from({ length: ${count} }, (_, index) => ({ clerk_id: "user_" + index, plan: "pro" }));
const DB = {
  prepare: (sql) => ({
    bind: (line) => line,
    all: async () => ({ results: /FROM journal/.test(sql) ? lines.map((line) => ({ line })) : accounts }),
  }),
  batch: async (newLines) => void lines.push(...newLines),
};
export default {
  async test(_controller, env) {
    const bindings = { DB, CLERK_SECRET_KEY: "sk_live_docs", CLERK_API_URL: env.API_URL };
    await worker.scheduled({}, bindings);
    await worker.scheduled({}, bindings);
  },
};
`,
  });
  const out = join(project, "out");
  mkdirSync(out);
  const { modules } = await bundleWorker(join(project, "test-worker.mjs"), out);
  const { status, output } = await run(WORKERD, ["test", writeConfig(out, modules)], out, { API_URL: server.url });
  assert.equal(status, 0, output);
  const [first, second] = output.match(/\{"rows".*\}/g).map((line) => JSON.parse(line));
  assert.equal(first.complete, false);
  assert.ok(first.ok >= 500 && first.ok < count, output);
  assert.deepEqual([second.rows, second.ok, second.complete], [count, count, true]);
  assert.equal(server.changes.length, count);
});
