// Where the command line finds the secret key: the environment, .env.local and .env, as Next.js reads them.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { httpServer } from "./support/server.mjs";
import { afterAll, startCommands } from "./support/user-commands.mjs";

const { backend, run, cwd, url } = await startCommands(afterAll(after), { users: [{ id: "user_1" }] });
const FILES = [".env.local", ".env", "other.env", ".env.test"];

/** Runs `count` with these files. */
async function count(files, { args = [], mode = 0o600, ...options } = {}) {
  for (const name of FILES) rmSync(join(cwd, name), { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text, { mode });
  backend.requests.clear();
  return run(["count", ...args], { key: null, ...options });
}

mkdirSync(join(cwd, "folder.env"));
const utf16 = (text) => Buffer.from(`\uFEFF${text}`, "utf16le");
/** With `--` before the program, Node.js does not take the option for its own. */
const asProgram = (path) => ({ nodeArgs: ["--"], args: ["--env-file", path] });

const from = (source, kind = "test") => `CLERK_SECRET_KEY from ${source}: a ${kind} instance, at ${url}.\n`;

for (const [title, files, source, kind, options] of [
  [".env.local", { ".env.local": "CLERK_SECRET_KEY=sk_test_1" }, ".env.local"],
  [".env", { ".env": "CLERK_SECRET_KEY=sk_test_1" }, ".env"],
  [
    ".env.local before .env",
    { ".env.local": "CLERK_SECRET_KEY=sk_live_1", ".env": "CLERK_SECRET_KEY=sk_test_1" },
    ".env.local",
    "live",
  ],
  ["another variable in .env.local", { ".env.local": "OTHER=1", ".env": "CLERK_SECRET_KEY=sk_test_1" }, ".env"],
  [
    "the environment before both",
    { ".env.local": "CLERK_SECRET_KEY=sk_test_1" },
    "the environment",
    "live",
    { key: "sk_live_1" },
  ],
  ["quotes", { ".env": 'CLERK_SECRET_KEY="sk_test_1" # the key' }, ".env"],
  ["export", { ".env": "export CLERK_SECRET_KEY='sk_test_1'" }, ".env"],
  ["expansion", { ".env": "KEY=sk_test_1\nCLERK_SECRET_KEY=$KEY" }, ".env"],
  ["expansion with braces and a default", { ".env": "CLERK_SECRET_KEY=sk_${MODE:-live}_1" }, ".env", "live"],
  [
    "expansion of a variable of the environment",
    { ".env": "CLERK_SECRET_KEY=sk_${MODE}_1" },
    ".env",
    "test",
    { env: { MODE: "test" } },
  ],
  [
    "a value of several lines before it, CRLF and a byte order mark",
    { ".env": '\uFEFFPEM="-----BEGIN\r\nCLERK_SECRET_KEY=no\r\n-----END"\r\nCLERK_SECRET_KEY=sk_test_1\r\n' },
    ".env",
  ],
  [
    "without .env.local in tests, as Next.js",
    { ".env.local": "CLERK_SECRET_KEY=sk_live_1", ".env": "CLERK_SECRET_KEY=sk_test_1" },
    ".env",
    "test",
    { env: { NODE_ENV: "test" } },
  ],
  [
    "--env-file instead of both",
    { ".env.local": "CLERK_SECRET_KEY=sk_live_1", "other.env": "CLERK_SECRET_KEY=sk_test_1" },
    "other.env",
    "test",
    { args: ["--env-file", "other.env"] },
  ],
  [
    "--env-file with the key of the environment",
    { "other.env": "CLERK_SECRET_KEY=sk_test_1" },
    "other.env",
    "test",
    { args: ["--env-file", "other.env"], key: "sk_test_1" },
  ],
]) {
  test(`the key is found: ${title}`, async () => {
    assert.deepEqual(await count(files, options), { stdout: "1\n", stderr: from(source, kind), code: 0 });
  });
}

for (const [title, files, message, options] of [
  [
    "no file",
    {},
    "CLERK_SECRET_KEY is not set. Set it in the environment or in .env.local, or name a file with --env-file.",
  ],
  [
    "files without it",
    { ".env.local": "A=1", ".env": "B=1" },
    "CLERK_SECRET_KEY is not set. .env.local and .env do not set it. Set it in the environment or in .env.local, or name a file with --env-file.",
  ],
  [
    "--no-env-file",
    { ".env": "CLERK_SECRET_KEY=sk_test_1" },
    "CLERK_SECRET_KEY is not set. Set it in the environment or in .env.local, or name a file with --env-file.",
    { args: ["--no-env-file"] },
  ],
  [
    "an empty variable of the environment, which wins as in Next.js",
    { ".env": "CLERK_SECRET_KEY=sk_test_1" },
    "CLERK_SECRET_KEY is empty in the environment. Set it to the secret key of your instance, or remove it there.",
    { key: "" },
  ],
  [
    "a publishable key",
    { ".env": "CLERK_SECRET_KEY=pk_test_abcdef" },
    "CLERK_SECRET_KEY in .env is not a secret key: this is a publishable key. Pass the secret key, which starts with sk_.",
  ],
  [
    "a key with a line break",
    { ".env": 'CLERK_SECRET_KEY="sk_test_secret\\nsecret"' },
    "CLERK_SECRET_KEY in .env is not a secret key: it contains white space, a control character or a non-ASCII character. Pass the key without quotes or a line break.",
  ],
  [
    "another key in the environment than in --env-file",
    { "other.env": "CLERK_SECRET_KEY=sk_test_secret" },
    "CLERK_SECRET_KEY is set in the environment, and has another value in other.env. Unset it, or leave out --env-file.",
    { args: ["--env-file", "other.env"], key: "sk_live_secret" },
  ],
  [
    "--env-file without the key",
    { "other.env": "A=1" },
    "other.env does not set CLERK_SECRET_KEY, and neither does the environment.",
    { args: ["--env-file", "other.env"] },
  ],
  [
    "an invalid URL",
    { ".env": "CLERK_SECRET_KEY=sk_test_1\nCLERK_API_URL=http://api.example.com" },
    "CLERK_API_URL in .env must be an https: URL, because http: would send the secret key in clear text.",
    { env: { CLERK_API_URL: undefined } },
  ],
]) {
  test(`error: ${title}`, async () => {
    const { stdout, stderr, code } = await count(files, options);
    assert.deepEqual([stdout, stderr, code], ["", `clerk-metadata: ${message}\n`, 2]);
    assert.equal(backend.requests.length, 0);
    assert.doesNotMatch(stderr, /secret[^ ]*secret|_secret/);
  });
}

const FIX = "Name a file with CLERK_SECRET_KEY=…, or leave out --env-file to read .env.local and .env.";
for (const [path, reason, text] of [
  ["missing.env", "does not exist."],
  ["folder.env", "is a folder. Pass a file."],
  ["-", "does not exist."],
  [
    "other.env",
    "is not UTF-8, but UTF-16 or a binary file. Save it as UTF-8.",
    utf16("CLERK_SECRET_KEY=sk_test_secret"),
  ],
  ["other.env", "is not UTF-8. Save it as UTF-8.", Buffer.from("CLERK_SECRET_KEY=sk_test_\xe9", "latin1")],
]) {
  test(`error: --env-file ${path} ${reason}`, { skip: process.platform === "win32" }, async () => {
    const name = path === "-" ? "./-" : path;
    const { stdout, stderr, code } = await count(text ? { [path]: text } : {}, { ...asProgram(path) });
    assert.deepEqual([stdout, stderr, code], ["", `clerk-metadata: --env-file: ${name} ${reason} ${FIX}\n`, 2]);
    assert.equal(backend.requests.length, 0);
  });
}

test("error: --env-file that cannot be read", { skip: process.platform === "win32" }, async () => {
  const files = { "other.env": "CLERK_SECRET_KEY=sk_test_1" };
  // root can read every file.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { stderr, code } = await count(files, { ...asProgram("other.env"), mode: 0o000, ...user });
  assert.match(stderr, /^clerk-metadata: --env-file: other\.env cannot be read: EACCES.* Name a file with /);
  assert.equal(code, 2);
});

test("Node.js takes --env-file for its own option, too, and checks that the file exists", async () => {
  // nodejs/node#54232. Nothing of the package has run then.
  const { stdout, stderr, code } = await count({}, { args: ["--env-file", "missing.env"] });
  if (code === 2) return assert.match(stderr, /^clerk-metadata: --env-file: missing\.env does not exist\./);
  assert.deepEqual([stdout, code], ["", 9]);
  assert.match(stderr, /missing\.env: not found\n$/);
});

test("--env-file and --no-env-file exclude each other", async () => {
  const { stderr, code } = await count({ ".env": "" }, { args: ["--no-env-file", "--env-file", ".env"] });
  assert.match(stderr, /^clerk-metadata: --env-file and --no-env-file exclude each other\. Leave out one/);
  assert.equal(code, 2);
});

test("a folder .env, such as a virtual environment of Python, is skipped", async () => {
  rmSync(join(cwd, ".env"), { force: true });
  mkdirSync(join(cwd, ".env"));
  rmSync(join(cwd, ".env.local"), { force: true });
  const { stdout, stderr, code } = await run(["count"], { key: "sk_test_1" });
  assert.deepEqual([stdout, stderr, code], ["1\n", from("the environment"), 0]);
  rmSync(join(cwd, ".env"), { recursive: true });
});

test("error: a folder .env.local, or one that is no text, even if .env has a key", async () => {
  for (const [text, reason] of [
    [undefined, "it is a folder."],
    [utf16("CLERK_SECRET_KEY=sk_test_2"), "it is not a text file in UTF-8. Save it as UTF-8."],
  ]) {
    const path = join(cwd, ".env.local");
    rmSync(path, { recursive: true, force: true });
    if (text === undefined) mkdirSync(path);
    else writeFileSync(path, text);
    writeFileSync(join(cwd, ".env"), "CLERK_SECRET_KEY=sk_test_1\n");
    const { stderr, code } = await run(["count"], { key: null });
    assert.equal(stderr, `clerk-metadata: .env.local cannot be read: ${reason} Fix the file, or add --no-env-file.\n`);
    assert.equal(code, 2);
    rmSync(path, { recursive: true });
  }
  rmSync(join(cwd, ".env"));
});

test("the files do not change how the process works", async () => {
  const text = "CLERK_SECRET_KEY=sk_test_1\nNODE_TLS_REJECT_UNAUTHORIZED=0\n";
  const { stderr, code } = await count({ ".env": text });
  assert.deepEqual([stderr, code], [from(".env"), 0]); // Node.js would warn
});

for (const name of ["--secret-key", "--key", "--api-key", "--clerk-secret-key", "--secret", "--token", "--secretKey"]) {
  for (const args of [[name, "sk_live_abcdef"], [`${name}=sk_live_abcdef`]]) {
    test(`a key as a flag is rejected, and not printed: ${args.join(" ").slice(0, 16)}`, async () => {
      const { stdout, stderr, code } = await count({}, { args });
      const [message] = stderr.split("\n\n");
      assert.equal(
        message.replaceAll("\n", " "),
        `clerk-metadata: ${name} is not an option: a key on the command line is kept in the history of the shell, and other users of this computer can see it. Set CLERK_SECRET_KEY in the environment or in .env.local instead.`,
      );
      assert.doesNotMatch(stderr, /abcdef/);
      assert.deepEqual([stdout, code, backend.requests.length], ["", 2, 0]);
    });
  }
}

test("the values are those of the package @next/env", async (t) => {
  const require = createRequire(new URL("../../pkg/package.json", import.meta.url));
  const { loadEnvConfig, resetEnv } = require("@next/env");
  const texts = [
    "CLERK_SECRET_KEY=sk_test_a$b",
    "CLERK_SECRET_KEY=sk_test_a\\$b",
    "CLERK_SECRET_KEY='sk_test_$HOME'",
    "CLERK_SECRET_KEY=sk_test_a#b",
    "CLERK_SECRET_KEY=sk_test_a #b",
    'CLERK_SECRET_KEY="sk_test_a#b"',
    "CLERK_SECRET_KEY: sk_test_yaml",
    "CLERK_SECRET_KEY=sk_test_1\nCLERK_SECRET_KEY=sk_test_2",
    "CLERK_SECRET_KEY=`sk_test_backtick`",
  ];
  const keyOf = (text) => {
    writeFileSync(join(cwd, ".env"), text);
    const { combinedEnv } = loadEnvConfig(cwd, false, { info() {}, error: assert.fail }, true);
    const key = combinedEnv.CLERK_SECRET_KEY;
    resetEnv();
    return key;
  };
  const { url: apiUrl, requests } = await httpServer(t, () => ({ body: '{"total_count":0}' }));
  for (const text of texts) {
    const expected = keyOf(text);
    const { code, stderr } = await count({ ".env": text }, { args: ["--api-url", apiUrl] });
    assert.deepEqual([code, requests.pop()?.headers.authorization], [0, `Bearer ${expected}`], `${text}: ${stderr}`);
  }
});
