//! Undo: the patch that restores what a change has overwritten, as far as nobody else has changed it since.
//!
//! ```text
//! written patch ─┐
//! before-image ──┼─► undo_patch ─► patch, and whether it restores everything
//! stored value ──┘
//!
//! journal ──► journal_rows ──► a row of an undo for each row that was sent
//! ```

pub mod journal_rows;
mod origin;

use crate::plan::diff::path_of;
use crate::plan::merge::merge;
use crate::value::{Member, NULL, Value, equal};

/// The result of [`undo_patch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo<'a> {
    /// The patch to send. Without members if there is nothing to restore.
    pub patch: Value<'a>,
    /// The number of keys that hold another value than the one that was written. They are kept.
    pub kept: usize,
}

/// The patch that restores `before`, the before-image of the patch `written`, if `current` is stored. `origin`: that of
/// the first of several patches, whose undo may have restored it before. `stored_nulls`: the paths of the `null`s of
/// `written` that were stored. `path`: that of `current`.
#[must_use]
pub fn undo_patch<'a>(
    current: &Value<'a>,
    written: &Value<'a>,
    (before, origin): (&Value<'a>, &Value<'a>),
    stored_nulls: &[String],
    path: &mut Vec<&'a str>,
) -> Undo<'a> {
    let mut search = Search {
        stored_nulls,
        path,
        kept: 0,
    };
    let members = before.members().unwrap_or_default();
    let members = search.restored(Some(current), written, members, Some(origin));
    Undo {
        patch: Value::Object(members),
        kept: search.kept,
    }
}

struct Search<'s, 'a> {
    stored_nulls: &'s [String],
    path: &'s mut Vec<&'a str>,
    kept: usize,
}

impl<'a> Search<'_, 'a> {
    /// Recurses as deep as the before-image.
    fn restored(
        &mut self,
        current: Option<&Value<'a>>,
        written: &Value<'a>,
        before: &[Member<'a>],
        origin: Option<&Value<'a>>,
    ) -> Vec<Member<'a>> {
        let mut members = Vec::new();
        for Member { key, value } in before {
            let now = current.and_then(|current| current.get(key));
            let wrote = written.get(key).unwrap_or(&NULL);
            let origin = origin.and_then(|origin| origin.get(key));
            self.path.push(key);
            let restore = self.restored_value(now, wrote, value, origin);
            self.path.pop();
            members.extend(restore.map(|value| Member { key, value }));
        }
        members
    }

    fn restored_value(
        &mut self,
        now: Option<&Value<'a>>,
        wrote: &Value<'a>,
        before: &Value<'a>,
        origin: Option<&Value<'a>>,
    ) -> Option<Value<'a>> {
        match (now, wrote, before) {
            // The patch changed members of an object that existed before.
            (Some(Value::Object(_)), Value::Object(_), Value::Object(inner)) => {
                let inner = self.restored(now, wrote, inner, origin);
                (!inner.is_empty()).then_some(Value::Object(inner))
            }
            _ if self.holds(now, wrote) => Some(before.clone()),
            // The patch added an object, to which somebody else has added keys or changed some.
            (Some(Value::Object(_)), Value::Object(inner), Value::Scalar("null")) => {
                let added: Vec<Member<'a>> = inner
                    .iter()
                    .filter(|member| self.is_stored(member))
                    .map(removed)
                    .collect();
                let inner = self.restored(now, wrote, &added, origin);
                (!inner.is_empty()).then_some(Value::Object(inner))
            }
            // An earlier attempt has restored it.
            _ if is_restored(now, before) => None,
            _ if origin.is_some_and(|origin| is_restored(now, origin)) => None,
            _ => {
                self.kept += 1;
                None
            }
        }
    }

    /// Whether a member of a written object is stored: `null` in a patch has removed the key.
    fn is_stored(&mut self, Member { key, value }: &Member<'a>) -> bool {
        self.path.push(key);
        let is_stored = !value.is_null() || self.stores_null();
        self.path.pop();
        is_stored
    }

    /// Whether the `null` at the path was stored.
    fn stores_null(&self) -> bool {
        !self.stored_nulls.is_empty() && self.stored_nulls.contains(&path_of(self.path))
    }

    /// Whether a key holds exactly what was written. Members that somebody else has added to a new object would be lost
    /// with it.
    fn holds(&mut self, now: Option<&Value<'a>>, wrote: &Value<'a>) -> bool {
        match (now, wrote) {
            (None, wrote) => wrote.is_null() && !self.stores_null(),
            (Some(now), Value::Object(changes)) => {
                let stored: Vec<&Member<'a>> = changes
                    .iter()
                    .filter(|member| self.is_stored(member))
                    .collect();
                now.members()
                    .is_some_and(|members| members.len() == stored.len())
                    && stored.into_iter().all(|member| {
                        self.path.push(member.key);
                        let now = now.get(member.key);
                        let holds = now.is_some() && self.holds(now, &member.value);
                        self.path.pop();
                        holds
                    })
            }
            (Some(now), wrote) if wrote.is_null() => now.is_null() && self.stores_null(),
            (Some(now), wrote) => equal(now, wrote),
        }
    }
}

/// Whether a key holds the value of the before-image.
fn is_restored(now: Option<&Value<'_>>, before: &Value<'_>) -> bool {
    match now {
        None => before.is_null(),
        Some(now) => equal(now, &merge(&Value::Object(Vec::new()), before)),
    }
}

/// The before-image of a key that did not exist.
fn removed<'a>(member: &Member<'a>) -> Member<'a> {
    Member {
        key: member.key,
        value: NULL,
    }
}
