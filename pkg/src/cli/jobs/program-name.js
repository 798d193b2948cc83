/** How the commands are invoked, for the commands that a text suggests: `npx` sets the variable. */
export const programName = () => (process.env.npm_command === "exec" ? "npx clerk-metadata" : "clerk-metadata");
