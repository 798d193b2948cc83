//! Reads rows from a file, in parts that may end anywhere.
//!
//! ```text
//! bytes ──► reader ─┬─ ndjson ───────────────────────────────┬──► JSON text of each row ──► next pass or run
//!                   └─ csv: records ──► columns (first line) ─┘
//!                         │                    │
//!                         └────► problems ◄────┘   the first 20, with line and column, and their number
//! ```
//!
//! The memory does not depend on the size of the file, except for the duplicates: 8 bytes for each row.

pub mod column_path;
pub mod columns;
pub mod error_column;
pub mod problems;
pub mod reader;
pub mod records;
pub mod settings;
pub mod target_set;
