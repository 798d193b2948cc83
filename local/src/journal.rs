//! The data file: lines of JSON (NDJSON).
//!
//! ```text
//! {"format":"clerk-metadata-local","version":1}
//! {"put":{"id":"user_1", …}}        a whole user: new, or in the place of the one before
//! {"delete":"user_1"}
//! "clear"
//! ```
//!
//! A change is written before it is made, so a crash loses at most what nobody was told of: a last
//! line that is torn. The newline is written last, so only a line without one can be torn. A last line
//! that is complete but for its newline counts: no part of a line is JSON, so all of it was written.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::store::Store;
use crate::user::User;

/// The first line, without its newline.
pub const HEADER: &str = r#"{"format":"clerk-metadata-local","version":1}"#;

const FORMAT: &str = "clerk-metadata-local";
const VERSION: u32 = 1;

/// Where changes are kept.
pub trait Journal {
    /// Keeps a line; it comes without its newline.
    ///
    /// # Errors
    /// Why it could not be kept. The change is not made then.
    fn append(&mut self, line: &str) -> Result<(), String>;
}

/// Nothing is kept.
impl Journal for () {
    fn append(&mut self, _line: &str) -> Result<(), String> {
        Ok(())
    }
}

/// The lines, one string each.
impl Journal for Vec<String> {
    fn append(&mut self, line: &str) -> Result<(), String> {
        self.push(line.to_owned());
        Ok(())
    }
}

/// What a line says.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A whole user: new, or in place of the one with the same ID.
    Put(Box<User>),
    /// The ID of a user that is removed.
    Delete(String),
    /// All users are removed.
    Clear,
}

/// The same, to be written.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum ChangeLine<'a> {
    Put(&'a User),
    Delete(&'a str),
    Clear,
}

/// The line of a user that is new or changed.
#[must_use]
pub fn put_line(user: &User) -> String {
    line(&ChangeLine::Put(user))
}

/// The line of a user that is removed.
#[must_use]
pub fn delete_line(id: &str) -> String {
    line(&ChangeLine::Delete(id))
}

/// The line that removes everyone.
#[must_use]
pub fn clear_line() -> String {
    line(&ChangeLine::Clear)
}

fn line(change: &ChangeLine<'_>) -> String {
    // Strings, numbers and checked JSON always have JSON.
    serde_json::to_string(change).unwrap_or_default()
}

/// A piece of a file that holds all users and no history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compacted {
    /// Whole lines, each with its newline.
    pub lines: String,
    /// Where the next piece begins; `None` where this one is the last.
    pub next: Option<u64>,
}

/// The piece that begins at `from`, the first of which is 0 and has the header. It ends with the
/// first user past `size` bytes.
///
/// A change between two pieces is not lost as long as its line is written behind the last piece.
#[must_use]
pub fn compacted(store: &Store, from: u64, size: usize) -> Compacted {
    let mut lines = String::new();
    if from == 0 {
        lines.push_str(HEADER);
        lines.push('\n');
    }
    let mut users = store.from(from.saturating_sub(1));
    for (_, user) in users.by_ref() {
        lines.push_str(&put_line(user));
        lines.push('\n');
        if lines.len() >= size {
            break;
        }
    }
    // Numbers are moved up by one, so that a `next` is never the 0 of the first piece.
    let next = users.next().map(|(number, _)| number + 1);
    Compacted { lines, next }
}

/// A data file that is read, piece by piece.
#[derive(Debug, Default)]
pub struct Replay {
    store: Store,
    /// What came after the last newline.
    rest: Vec<u8>,
    lines: usize,
}

/// A data file that has been read.
#[derive(Debug)]
pub struct Replayed {
    /// The users.
    pub store: Store,
    /// Whether a torn last line was left out.
    pub torn: bool,
}

/// Why a file cannot be used. The text has no path: the caller knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for JournalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for JournalError {}

impl Replay {
    /// A file of which nothing is read yet.
    #[must_use]
    pub fn new() -> Replay {
        Replay::default()
    }

    /// Reads the next bytes; they may end anywhere, also inside a character.
    ///
    /// # Errors
    /// [`JournalError`] where the file is not one of ours, or a line that has its newline is damaged.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JournalError> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| *byte == b'\n') {
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, &[]));
            if self.rest.is_empty() {
                self.line(head)?;
            } else {
                let mut line = std::mem::take(&mut self.rest);
                line.extend_from_slice(head);
                self.line(&line)?;
            }
            rest = tail.get(1..).unwrap_or_default();
        }
        self.rest.extend_from_slice(rest);
        Ok(())
    }

    /// Ends the file. A last line without a newline counts if it is complete, and is left out if
    /// it is not.
    ///
    /// # Errors
    /// [`JournalError`] where it is not one of ours, or a complete last line is no change. An empty
    /// file is a new one, and so is one with a beginning of our header and nothing else.
    pub fn end(mut self) -> Result<Replayed, JournalError> {
        let rest = std::mem::take(&mut self.rest);
        let is_cut = if self.lines == 0 {
            HEADER.as_bytes().starts_with(&rest) && rest.len() < HEADER.len()
        } else {
            serde_json::from_slice::<IgnoredAny>(&rest).is_err()
        };
        if !is_cut {
            self.line(&rest)?;
        }
        Ok(Replayed {
            store: self.store,
            torn: is_cut && !rest.is_empty(),
        })
    }

    /// Reads a complete line, without its newline.
    fn line(&mut self, line: &[u8]) -> Result<(), JournalError> {
        self.lines += 1;
        if self.lines == 1 {
            return header(line);
        }
        // The state after the last line counts. A file that was compacted while changes went
        // on may remove a user that is not there, or give an identifier to another user
        // before its former one is gone.
        let change = change(line).map_err(|reason| JournalError {
            line: self.lines,
            reason,
        })?;
        self.store.apply(change);
        Ok(())
    }
}

fn foreign() -> JournalError {
    JournalError {
        line: 1,
        reason: String::from(
            "this is not a data file of the local Backend API; it is left as it is",
        ),
    }
}

fn header(line: &[u8]) -> Result<(), JournalError> {
    #[derive(Deserialize)]
    struct Header {
        format: String,
        version: u32,
    }
    let header: Header = serde_json::from_slice(line).map_err(|_| foreign())?;
    if header.format != FORMAT {
        return Err(foreign());
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

fn change(line: &[u8]) -> Result<Change, String> {
    let change = serde_json::from_slice(line).map_err(|_| String::from("it cannot be read"))?;
    match change {
        Change::Put(user) if user.id.is_empty() => Err(String::from("a user without an id")),
        change => Ok(change),
    }
}
