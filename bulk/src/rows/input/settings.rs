//! How a file is read, and what its rows are.

use crate::rows::input::columns::CellTypes;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A JSON object on each line.
    Ndjson,
    /// RFC 4180, with a first line that names the columns.
    Csv(CellTypes),
}

/// How a file is read.
#[derive(Debug, Clone, Copy)]
pub struct InputSettings {
    /// Its format.
    pub format: Format,
    /// Whether several rows for the same user are rejected.
    pub reject_duplicates: bool,
    /// Whether a row must have a metadata field.
    pub require_metadata: bool,
    /// Whether rows are only checked.
    pub check_only: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRow {
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its text in the file, without the newline.
    pub source: String,
    /// Its JSON text, if it is not its text in the file.
    pub json: Option<String>,
}
