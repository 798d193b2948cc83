// What a person does, typed in a terminal: 10,000 users from a CSV file, a run that is killed, three failed rows that
// are corrected and sent again, and an undo of everything.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { test } from "node:test";
import { CLI } from "./support/command.mjs";
import { changesOf, environment, onRequest, startJobs, usersWith } from "./support/jobs.mjs";
import { hasTmux, openTerminal } from "./support/terminal.mjs";

const USERS = 10_000;
const LIMIT = { requests: 2_000, seconds: 1 };
const RATE = `${LIMIT.requests}/${LIMIT.seconds}s`;
const options = { skip: !hasTmux && "tmux is not installed", timeout: 600_000 };

async function openFolder(t, startOptions, terminalOptions) {
  const commands = await startJobs(t, startOptions);
  const { cwd, path, url, write } = commands;
  mkdirSync(path("node_modules", ".bin"), { recursive: true });
  symlinkSync(CLI, path("node_modules", ".bin", "clerk-metadata"));
  write("package.json", "{}");
  write(".env.local", `CLERK_SECRET_KEY=sk_test_local\nCLERK_API_URL=${url}\n`);
  const { CLERK_SECRET_KEY: _, CLERK_API_URL: __, ...env } = environment(url);
  return { ...commands, terminal: await openTerminal(t, { cwd, env, ...terminalOptions }) };
}

test("10,000 users: two commands, a kill, resume, three failed rows, undo", options, async (t) => {
  const { backend, terminal, write, read, readJson } = await openFolder(t, {
    users: usersWith(USERS, { plan: "free", kept: 1 }),
    rateLimit: LIMIT,
  });
  const ids = Array.from({ length: USERS }, (_, index) => (index === 9_000 ? "user_wrong" : `user_${index}`));
  write("users.csv", `id,publicMetadata.plan\n${ids.map((id) => `${id},pro\n`).join("")}`);
  for (const userId of ["user_30", "user_300"]) backend.failNext({ status: 422, match: { method: "PATCH", userId } });

  const planned = await terminal.run(`npx clerk-metadata plan users.csv --rate ${RATE}`);
  assert.match(planned, /CLERK_SECRET_KEY from \.env\.local: a test instance/);
  assert.match(planned, /\n {2}change 9,999 · already so 0 · no such user 1 · too large 0\n/);
  const [, job] = /Job: (clerk-job-\w+)\//.exec(planned);
  assert.ok(planned.includes(`Next: npx clerk-metadata apply ${job} `), planned);

  const isHalfDone = onRequest(backend, () => backend.requests.length >= USERS / 2);
  terminal.enter(`npx clerk-metadata apply ${job} --rate ${RATE}`);
  await isHalfDone;
  process.kill(readJson(job, "job.lock").pid, "SIGKILL");
  await terminal.prompt();
  assert.match(
    await terminal.run(`npx clerk-metadata status ${job}`),
    /not finished[\s\S]*\n {2}done [\d,]+ · failed 2 · no such user 1 · left [\d,]+\nNot running: process \d+, .*\nResume: /,
  );

  const isAlmostDone = onRequest(backend, () => backend.requests.length >= USERS * 0.8);
  terminal.enter(`npx clerk-metadata resume ${job}`);
  await isAlmostDone;
  terminal.press("C-c");
  const interrupted = await terminal.prompt();
  assert.ok(interrupted.includes(`Resume: npx clerk-metadata resume ${job}`), interrupted);

  const done = await terminal.run(`npx clerk-metadata resume ${job}`, 3);
  assert.match(done, new RegExp(`\ndone 9,997 · failed 2 \\(2 × \\w+\\) · no such user 1: ${job}/failed.csv\n`));
  assert.ok(done.includes(`Fix the rows and send them: npx clerk-metadata apply ${job}/failed.csv`), done);
  const failed = read(job, "failed.csv").trimEnd().split("\n");
  assert.equal(failed[0], "id,publicMetadata.plan,_error");
  assert.deepEqual(
    failed.slice(1).map((line) => line.split(",")[0]),
    ["user_30", "user_300", "user_wrong"],
  );

  await terminal.run(`sed -i s/user_wrong/user_9000/ ${job}/failed.csv`);
  const resent = await terminal.run(`npx clerk-metadata apply ${job}/failed.csv --rate ${RATE}`);
  assert.match(resent, /\ndone 3 · failed 0\n/);
  const [, second] = /Job: (clerk-job-\w+)\//.exec(resent);
  for (let user = 0; user < USERS; user++)
    assert.deepEqual(backend.users.get(`user_${user}`).public_metadata, { plan: "pro", kept: 1 });

  for (const name of [second, job])
    assert.match(await terminal.run(`npx clerk-metadata undo ${name} --rate ${RATE}`), /\ndone [\d,]+ · failed 0\n/);
  for (let user = 0; user < USERS; user++)
    assert.deepEqual(backend.users.get(`user_${user}`).public_metadata, { plan: "free", kept: 1 });
  assert.deepEqual(
    backend.requests.filter(({ status }) => status === 429),
    [],
  );
});

