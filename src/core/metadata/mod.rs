//! The metadata of a user.
//!
//! ```text
//! JsonObject: text per field ──► MetadataParams ──► body of a request
//!
//! merge(current, patch) ──► stored value     diff(current, desired) ──► patch
//! ```

pub mod depth;
pub mod diff;
pub mod field;
pub mod json_object;
pub mod merge;
pub mod params;
