//! The export, in Node.js and in Chromium, over HTTP: the fixtures of the npm package's tests, and the local Backend API.
//! `cargo xtask test export` starts the server (tests/export/with-backend.mjs).

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]
#![allow(missing_docs, reason = "tests")]

mod calls;
mod fixtures;
mod rejections;
mod support;
