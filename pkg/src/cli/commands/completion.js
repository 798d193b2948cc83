import { bashCompletion } from "../completion/bash.js";
import { fishCompletion } from "../completion/fish.js";
import { zshCompletion } from "../completion/zsh.js";

/** @type {Record<string, (commands: import("../types.js").Commands) => string>} */
const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** @type {import("../types.js").Command} */
export default {
  summary: "Print a completion script for your shell",
  description: [
    "The script completes commands, options, and their values. It works where clerk-metadata is in the PATH, for example after npm install --global clerk-metadata.",
    "To load it in every session, add the line of your shell to ~/.bashrc or ~/.zshrc, or run the line for fish once.",
  ],
  options: {},
  arguments: [
    {
      type: "choice",
      placeholder: "SHELL",
      choices: Object.keys(SHELLS),
      required: true,
      description: "The shell: bash, zsh or fish.",
    },
  ],
  examples: [
    'eval "$(clerk-metadata completion bash)"',
    'eval "$(clerk-metadata completion zsh)"',
    "clerk-metadata completion fish > ~/.config/fish/completions/clerk-metadata.fish",
  ],
  async run(_, [shell], { commands }) {
    console.log(SHELLS[shell](commands));
  },
};
