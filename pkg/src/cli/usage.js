/** The words of the command line are off. */
export class UsageError extends Error {}
