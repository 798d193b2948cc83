// A shell in a terminal (tmux), into which a test types as a person does.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { folder } from "./folder.mjs";

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

const PROMPT = "ready>";
/** npx writes it to overwrite the character that shows that it is busy. */
const START_OF_LINE = "\u001b[1G";

/** The lines of an output, as the terminal shows them. */
function textOf(output) {
  const parts = output.split(START_OF_LINE);
  const last = parts.pop();
  const kept = parts.map((part) => part.slice(0, part.lastIndexOf("\n") + 1));
  return stripVTControlCharacters([...kept, last].join("")).replace(/\r\n?/g, "\n");
}

/**
 * Opens a terminal of this size, with a shell in the folder `cwd`.
 */
export async function openTerminal(t, { cwd, env, columns = 120, rows = 40 }) {
  let socket = "";
  // Before the folder with its socket is deleted: what is first registered runs first.
  t.after(() => spawnSync("tmux", ["-S", socket, "kill-server"]));
  socket = join(folder(t), "tmux");
  const tmux = (...args) => execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env, encoding: "utf8" });
  tmux("new-session", "-d", "-x", String(columns), "-y", String(rows), "-c", cwd, "bash --noprofile --norc");
  /** Everything that was written so far. */
  let output = "";
  let onOutput = () => {};
  const server = createServer((connection) => {
    connection.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      onOutput();
    });
    connection.on("error", () => {}); // the terminal is closed
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  tmux("pipe-pane", "-o", `bash -c 'cat > /dev/tcp/127.0.0.1/${server.address().port}'`);
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