test("the output fits into 40 columns", options, async (t) => {
  const { backend, terminal, write } = await openFolder(t, { users: usersWith(400), latency: 20 }, { columns: 40 });
  write(
    "users.ndjson",
    Array.from({ length: 400 }, (_, index) => `{"id":"user_${index}","publicMetadata":{"a":1}}\n`).join(""),
  );
  const planned = await terminal.run("npx clerk-metadata plan users.ndjson --job job");
  assert.match(
    planned,
    /\n {2}change 400 · already so 0 ·\n {2}no such user 0 · too large 0\nJob: job\/\nNext: npx clerk-metadata apply job\n/,
  );
  const isRunning = onRequest(backend, () => changesOf(backend).length > 200);
  terminal.enter("npx clerk-metadata apply job --rate 200/1s");
  await isRunning;
  const screen = terminal.screen();
  // One line, which is redrawn.
  assert.equal(screen.match(/^apply /gm)?.length, 1, screen);
  assert.match(screen, /^apply {2}\d+\.\d % {2}\d+\/400( · \d+\/s)?/m);
  assert.match(await terminal.prompt(), /\ndone 400 · failed 0\nUndo: npx clerk-metadata undo job\n/);
  assert.doesNotMatch(terminal.screen(), /^apply {2}/m);
});

test("a live instance: asks once, and above 1,000 users the number must be typed", options, async (t) => {
  const { backend, terminal, write, run, url } = await openFolder(t, {
    users: usersWith(1_500),
    secretKey: "sk_live_1",
  });
  write(".env.local", `CLERK_SECRET_KEY=sk_live_1\nCLERK_API_URL=${url}\n`);
  const rows = (count) =>
    Array.from({ length: count }, (_, index) => `{"id":"user_${index}","publicMetadata":{"a":${count}}}\n`).join("");
  write("few.ndjson", rows(20));
  write("many.ndjson", rows(1_500));
  const rate = "--rate 2000/0.1s";
  terminal.enter(`npx clerk-metadata apply few.ndjson ${rate}`);
  await terminal.waitFor(/Change the metadata of 20 users of the live instance.*\? \[y\/N\] $/);
  terminal.enter("n");
  assert.match(await terminal.prompt(), /Nothing was sent\./);
  assert.equal(changesOf(backend).length, 0);
  terminal.enter(`npx clerk-metadata apply few.ndjson ${rate}`);
  await terminal.waitFor(/\[y\/N\] $/);
  terminal.enter("y");
  assert.match(await terminal.prompt(), /\ndone 20 · failed 0\n/);
  terminal.enter(`npx clerk-metadata apply many.ndjson ${rate}`);
  await terminal.waitFor(/Type the number of users to confirm: $/);
  terminal.enter("y");
  assert.match(await terminal.prompt(), /Nothing was sent\./);
  assert.equal(changesOf(backend).length, 20);
  const env = { CLERK_SECRET_KEY: "sk_live_1" };
  const { stderr, code } = await run(["apply", "many.ndjson"], { env });
  assert.match(stderr.replace(/\s+/g, " "), /There is no terminal to ask on, so add --yes/);
  assert.equal(code, 2);
  assert.equal((await run(["apply", "few.ndjson", "--yes", "--rate", "2000/0.1s"], { env })).code, 0);
});
