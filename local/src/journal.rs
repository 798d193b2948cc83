//! The data file: lines of JSON (NDJSON).
//!
//! ```text
//! {"format":"clerk-metadata-local","version":2}
//! {"put":{"id":"user_1", …}}        a complete user: new, or replacing the user with the same ID
//! {"put":{"object":"organization","id":"org_1", …}}
//! {"put":{"object":"organization_membership","id":"orgmem_1","organization_id":"org_1", …}}
//! {"put":{"object":"instance","id":"ins_1","environment_type":"development"}}
//! {"delete":"user_1"}
//! "clear"
//! ```
//!
//! An instance has a line once its ID has been read, and is never deleted.
//!
//! An ID belongs to one user, organization, membership or instance, so a journal may keep only the last line of each ID, and
//! return its lines in any order. Before a user or an organization is deleted, each of its memberships is.
//!
//! Version 1 has only users. Its files are read, and become version 2 when they are compacted.
//!
//! A change is written before it is applied and acknowledged, so a crash loses at most an unacknowledged
//! change: a torn last line. The newline is written last, so only a line without one can be torn. A last
//! line that lacks only its newline is used: no prefix of a line is valid JSON, so it was written completely.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::instance::Instance;
use crate::organization::{Membership, Organization};
use crate::store::Store;
use crate::user::User;

/// The first line, without its newline.
pub const HEADER: &str = r#"{"format":"clerk-metadata-local","version":2}"#;

const FORMAT: &str = "clerk-metadata-local";
const VERSION: u32 = 2;

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
#[derive(Debug, PartialEq)]
pub enum Change {
    /// A complete user: new, or replacing the user with the same ID.
    Put(Box<User>),
    /// A complete organization.
    PutOrganization(Box<Organization>),
    /// A complete membership.
    PutMembership(Box<Membership>),
    /// A complete instance.
    PutInstance(Instance),
    /// Removes the user, the organization or the membership with this ID.
    Delete(String),
    /// Removes everything but the instances.
    Clear,
}

/// The format of a line that stores a resource of the type `T`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line<T, Id> {
    Put(T),
    Delete(Id),
    Clear,
}

/// The line for a new or changed user, organization, membership or instance.
#[must_use]
pub fn put_line<T: Serialize>(resource: &T) -> String {
    to_line(&Line::<_, &str>::Put(resource))
}

/// The line for a removed user, organization or membership.
#[must_use]
pub fn delete_line(id: &str) -> String {
    to_line(&Line::<(), _>::Delete(id))
}

/// The line that removes everything but the instances.
#[must_use]
pub fn clear_line() -> String {
    to_line(&Line::<(), &str>::Clear)
}

impl Change {
    /// The line of the change, without its newline.
    #[must_use]
    pub fn line(&self) -> String {
        match self {
            Change::Put(user) => put_line(user),
            Change::PutOrganization(organization) => put_line(organization),
            Change::PutMembership(membership) => put_line(membership),
            Change::PutInstance(instance) => put_line(instance),
            Change::Delete(id) => delete_line(id),
            Change::Clear => clear_line(),
        }
    }

    /// The ID of the resource that it stores.
    fn stored_id(&self) -> Option<&str> {
        match self {
            Change::Put(user) => Some(&user.id),
            Change::PutOrganization(organization) => Some(&organization.id),
            Change::PutMembership(membership) => Some(&membership.id),
            Change::PutInstance(instance) => Some(&instance.id),
            Change::Delete(_) | Change::Clear => None,
        }
    }
}

fn to_line(change: &impl Serialize) -> String {
    // Serializing strings, numbers and validated JSON cannot fail.
    serde_json::to_string(change).unwrap_or_default()
}

/// A chunk of a compacted data file, which holds everything and no history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compacted {
    /// Complete lines, each with its newline.
    pub lines: String,
    /// The `from` of the next chunk, or `None` if this is the last one.
    pub next: Option<u64>,
}

