//! What happens to a row whose stored values are known.

use clerk_metadata::core::Field;

use crate::plan::before_image::before_image;
use crate::plan::diff;
use crate::plan::merge::{changes_nothing, holds_image};
use crate::rows::{Fields, Row};
use crate::run::status::Status;
use crate::run::stored::Stored;
use crate::value::{self, equal};

/// The decision about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Nothing is sent.
    Finished(Status),
    /// A stored value is not the expected one.
    Drifted,
    /// The patch is sent. The before-image of each field restores the values.
    Send(Box<Images>),
    /// A stored field cannot be read.
    Unreadable,
}

/// The before-images of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Images {
    /// The before-image of each field.
    pub fields: Fields<String>,
    /// The paths of the stored `null`s that they cannot restore.
    pub nulls: Vec<String>,
    /// What a row changes that replaces fields.
    pub replacement: Option<Replacement>,
}

/// What a row changes that replaces fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replacement {
    /// The smallest patch of each field.
    pub patch: Fields<String>,
    /// The paths of the `null`s that are stored. In the patch, they look like removed keys.
    pub nulls: Vec<String>,
}

/// Decides about a row. `was_sent`: an earlier request for this row has no known outcome. `send_unchanged`: also sends
/// a patch that changes nothing.
#[must_use]
pub fn decide(row: &Row, stored: &Stored, was_sent: bool, send_unchanged: bool) -> Decision {
    let is_stored = if row.replaces {
        equals(
            row.patch.iter().map(|(field, _)| field),
            &row.desired,
            stored,
        )
    } else if !row.undo.is_empty() {
        // What it restores is not stored, if only in the text of a number.
        Some(false)
    } else {
        all(&row.patch, stored)
    };
    let Some(is_stored) = is_stored else {
        return Decision::Unreadable;
    };
    if is_stored && was_sent {
        return Decision::Finished(Status::Recovered);
    }
    if is_stored && !send_unchanged {
        return Decision::Finished(Status::Same);
    }
    match is_expected(row, stored) {
        None => return Decision::Unreadable,
        Some(false) => return Decision::Drifted,
        Some(true) => {}
    }
    let mut images = Images::default();
    let mut replacement = row.replaces.then(Replacement::default);
    for (field, patch) in row.patch.iter() {
        let patch = row
            .desired
            .get(field)
            .filter(|_| row.replaces)
            .unwrap_or(patch);
        let (Ok(now), Ok(mut patch)) = (value::parse(stored.field(field)), value::parse(patch))
        else {
            return Decision::Unreadable;
        };
        let mut stored_nulls = Vec::new();
        if let Some(replacement) = &mut replacement {
            let (change, nulls) = diff::replacement(&now, &patch, field.name());
            replacement.patch.set(field, change.text());
            replacement.nulls.extend(nulls.iter().cloned());
            stored_nulls = nulls;
            patch = change;
        }
        let image = before_image(&now, &patch, field.name(), &stored_nulls);
        let members = image.patch.members();
        if members.is_some_and(|members| !members.is_empty()) {
            images.fields.set(field, image.patch.text());
            images.nulls.extend(image.nulls);
        }
    }
    images.replacement = replacement;
    Decision::Send(Box::new(images))
}

/// Whether each of these patches would change nothing.
fn all(patches: &Fields<String>, stored: &Stored) -> Option<bool> {
    let mut all = true;
    for (field, patch) in patches.iter() {
        all &= holds(stored, field, patch)?;
    }
    Some(all)
}

/// Whether the expected values are stored.
fn is_expected(row: &Row, stored: &Stored) -> Option<bool> {
    if row.replaces {
        return equals(Field::ALL.into_iter(), &row.expected, stored);
    }
    let mut all = true;
    for (field, expected) in row.expected.iter() {
        let (now, expected) = (
            value::parse(stored.field(field)).ok()?,
            value::parse(expected).ok()?,
        );
        let mut path = vec![field.name()];
        all &= holds_image(Some(&now), &expected, &row.expected_nulls, &mut path);
    }
    Some(all)
}

/// Whether these fields are stored as they are here, with `null`s. Fields without a value are ignored.
fn equals(
    fields: impl Iterator<Item = Field>,
    values: &Fields<String>,
    stored: &Stored,
) -> Option<bool> {
    let mut all = true;
    for field in fields {
        if let Some(text) = values.get(field) {
            let now = value::parse(stored.field(field)).ok()?;
            all &= equal(&now, &value::parse(text).ok()?);
        }
    }
    Some(all)
}

fn holds(stored: &Stored, field: Field, patch: &str) -> Option<bool> {
    Some(changes_nothing(
        &value::parse(stored.field(field)).ok()?,
        &value::parse(patch).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn decide_for(row: &str, public: &str, was_sent: bool, send_unchanged: bool) -> Decision {
        let stored = format!(r#"{{"id":"user_1","public_metadata":{public}}}"#);
        decide(
            &Row::parse(row).unwrap(),
            &Stored::parse(&stored).unwrap(),
            was_sent,
            send_unchanged,
        )
    }

    #[test]
    fn decides_by_the_stored_values() {
        let row = r#"{"id":"user_1","publicMetadata":{"n":1,"old":null}}"#;
        assert_eq!(
            decide_for(row, r#"{"n":1.0}"#, false, false),
            Decision::Finished(Status::Same)
        );
        assert_eq!(
            decide_for(row, r#"{"n":1.0}"#, true, false),
            Decision::Finished(Status::Recovered)
        );
        assert_eq!(
            decide_for(row, r#"{"n":1}"#, false, true),
            Decision::Send(Box::default())
        );
        let Decision::Send(images) = decide_for(
            row,
            r#"{"n":12345678901234567890,"old":{"a":[1e2]}}"#,
            true,
            false,
        ) else {
            return assert_eq!("sent", "not sent");
        };
        assert_eq!(
            images.fields.get(Field::Public).unwrap(),
            r#"{"n":12345678901234567890,"old":{"a":[1e2]}}"#
        );
    }

    #[test]
    fn a_value_that_is_not_expected_is_a_conflict() {
        let row = r#"{"id":"user_1","publicMetadata":{"n":2},"expected":{"publicMetadata":{"n":1,"m":null}}}"#;
        assert_eq!(
            decide_for(row, r#"{"n":3}"#, false, false),
            Decision::Drifted
        );
        assert_eq!(
            decide_for(row, r#"{"n":1,"m":1}"#, false, false),
            Decision::Drifted
        );
        assert!(matches!(
            decide_for(row, r#"{"n":1}"#, false, false),
            Decision::Send(_)
        ));
        assert_eq!(
            decide_for(row, r#"{"n":2}"#, false, false),
            Decision::Finished(Status::Same)
        );
    }
}
