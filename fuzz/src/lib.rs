//! The checks of the fuzz targets: each module checks one input, and panics if the code misbehaves.
//!
//! | module | input | code under test |
//! |---|---|---|
//! | [`response`] | the body of a response | the scanner, the user, the list, the count, the errors |
//! | [`params`] | a user ID and three fields, one per line | the validation of both, and the path and body of a call: JsonObject::parse and PreparedRequest::new |
//! | [`merge`] | two JSON texts, one per line | the merge and the diff |
//! | [`local`] | a script of requests, one per line | the local Backend API |
//!
//! Inputs are text, so people can read seeds and findings. Input that is not UTF-8 is skipped, because a
//! host only passes text. `local/tests/fuzz_seeds.rs` runs the seeds as an ordinary test.

pub mod local;
pub mod merge;
pub mod oracle;
pub mod params;
pub mod percent_encoding;
pub mod response;
pub mod rfc7396;
