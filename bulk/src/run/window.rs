//! The rows that were read and are not finished, and the order of those for one user.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::plan::planned::Planned;
use crate::rows::{Fields, Row, Target};
use crate::run::decision::Images;
use crate::run::stored::Stored;

/// A row that is not finished.
#[derive(Debug)]
pub struct Pending {
    /// The row.
    pub row: Row,
    /// Where it is.
    pub stage: Stage,
    /// Whether a request for it has no known outcome.
    pub was_sent: bool,
    /// The requests that had no usable response.
    pub attempts: u32,
    /// The responses to changes, counted when the first of them failed.
    pub responses_before: Option<u64>,
    /// Whether its user is read in a request of its own, because a request for several was rejected.
    pub alone: bool,
    /// Whether the caller has accepted the values that it would store, as they are since the last read.
    pub is_validated: bool,
    /// What the patch was computed from, if the row contained desired values.
    pub desired: Fields<String>,
    /// The number of keys that an undo does not restore.
    pub kept: u32,
}

/// Where a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Its user must be read, when it is the first row of that user.
    Unread,
    /// Its user is being read.
    Reading,
    /// The caller was asked. Its stored values, and its plan if the caller validates it.
    Asking(Box<(Stored, Option<Planned>)>),
    /// It can be sent.
    Ready(Box<Images>),
    /// It was sent.
    Sending,
}

/// The rows of one user, the first of which may be sent.
#[derive(Debug, Default)]
struct Queue {
    rows: BTreeSet<u32>,
    /// The external IDs by which rows named the user.
    external_ids: Vec<String>,
}

/// The unfinished rows.
#[derive(Debug, Default)]
pub struct Window {
    rows: BTreeMap<u32, Pending>,
    queues: HashMap<Target, Queue>,
    /// The user of each external ID that was read, as long as the user has rows here.
    ids: HashMap<String, String>,
    /// The rows with an external ID whose user is not known yet.
    unresolved: BTreeSet<u32>,
}

impl Window {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row. Returns whether it is the first one of its user.
    pub fn insert(&mut self, number: u32, row: Row, was_sent: bool) -> bool {
        let key = self.key(&row.target);
        if matches!(key, Target::ExternalId(_)) {
            self.unresolved.insert(number);
        }
        let pending = Pending {
            row,
            stage: Stage::Unread,
            was_sent,
            attempts: 0,
            responses_before: None,
            alone: false,
            is_validated: false,
            desired: Fields::default(),
            kept: 0,
        };
        self.rows.insert(number, pending);
        let queue = self.queues.entry(key).or_default();
        queue.rows.insert(number);
        queue.rows.first() == Some(&number)
    }

    /// A row.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&Pending> {
        self.rows.get(&number)
    }

    /// A row.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut Pending> {
        self.rows.get_mut(&number)
    }

    /// Whom a row is for: the ID of the user, if it is known.
    #[must_use]
    pub fn key(&self, target: &Target) -> Target {
        match target {
            Target::ExternalId(external_id) => match self.ids.get(external_id) {
                Some(id) => Target::Id(id.clone()),
                None => target.clone(),
            },
            _ => target.clone(),
        }
    }

    /// Whether a row is the first one of its user.
    #[must_use]
    pub fn is_first(&self, number: u32) -> bool {
        let queue = self
            .rows
            .get(&number)
            .and_then(|pending| self.queues.get(&self.key(&pending.row.target)));
        queue.is_some_and(|queue| queue.rows.first() == Some(&number))
    }

    /// Whether an earlier row may be for the same user, which is known only after it has been read.
    #[must_use]
    pub fn follows_unresolved(&self, number: u32) -> bool {
        self.unresolved.first().is_some_and(|first| *first < number)
    }

    /// Notes the user of an external ID: the rows that name the user by either are in one order.
    pub fn resolve(&mut self, external_id: &str, id: &str) {
        let Some(queue) = self
            .queues
            .remove(&Target::ExternalId(external_id.to_owned()))
        else {
            return;
        };
        let merged = self.queues.entry(Target::Id(id.to_owned())).or_default();
        for number in &queue.rows {
            self.unresolved.remove(number);
        }
        merged.rows.extend(queue.rows);
        merged.external_ids.push(external_id.to_owned());
        self.ids.insert(external_id.to_owned(), id.to_owned());
    }

    /// Removes a finished row. Returns the next row of the same user.
    pub fn remove(&mut self, number: u32) -> Option<u32> {
        let pending = self.rows.remove(&number)?;
        self.unresolved.remove(&number);
        let key = self.key(&pending.row.target);
        let queue = self.queues.get_mut(&key)?;
        queue.rows.remove(&number);
        let next = queue.rows.first().copied();
        if next.is_none()
            && let Some(queue) = self.queues.remove(&key)
        {
            for external_id in queue.external_ids {
                self.ids.remove(&external_id);
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn row(target: &str) -> Row {
        Row::parse(&format!(r#"{{{target},"publicMetadata":{{}}}}"#)).unwrap()
    }

    #[test]
    fn rows_of_one_user_are_in_order_by_both_ids() {
        let mut window = Window::default();
        assert!(window.insert(0, row(r#""externalId":"7""#), false));
        assert!(window.insert(1, row(r#""id":"user_1""#), false));
        assert!(!window.insert(2, row(r#""externalId":"7""#), false));
        window.resolve("7", "user_1");
        assert!(window.is_first(0) && !window.is_first(1));
        assert!(!window.insert(3, row(r#""externalId":"7""#), false));
        assert_eq!(
            window.key(&Target::ExternalId("7".into())),
            Target::Id("user_1".into())
        );
        assert_eq!(window.remove(0), Some(1));
        assert_eq!(window.remove(1), Some(2));
        assert_eq!(window.remove(2), Some(3));
        assert_eq!(window.remove(3), None);
        assert!(window.is_empty() && window.queues.is_empty() && window.ids.is_empty());
    }
}
