/** The maximum depth of metadata, as in src/core/limits.rs: tests/rust/limits.rs compares both. */
export const MAX_DEPTH = 100;
