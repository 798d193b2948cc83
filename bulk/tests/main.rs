//! Tests of what the crate exports.
