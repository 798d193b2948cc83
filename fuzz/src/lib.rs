//! What the fuzz targets check: each module checks one input and panics where our code is wrong.
//!
//! | module | an input is | what is fuzzed |
//! |---|---|---|
//! | [`response`] | the body of an answer | the scanner, the user, the list, the count, the errors |
//! | [`params`] | a user id and three fields, a line each | the ID, the fields, and the path and the body of a call: JsonObject::parse and PreparedRequest::new |
//! | [`merge`] | two JSON texts, a line each | the merge and the diff |
//! | [`local`] | a script of requests, a line each | the local Backend API |
//!
//! Inputs are text, so that a seed can be read and a finding understood. They are text only: a host
//! hands over no other bytes. `local/tests/seeds.rs` runs the seeds as an ordinary test.

pub mod local;
pub mod merge;
pub mod oracle;
pub mod params;
pub mod response;
