// A shell in a terminal (tmux), into which a test types as a person does.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { folder } from "./folder.mjs";

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

const PROMPT = "ready>";
/** What a program writes to control the terminal. */
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007]*\u0007|[()][A-Z0-9]|[=>])/g;

/** The lines of an output. Those that npx has overwritten, because they show that it is busy, are left out. */
const textOf = (output) =>
  output
    .replace(/[^\r\n]*\u001b\[1G/g, "")
    .replace(ESCAPES, "")
    .replace(/\r\n?/g, "\n");

/**
 * Opens a terminal of this size, with a shell in the folder `cwd`.
 */
export async function openTerminal(t, { cwd, env, columns = 100, rows = 40 }) {
  const own = folder(t);
  const socket = join(own, "tmux");
  const tmux = (...args) => execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env, encoding: "utf8" });
  const pipe = join(own, "output");
  execFileSync("mkfifo", [pipe]);
  tmux("new-session", "-d", "-x", String(columns), "-y", String(rows), "-c", cwd, "bash --noprofile --norc");
  t.after(() => spawnSync("tmux", ["-S", socket, "kill-server"]));
  /** Everything that was written so far. */
  let output = "";
  let onOutput = () => {};
  const stream = createReadStream(pipe, "utf8").on("data", (chunk) => {
    output += chunk;
    onOutput();
  });
  t.after(() => stream.destroy());
  tmux("pipe-pane", "-o", `cat > ${pipe}`);
  let readUntil = 0;

  /** Resolves to the new output when it matches. The limit of the test's time ends the wait. */
  function waitFor(pattern) {
    return new Promise((resolve) => {
      onOutput = () => {
        const text = textOf(output.slice(readUntil));
        if (!pattern.test(text)) return;
        readUntil = output.length;
        onOutput = () => {};
        resolve(text);
      };
      onOutput();
    });
  }

  const type = (text) => tmux("send-keys", "-l", text);
  const press = (key) => tmux("send-keys", key);
  // In two parts, so that the typed command does not look like the prompt.
  type(`PS1='${PROMPT.slice(0, 3)}''${PROMPT.slice(3)}'`);
  press("Enter");
  await waitFor(new RegExp(`\\n${PROMPT}$`));

  const terminal = {
    type,
    press,
    waitFor,
    /** What is visible. */
    screen: () => tmux("capture-pane", "-p"),
    /** Types a command and presses Enter. */
    enter(command) {
      type(command);
      press("Enter");
    },
    /** Resolves to the output up to the next prompt. */
    prompt: () => waitFor(new RegExp(`\\n${PROMPT}$`)),
    /** Types a command, and resolves to its output when it has ended with this exit status. */
    async run(command, status = 0) {
      terminal.enter(command);
      const text = await terminal.prompt();
      terminal.enter("echo status=$?");
      const result = await terminal.prompt();
      assert.match(result, new RegExp(`\nstatus=${status}\n`), text);
      return text;
    },
  };
  return terminal;
}
