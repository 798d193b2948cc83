/**
 * The key of a method of a journal, or of its lines, that returns their bytes in chunks: these are read faster than
 * single lines.
 */
export const READ_BYTES = Symbol.for("clerk-metadata.journalBytes");
