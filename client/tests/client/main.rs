//! The tests of the client: the shared fixtures, the serializer, the call, and reqwest against a real server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]
#![allow(missing_docs, reason = "tests")]

mod calls;
mod fields;
mod fixtures;
mod lists;
mod organizations;
mod params;
mod real_http;
mod secrets;
mod support;
