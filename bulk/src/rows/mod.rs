//! The rows of the input: whom each one is for, and what it changes.
//!
//! ```text
//! file ──► input ──► {"id":"user_1","publicMetadata":{"plan":"pro"}} ──► row_reader ──► Row: Target, Fields
//! ```

pub mod fields;
pub mod input;
pub mod row;
pub(crate) mod row_reader;
pub mod target;

pub use fields::Fields;
pub use row::{Row, RowError, Written};
pub use target::Target;
