// Runs the commands of docs/many-users-cli.md in their order, with its files, and compares what they print.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { findProblems } from "../source/workflows.mjs";
import { KEY } from "./support/backend.mjs";
import { CLI } from "./support/command.mjs";
import { environment, startJobs } from "./support/jobs.mjs";

const page = readFileSync(new URL("../../docs/many-users-cli.md", import.meta.url), "utf8");

const USERS = ["1", "2", "3"].map((externalId) => ({
  id: `user_${externalId}`,
  externalId,
  publicMetadata: { plan: "free" },
}));
const ACCOUNTS = [
  { externalId: "1", publicMetadata: { plan: "free" } },
  { externalId: "2", publicMetadata: { plan: "team" } },
  { externalId: "3", publicMetadata: { plan: "pro" } },
];

const files = [...page.matchAll(/<!-- file: (\S+) -->\n```\w+\n(.*?)```/gs)].map(([, name, content]) => ({
  name,
  content,
}));
const blocks = [...page.matchAll(/```console\n(.*?)```/gs)].map(([, block]) => block);
/** Commands and what they print. */
const commands = blocks.flatMap((block) =>
  [...block.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command, output]) => ({ command, output })),
);

/** Defines the programs that the page uses. */
const PROGRAMS = `npx() { shift; "${process.execPath}" "${CLI}" "$@"; }
psql() { cat <<'END'
${ACCOUNTS.map((account) => JSON.stringify(account)).join("\n")}
END
}
`;

/** What differs between two runs: names of jobs and instances, times, and the URL of the test. */
const normalize = (output) =>
  output
    .replace(/^CLERK_SECRET_KEY from .*\n/gm, "")
    .replace(/ins_\w+/g, "ins_2abc")
    .replace(/clerk-job-[0-9a-f]{4}/g, "clerk-job-7f3a")
    .replace(/read in \d+ s/g, "read in 0 s")
    .replace(/created \S+/g, "created …");

test("every command of the page prints what the page says", async (t) => {
  const { cwd, path, url, write } = await startJobs(t, { users: USERS });
  for (const { name, content } of files) {
    mkdirSync(dirname(path(name)), { recursive: true });
    write(name, content);
  }
  write(".env.staging", `CLERK_SECRET_KEY=${KEY}\n`);
  let job = "clerk-job-7f3a";
  assert.ok(commands.length >= 18);
  for (const { command, output } of commands) {
    const script = `${PROGRAMS}${command.replaceAll("clerk-job-7f3a", job)}`;
    const child = spawn("bash", ["-c", `{ ${script}\n} 2>&1`], {
      cwd,
      env: environment(url),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [actual] = await Promise.all([text(child.stdout), once(child, "exit")]);
    job = /Job: (clerk-job-[0-9a-f]{4})\//.exec(actual)?.[1] ?? job;
    assert.equal(normalize(actual), normalize(output), command);
  }
});

test("the page shows every command for many users", () => {
  const names = new Set([...page.matchAll(/npx clerk-metadata (\w+)/g)].map(([, name]) => name));
  assert.deepEqual([...names].sort(), ["apply", "export", "forget", "plan", "restore", "resume", "status", "undo"]);
});

test("actionlint accepts the workflow of the page", async () => {
  const { name, content } = files.find(({ name }) => name.endsWith(".yml"));
  assert.deepEqual(await findProblems(content, name), []);
});
