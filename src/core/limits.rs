//! The limits of the endpoint and of this crate, in one place.

/// How deep objects and arrays of one metadata field may nest: `{"a":{"b":1}}` is two deep.
///
/// Ours, not Clerk's: it keeps every recursion bounded, and a field of 8 KB never needs it.
pub const MAX_DEPTH: usize = 100;

/// The largest metadata field after a merge, in bytes of its JSON (documented: 8 KB; that it is
/// counted on the merged result is inferred).
pub const MAX_FIELD_BYTES: usize = 8192;

/// Default number of retries.
pub const DEFAULT_MAX_RETRIES: u32 = 2;

/// Default timeout of an attempt, its body included, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;

/// The longest timer of JavaScript, in milliseconds: a longer one would end at once.
pub const MAX_TIMEOUT_MS: f64 = 2_147_483_647.0;

/// The largest body of a response that a host reads, in bytes: 10 MB, as the text of
/// [`Outcome::TooLarge`](crate::core::call::attempts::Outcome::TooLarge) says.
pub const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// How many JSON values a user, or a list of them, may hold, counted as
/// [`Scanner::limited`](clerk_metadata_json::json::Scanner::limited) does.
///
/// Ours. A body of 10 MB that is nothing but short numbers holds 5,000,000, so a page of 500 users with full fields of
/// numbers is below it. A page of 500 users of 20 KB takes up to 130 MB of memory, and one whose keys are all different
/// up to 220 MB. What is no page of users stays below 100 MB.
pub const MAX_RESPONSE_VALUES: usize = 6_000_000;

/// How many `errors` of a response are read. Ours: the Backend API sends one for each parameter.
pub const MAX_ERRORS: usize = 100;

/// How many JSON values the `errors` of a response may hold, counted as [`MAX_RESPONSE_VALUES`] are.
pub const MAX_ERROR_VALUES: usize = 2_000_000;

/// How many bytes the texts of an error may have: its `errors` together, and the trace ID.
pub const MAX_ERROR_BYTES: usize = 640 * 1024;

/// How many digits a count may have: the numbers of JavaScript are exact up to 2^53, which has 16.
pub const MAX_COUNT_DIGITS: usize = 16;