/// The chunk that starts at `from`. The first chunk starts at 0 and includes the header. A chunk ends
/// with the first line that brings it to `size` bytes.
///
/// A change between two chunks is not lost as long as its line is written after the last chunk.
#[must_use]
pub fn compacted(store: &Store, from: u64, size: usize) -> Compacted {
    let mut lines = String::new();
    if from == 0 {
        lines.push_str(HEADER);
        lines.push('\n');
        for instance in store.instances() {
            lines.push_str(&put_line(instance));
            lines.push('\n');
        }
    }
    let mut resources = store.lines_from(from.saturating_sub(1));
    for (_, line) in resources.by_ref() {
        lines.push_str(&line);
        lines.push('\n');
        if lines.len() >= size {
            break;
        }
    }
    // Sequence numbers are offset by one, so `next` is never 0, which means the first chunk.
    let next = resources.next().map(|(number, _)| number + 1);
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
    read_bytes: usize,
    lines: usize,
    /// Whether a line had no effect on what is stored, or replaced or removed what another line has stored.
    has_history: bool,
}

/// The result of reading a data file.
#[derive(Debug)]
pub struct Replayed {
    /// The users, organizations and memberships.
    pub store: Store,
    /// Whether a torn last line was ignored.
    pub torn: bool,
    /// Whether the file has one line for each resource, so that there is nothing to compact.
    pub is_compact: bool,
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

    /// The number of bytes that have been read.
    #[must_use]
    pub fn read_bytes(&self) -> usize {
        self.read_bytes
    }

    /// Reads the next bytes, which may end anywhere, even inside a character.
    ///
    /// # Errors
    /// [`JournalError`] if this is not a data file, or if a line that has its newline is damaged.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JournalError> {
        self.read_bytes = self.read_bytes.saturating_add(bytes.len());
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
        let is_compact = rest.is_empty() && self.lines > 0 && !self.has_history;
        if !is_torn {
            self.read_line(&rest)?;
        }
        Ok(Replayed {
            store: self.store,
            torn: is_torn && !rest.is_empty(),
            is_compact,
        })
    }

    /// Reads a complete line, without its newline.
    fn read_line(&mut self, line: &[u8]) -> Result<(), JournalError> {
        self.lines += 1;
        if self.lines == 1 {
            self.has_history = line != HEADER.as_bytes();
            return check_header(line);
        }
        // Only the state after the last line matters. A file that was compacted while users were changed may
        // remove a user that does not exist, or assign an identifier to another user before its previous
        // owner is removed.
        let change = parse_change(line).map_err(|reason| JournalError {
            line: self.lines,
            reason,
        })?;
        let before = self.store.resources();
        self.store.apply(change);
        self.has_history |= self.store.resources() != before + 1;
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
    if !(1..=VERSION).contains(&header.version) {
        return Err(JournalError {
            line: 1,
            reason: format!(
                "the data file has version {}, and this program reads versions 1 to {VERSION}",
                header.version
            ),
        });
    }
    Ok(())
}

fn parse_change(line: &[u8]) -> Result<Change, String> {
    let unreadable = || String::from("it cannot be read");
    // A user has no `object`, and rejects unknown fields. The others require it.
    let change = parse_line(line, Change::Put)
        .or_else(|| parse_line(line, Change::PutOrganization))
        .or_else(|| parse_line(line, Change::PutMembership))
        .or_else(|| parse_line(line, Change::PutInstance))
        .ok_or_else(unreadable)?;
    match change.stored_id() {
        Some("") => Err(match change {
            Change::Put(_) => String::from("a user without an id"),
            _ => unreadable(),
        }),
        _ => Ok(change),
    }
}

fn parse_line<T: DeserializeOwned>(line: &[u8], put: fn(T) -> Change) -> Option<Change> {
    Some(match serde_json::from_slice(line).ok()? {
        Line::<T, String>::Put(resource) => put(resource),
        Line::Delete(id) => Change::Delete(id),
        Line::Clear => Change::Clear,
    })
}
