//! What a change does to the stored metadata.
//!
//! ```text
//! stored value ─┬─ patch ───► merge ─────────► value to be stored (its size)
//!               │         ├─► changes_nothing ─► whether the row can be skipped
//!               │         └─► before_image ────► patch that restores it
//!               └─ desired ─► diff ──────────► patch
//! ```

pub mod before_image;
pub mod diff;
pub mod keys;
pub mod merge;
pub mod planned;
