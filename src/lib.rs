//! Change a Clerk user's metadata.
pub mod core;
