//! The limits of the endpoint and of this crate, in one place.

/// How deep objects and arrays of one metadata field may nest: `{"a":{"b":1}}` is two deep.
///
/// Ours, not Clerk's: it keeps every recursion bounded, and a field of 8 KB never needs it.
pub const MAX_DEPTH: usize = 100;

/// The largest metadata field after a merge, in bytes of its JSON (documented: 8 KB; that it is
/// counted on the merged result is inferred).
pub const MAX_FIELD_BYTES: usize = 8192;

/// How often a call is tried again unless told.
pub const DEFAULT_MAX_RETRIES: u32 = 2;

/// How long an attempt may take unless told, its body included, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;

/// The longest timer of JavaScript, in milliseconds: a longer one would end at once.
pub const MAX_TIMEOUT_MS: f64 = 2_147_483_647.0;

/// The largest body of an answer that is read, in bytes. Ours: a page of 500 users with full
/// metadata is about as large.
pub const MAX_ANSWER_BYTES: u32 = 10 * 1024 * 1024;
