// Usage errors: on stderr, with exit code 2, and with the lines of the help that they are about.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "./support/command.mjs";
import { BUILT_IN, COMMANDS } from "./support/command-names.mjs";
import { folder } from "./support/folder.mjs";

/** The error without its line breaks: first the message, then the labels of the lines of help, then the hint. */
async function usageError(t, args, options) {
  const { stdout, stderr, code } = await run(t, args, options);
  assert.deepEqual([stdout, code], ["", 2]);
  const [, message, table = "", hint] =
    /^clerk-metadata: (.*?)\n\n(?:( {2}.*?)\n\n)?(Run "[^"]*" for more information\.)\n$/s.exec(stderr) ?? [
      assert.fail(stderr),
    ];
  const labels = [...table.matchAll(/^ {2}(\S.*?)(?: {2}|$)/gm)].map(([, label]) => label);
  return { message: message.replaceAll("\n", " "), labels, hint };
}

const ALL = [...COMMANDS, ...BUILT_IN];

for (const [args, message, labels] of [
  [["dve"], 'Unknown command "dve". Did you mean dev?', ALL],
  [["admim"], 'Unknown command "admim". Did you mean admin?', ALL],
  [["compl"], 'Unknown command "compl". Did you mean completion?', ALL],
  [["versoin"], 'Unknown command "versoin". Did you mean version?', ALL],
  [["deploy"], 'Unknown command "deploy".', ALL],
  [["help", "deploy"], 'Unknown command "deploy".', ALL],
  [["toString"], 'Unknown command "toString".', ALL],
  [["--port", "1"], "Unknown option --port. Options follow a command.", ALL],
  [["--verison"], "Unknown option --verison. Did you mean --version?", ALL],
  [["--hlep"], "Unknown option --hlep. Did you mean --help?", ALL],
  [["help", "dev", "extra"], 'Unexpected argument "extra".', ALL],
  [["--help", "dev", "--quiet"], 'Unexpected argument "--quiet".', ALL],
  [["version", "dev"], 'Unexpected argument "dev".', ALL],
  [["--version", "--json"], 'Unexpected argument "--json".', ALL],
  [["dev", "--prot", "1"], "Unknown option --prot. Did you mean --port?", ["--port PORT"]],
  [["dev", "--Port=1"], "Unknown option --Port. Did you mean --port?", ["--port PORT"]],
  [["dev", "--allow-hosts", "x"], "Unknown option --allow-hosts. Did you mean --allow-host?", ["--allow-host NAME"]],
  [["dev", "--no-ratelimit"], "Unknown option --no-ratelimit. Did you mean --no-rate-limit?", ["--no-rate-limit"]],
  [["dev", "--sandbox"], "Unknown option --sandbox.", []],
  [["dev", "--halp"], "Unknown option --halp. Did you mean --help?", []],
  [["dev", "-p", "1"], "Unknown option -p.", []],
  [["dev", "--toString"], "Unknown option --toString.", []],
  [["admin", "--sandbx"], "Unknown option --sandbx. Did you mean --sandbox?", ["--sandbox"]],
  [["dev", "extra"], 'Unexpected argument "extra".', []],
  [["dev", "--port", "1", "extra", "help"], 'Unexpected argument "extra".', []],
  [["dev", "--", "--port"], 'Unexpected argument "--port".', []],
  [["dev", "--port"], "--port needs a value.", ["--port PORT"]],
  [
    ["dev", "--data", "--seed", "1"],
    "--data needs a value. Write --data=VALUE if the value starts with a dash.",
    ["--data FILE"],
  ],
  [["dev", "--data", ""], "--data is empty. Give it a value, or leave it out.", ["--data FILE"]],
  [["dev", "--data="], "--data is empty. Give it a value, or leave it out.", ["--data FILE"]],
  [["dev", "--host", "\t"], "--host is empty. Give it a value, or leave it out.", ["--host ADDRESS"]],
  [["admin", "--api-url", " "], "--api-url is empty. Give it a value, or leave it out.", ["--api-url URL"]],
  [["dev", "--data", "a", "--data", "b"], "--data may be given only once.", ["--data FILE"]],
  [["dev", "--port", "1", "--port=2"], "--port may be given only once.", ["--port PORT"]],
  [["dev", "--no-rate-limit=no"], "--no-rate-limit does not take a value.", ["--no-rate-limit"]],
  ...["http", "65536", "1.5", " 80", "0x50", "-1", "1e3", "９"].map((port) => [
    ["dev", `--port=${port}`],
    `--port must be a whole number from 0 to 65535, not ${JSON.stringify(port)}.`,
    ["--port PORT"],
  ]),
  [["dev", "--seed", "-1"], '--seed must be a whole number from 0 to 1000000, not "-1".', ["--seed NUMBER"]],
  [["dev", "--seed", "many"], '--seed must be a whole number from 0 to 1000000, not "many".', ["--seed NUMBER"]],
  [
    ["dev", "--allow-host", "https://backend"],
    '--allow-host must be a host name such as backend or api.example.test, without a scheme, port or wildcard, not "https://backend".',
    ["--allow-host NAME"],
  ],
  [
    ["admin", "--api-url", "api.clerk.com"],
    '--api-url must be an absolute URL, such as https://api.clerk.com, not "api.clerk.com".',
    ["--api-url URL"],
  ],
  [
    ["admin", "--api-url", "ftp://api.clerk.com"],
    '--api-url must be an absolute URL, such as https://api.clerk.com, with https: or http:, not "ftp://api.clerk.com".',
    ["--api-url URL"],
  ],
  [
    ["admin", "--api-url", "http://api.example.com"],
    "--api-url must be an https: URL, because http: would send the secret key in clear text.",
    ["--api-url URL"],
  ],
  [["completion"], "SHELL is missing.", ["SHELL"]],
  [["completion", "zhs"], 'SHELL must be bash, zsh or fish, not "zhs". Did you mean zsh?', ["SHELL"]],
  [["completion", "powershell"], 'SHELL must be bash, zsh or fish, not "powershell".', ["SHELL"]],
  [["completion", "bash", "zsh"], 'Unexpected argument "zsh".', ["SHELL"]],
]) {
  test(`invalid arguments: ${args.join(" ")}`, async (t) => {
    const error = await usageError(t, args);
    assert.deepEqual([error.message, error.labels], [message, labels]);
    const command = ["dev", "admin", "completion"].find((name) => name === args[0]);
    assert.equal(
      error.hint,
      `Run "${["clerk-metadata", command, "--help"].filter(Boolean).join(" ")}" for more information.`,
    );
  });
}

