//! The data file: lines of JSON (NDJSON).
//!
//! ```text
//! {"format":"clerk-metadata-local","version":1}
//! {"put":{"id":"user_1", …}}        a complete user: new, or replacing the user with the same ID
//! {"delete":"user_1"}
//! "clear"
//! ```
//!
//! A change is written before it is applied and acknowledged, so a crash loses at most an unacknowledged
//! change: a torn last line. The newline is written last, so only a line without one can be torn. A last
//! line that lacks only its newline is used: no prefix of a line is valid JSON, so it was written completely.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::store::Store;
use crate::user::User;

/// The first line, without its newline.
pub const HEADER: &str = r#"{"format":"clerk-metadata-local","version":1}"#;

const FORMAT: &str = "clerk-metadata-local";
const VERSION: u32 = 1;

/// Stores changes durably.
pub trait Journal {
    /// Appends a line, which has no newline.
    ///
    /// # Errors
    /// The reason of the failure. The change is then not applied.
    fn append(&mut self, line: &str) -> Result<(), String>;
}

/// Discards every line.
impl Journal for () {
    fn append(&mut self, _line: &str) -> Result<(), String> {
        Ok(())
    }
}

/// Collects the lines, one string each.
impl Journal for Vec<String> {
    fn append(&mut self, line: &str) -> Result<(), String> {
        self.push(line.to_owned());
        Ok(())
    }
}

/// The change that a line describes.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A complete user: new, or replacing the user with the same ID.
    Put(Box<User>),
    /// Removes the user with this ID.
    Delete(String),
    /// Removes all users.
    Clear,
}

/// A borrowed [`Change`], for serialization.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum ChangeLine<'a> {
    Put(&'a User),
    Delete(&'a str),
    Clear,
}

/// The line for a new or changed user.
#[must_use]
pub fn put_line(user: &User) -> String {
    to_line(&ChangeLine::Put(user))
}

/// The line for a removed user.
#[must_use]
pub fn delete_line(id: &str) -> String {
    to_line(&ChangeLine::Delete(id))
}

/// The line that removes all users.
#[must_use]
pub fn clear_line() -> String {
    to_line(&ChangeLine::Clear)
}

fn to_line(change: &ChangeLine<'_>) -> String {
    // Serializing strings, numbers and validated JSON cannot fail.
    serde_json::to_string(change).unwrap_or_default()
}

/// A chunk of a compacted data file, which holds all users and no history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compacted {
    /// Complete lines, each with its newline.
    pub lines: String,
    /// The `from` of the next chunk, or `None` if this is the last one.
    pub next: Option<u64>,
}

/// The chunk that starts at `from`. The first chunk starts at 0 and includes the header. A chunk ends
/// with the first user that brings it to `size` bytes.
///
/// A change between two chunks is not lost as long as its line is written after the last chunk.
#[must_use]
pub fn compacted(store: &Store, from: u64, size: usize) -> Compacted {
    let mut lines = String::new();
    if from == 0 {
        lines.push_str(HEADER);
        lines.push('\n');
    }
    let mut users = store.users_from(from.saturating_sub(1));
    for (_, user) in users.by_ref() {
        lines.push_str(&put_line(user));
        lines.push('\n');
        if lines.len() >= size {
            break;
        }
    }
    // Sequence numbers are offset by one, so `next` is never 0, which means the first chunk.
    let next = users.next().map(|(number, _)| number + 1);
    if next.is_none() {
        for id in store.deleted() {
            lines.push_str(&delete_line(id));
            lines.push('\n');
        }
    }
    Compacted { lines, next }
}

/// Reads a data file incrementally.
#[derive(Debug, Default)]
pub struct Replay {
    store: Store,
    /// The bytes after the last newline.
    partial_line: Vec<u8>,
    lines: usize,
}

/// The result of reading a data file.
#[derive(Debug)]
pub struct Replayed {
    /// The users.
    pub store: Store,
    /// Whether a torn last line was ignored.
    pub torn: bool,
}

/// Why a data file is invalid. The text does not contain the path, which only the caller knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalError {
    /// The number of the line, starting at 1.
    pub line: usize,
    /// The reason.
    pub reason: String,
}

impl std::fmt::Display for JournalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for JournalError {}

impl Replay {
    /// Starts reading a file.
    #[must_use]
    pub fn new() -> Replay {
        Replay::default()
    }

    /// Reads the next bytes, which may end anywhere, even inside a character.
    ///
    /// # Errors
    /// [`JournalError`] if this is not a data file, or if a line that has its newline is damaged.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JournalError> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| *byte == b'\n') {
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, &[]));
            if self.partial_line.is_empty() {
                self.read_line(head)?;
            } else {
                let mut line = std::mem::take(&mut self.partial_line);
                line.extend_from_slice(head);
                self.read_line(&line)?;
            }
            rest = tail.get(1..).unwrap_or_default();
        }
        self.partial_line.extend_from_slice(rest);
        Ok(())
    }

    /// Ends the file. A last line without a newline is used if it is complete, and ignored if it is not.
    ///
    /// # Errors
    /// [`JournalError`] if this is not a data file, or if a complete last line is not a change. A file that
    /// is empty or contains only a prefix of the header is treated as a new file.
    pub fn end(mut self) -> Result<Replayed, JournalError> {
        let rest = std::mem::take(&mut self.partial_line);
        let is_torn = if self.lines == 0 {
            HEADER.as_bytes().starts_with(&rest) && rest.len() < HEADER.len()
        } else {
            serde_json::from_slice::<IgnoredAny>(&rest).is_err()
        };
        if !is_torn {
            self.read_line(&rest)?;
        }
        Ok(Replayed {
            store: self.store,
            torn: is_torn && !rest.is_empty(),
        })
    }

    /// Reads a complete line, without its newline.
    fn read_line(&mut self, line: &[u8]) -> Result<(), JournalError> {
        self.lines += 1;
        if self.lines == 1 {
            return check_header(line);
        }
        // Only the state after the last line matters. A file that was compacted while users were changed may
        // remove a user that does not exist, or assign an identifier to another user before its previous
        // owner is removed.
        let change = parse_change(line).map_err(|reason| JournalError {
            line: self.lines,
            reason,
        })?;
        self.store.apply(change);
        Ok(())
    }
}

fn not_a_data_file() -> JournalError {
    JournalError {
        line: 1,
        reason: String::from(
            "this is not a data file of the local Backend API, and was not modified",
        ),
    }
}

fn check_header(line: &[u8]) -> Result<(), JournalError> {
    #[derive(Deserialize)]
    struct Header {
        format: String,
        version: u32,
    }
    let header: Header = serde_json::from_slice(line).map_err(|_| not_a_data_file())?;
    if header.format != FORMAT {
        return Err(not_a_data_file());
    }
    if header.version != VERSION {
        return Err(JournalError {
            line: 1,
            reason: format!(
                "the data file has version {}, and this program reads version {VERSION}",
                header.version
            ),
        });
    }
    Ok(())
}

fn parse_change(line: &[u8]) -> Result<Change, String> {
    let change = serde_json::from_slice(line).map_err(|_| String::from("it cannot be read"))?;
    match change {
        Change::Put(user) if user.id.is_empty() => Err(String::from("a user without an id")),
        change => Ok(change),
    }
}
