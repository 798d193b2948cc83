//! The rows of the input: whom each one is for, and what it changes.
//!
//! ```text
//! {"id":"user_1","publicMetadata":{"plan":"pro"}} ──► Row
//! ```

pub mod row;

pub use row::{Fields, Row, RowError, Target};