test("a URL with a password is rejected and not printed", async (t) => {
  const { message } = await usageError(t, ["admin", "--api-url", "https://me:hunter2@api.example.com"]);
  assert.equal(
    message,
    "--api-url must be an absolute URL, such as https://api.clerk.com, without a user name or password.",
  );
});

test("a path in no folder, and the path of a folder", async (t) => {
  const path = folder(t);
  writeFileSync(join(path, "file"), "");
  for (const [file, reason] of [
    [
      join(path, "none/users.ndjson"),
      `must be a path in an existing folder. The folder ${join(path, "none")} does not exist.`,
    ],
    [join(path, "file/users.ndjson"), `must be a path in an existing folder. ${join(path, "file")} is not a folder.`],
    [path, `must be the path of a file. ${path} is a folder.`],
  ]) {
    const { message, labels } = await usageError(t, ["dev", "--data", file]);
    assert.deepEqual([message, labels], [`--data ${reason}`, ["--data FILE"]]);
  }
});

test("an invalid variable is named, and is not a usage error", async (t) => {
  const env = { ...process.env, CLERK_SECRET_KEY: "sk_test_x", CLERK_API_URL: "api.clerk.com" };
  const { stdout, stderr, code } = await run(t, ["admin", "--port", "0"], { env });
  assert.deepEqual([stdout, code], ["", 1]);
  assert.equal(
    stderr,
    'clerk-metadata: CLERK_API_URL must be an absolute URL, such as https://api.clerk.com, not "api.clerk.com".\n',
  );
});
