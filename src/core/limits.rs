//! The limits of the endpoint and of this crate, in one place.

/// How deep objects and arrays of one metadata field may nest: `{"a":{"b":1}}` is two deep.
///
/// Ours, not Clerk's: it keeps every recursion bounded, and a field of 8 KB never needs it.
pub const MAX_DEPTH: usize = 100;

/// The largest metadata field after a merge, in bytes of its JSON (documented: 8 KB; that it is
/// counted on the merged result is inferred).
pub const MAX_FIELD_BYTES: usize = 8192;
