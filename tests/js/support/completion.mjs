// Completes a command line in a real shell with the completion script. Each function returns the candidates.
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLI } from "./command.mjs";

/** Whether the shell is installed. Under CI it must be. */
export function missingShell(shell) {
  if (spawnSync(shell, ["-c", "exit 0"]).status === 0) return false;
  if (process.env.CI) throw new Error(`${shell} is not installed. .ci/run installs it.`);
  return `${shell} is not installed`;
}

/** Writes the script to a file, as the commands of its help do. `cli` is the program that prints it. */
export function completionScript(folder, shell, cli = CLI) {
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, execFileSync(process.execPath, [cli, "completion", shell]));
  return file;
}

const sorted = (text) => [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "").sort();

const SHELLS = {
  /** Splits the words as an interactive bash does, and calls the function that the script registers. */
  bash: (script, line, cwd) =>
    execFileSync(
      "bash",
      [
        "--norc",
        "-c",
        `source "$1"
        read -ra COMP_WORDS <<<"\${2//=/ = }"
        [[ $2 == *[\\ =] ]] && COMP_WORDS+=("")
        COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=\${#2}
        registered=$(complete -p clerk-metadata)
        [[ $registered =~ -F\\ ([^ ]+) ]] && "\${BASH_REMATCH[1]}"
        printf '%s\\n' "\${COMPREPLY[@]}"`,
        "bash",
        script,
        line,
      ],
      { cwd, encoding: "utf8" },
    ),

  /** Types the line and a tab into an interactive zsh. \`compadd\` prints the candidates instead of offering them. */
  zsh: (script, line, cwd) => {
    const output = execFileSync(
      "zsh",
      [
        "-f",
        "-c",
        `zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "PROMPT=; autoload -Uz compinit; compinit -u -D; source $1"
        zpty -w shell 'compadd() {
          local -a found
          builtin compadd -A found "$@"
          print -rl -- "<<" $found ">>"
          builtin compadd "$@"
        }
        done-completing() { print -r -- "END-OF-COMPLETION"; }
        complete-and-end() { zle complete-word; done-completing; }
        zle -N complete-and-end
        bindkey "^I" complete-and-end
        print READY-TO-COM""PLETE'
        zpty -r -m shell ignored '*READY-TO-COMPLETE*'
        zpty -w -n shell "$2"$'\\t'
        zpty -r -m shell output '*END-OF-COMPLETION*'
        print -r -- $output`,
        "zsh",
        script,
        line,
      ],
      { cwd, encoding: "utf8", timeout: 30_000 },
    );
    const found = [...output.matchAll(/<<\r?\n(.*?)>>/gs)].map(([, words]) => words);
    return found.join("\n").replaceAll("\r", "");
  },

  /** fish completes a line without a terminal. A description follows a tab. */
  fish: (script, line, cwd) =>
    execFileSync("fish", ["--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, line], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, HOME: cwd },
    }).replaceAll(/\t.*$/gm, ""),
};

/** The candidates for the last word of `line`, sorted. */
export const complete = (shell, script, line, cwd) => sorted(SHELLS[shell](script, line, cwd));
