//! The limits of the endpoint and of this crate.

/// Maximum depth of the objects and arrays in a metadata field: `{"a":{"b":1}}` is two levels deep.
///
/// This is our limit, not Clerk's: it bounds every recursion, and no useful field of 8 KB exceeds it.
pub const MAX_DEPTH: usize = 100;

/// Maximum size of a metadata field after a merge, in bytes of JSON. Clerk documents 8 KB; that the limit applies to the
/// merged result is inferred.
pub const MAX_FIELD_BYTES: usize = 8192;

/// Default number of retries.
pub const DEFAULT_MAX_RETRIES: u32 = 2;

/// Default timeout of an attempt, in milliseconds, including the body.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;

/// Maximum delay of a JavaScript timer, in milliseconds. A longer timer would fire immediately.
pub const MAX_TIMEOUT_MS: f64 = 2_147_483_647.0;

/// Maximum size of a response body, in bytes: 10 MB, as the text of
/// [`Outcome::TooLarge`](crate::core::call::attempts::Outcome::TooLarge) says.
pub const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// Maximum number of JSON values in a list of users, counted as
/// [`Scanner::limited`](clerk_metadata_json::json::Scanner::limited) does.
///
/// This is our limit. A body of 10 MB that consists of short numbers has 5,000,000 values, so a page of 500 users whose
/// fields are full of numbers is below it. A page of 500 users of 20 KB takes up to 130 MB of memory, and one whose keys
/// are all different up to 220 MB. Any other body takes less than 100 MB.
pub const MAX_RESPONSE_VALUES: usize = 6_000_000;

/// The same for a response with one resource. This is our limit: three metadata fields full of short numbers have 12,000
/// values.
pub const MAX_RESOURCE_VALUES: usize = 2_000_000;

/// Maximum number of `errors` of a response that are read. This is our limit: the Backend API sends one for each
/// parameter.
pub const MAX_ERRORS: usize = 100;

/// Maximum number of JSON values in the `errors` of a response, counted like [`MAX_RESPONSE_VALUES`].
pub const MAX_ERROR_VALUES: usize = 2_000_000;

/// Maximum size of the `errors` of a response, and of its trace ID, in bytes.
pub const MAX_ERROR_BYTES: usize = 640 * 1024;

/// Maximum number of digits of a count: JavaScript numbers are exact up to 2^53, which has 16 digits.
pub const MAX_COUNT_DIGITS: usize = 16;
