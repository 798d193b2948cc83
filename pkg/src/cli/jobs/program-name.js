/** How the commands are invoked, for the commands that a text suggests: `npx` sets the variable. */
const programName = () => (process.env.npm_command === "exec" ? "npx clerk-metadata" : "clerk-metadata");

/**
 * A command that a person can copy into a shell.
 * @param {...string} words
 */
export const commandLine = (...words) => [programName(), ...words.map(quote)].join(" ");

/** @param {string} word */
const quote = (word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
