//! Undo: the patch that restores what changes have overwritten, as far as nobody else has changed it since.
//!
//! ```text
//! journal ──► journal_rows ──► a row for each target, with its changes (a written patch and a before-image each)
//!                                      │
//! stored value ─► combined ◄───────────┘ the last change first: search reverts it in a copy of the value
//!                    └─► the patch from the stored value to the copy, and the keys that are kept (kept_keys)
//! ```

pub mod combined;
pub mod journal_rows;
mod kept_keys;
mod outcome;
mod search;

pub use combined::{Change, Undo, undo};
