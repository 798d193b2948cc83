//! The metadata of a user.
//!
//! ```text
//! JsonObject: text per field ──► MetadataParams ──► body of a request
//!
//! merge(current, patch) ──► stored value     diff(current, desired) ──► patch     (feature `merge`)
//! ```

#[cfg(feature = "merge")]
pub mod depth;
#[cfg(feature = "merge")]
pub mod diff;
pub mod field;
pub mod json_object;
#[cfg(feature = "merge")]
pub mod merge;
pub mod params;
