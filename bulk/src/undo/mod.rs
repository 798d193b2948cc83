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

use crate::plan::merge::{changes_nothing, merge};
use crate::value::{Member, NULL, Value, equal};

/// The result of [`undo_patch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo<'a> {
    /// The patch to send. Without members if there is nothing to restore.
    pub patch: Value<'a>,
    /// The number of keys that hold another value than the one that was written. They are kept.
    pub kept: usize,
}

/// The patch that restores `before`, the before-image of the patch `written`, if `current` is stored.
#[must_use]
pub fn undo_patch<'a>(current: &Value<'a>, written: &Value<'a>, before: &Value<'a>) -> Undo<'a> {
    let mut kept = 0;
    let members = restored(
        Some(current),
        written,
        before.members().unwrap_or_default(),
        &mut kept,
    );
    Undo {
        patch: Value::Object(members),
        kept,
    }
}

/// Recurses as deep as the before-image.
fn restored<'a>(
    current: Option<&Value<'a>>,
    written: &Value<'a>,
    before: &[Member<'a>],
    kept: &mut usize,
) -> Vec<Member<'a>> {
    let mut members = Vec::new();
    for Member { key, value } in before {
        let now = current.and_then(|current| current.get(key));
        let wrote = written.get(key).unwrap_or(&NULL);
        let restore = match (now, wrote, value) {
            // The patch changed members of an object that existed before.
            (Some(Value::Object(_)), Value::Object(_), Value::Object(inner)) => {
                let inner = restored(now, wrote, inner, kept);
                (!inner.is_empty()).then_some(Value::Object(inner))
            }
            (Some(now), _, _) if !wrote.is_null() && holds(now, wrote) => Some(value.clone()),
            // The patch added an object, to which somebody else has added keys or changed some.
            (Some(Value::Object(_)), Value::Object(inner), Value::Scalar("null")) => {
                let nulls: Vec<Member<'a>> = inner
                    .iter()
                    .filter(|member| !member.value.is_null())
                    .map(removed)
                    .collect();
                let inner = restored(now, wrote, &nulls, kept);
                (!inner.is_empty()).then_some(Value::Object(inner))
            }
            (None, _, _) if wrote.is_null() => Some(value.clone()),
            // An earlier attempt has restored it.
            _ if is_restored(now, value) => None,
            _ => {
                *kept += 1;
                None
            }
        };
        if let Some(value) = restore {
            members.push(Member { key, value });
        }
    }
    members
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

/// Whether a key that did not hold an object before still holds exactly what was written. Members that somebody else
/// has added to a new object would be lost with it.
fn holds(now: &Value<'_>, wrote: &Value<'_>) -> bool {
    match wrote {
        Value::Object(changes) => {
            let stays = changes.iter().filter(|member| !member.value.is_null());
            now.members()
                .is_some_and(|members| members.len() == stays.clone().count())
                && stays.into_iter().all(|member| {
                    now.get(member.key)
                        .is_some_and(|now| holds(now, &member.value))
                })
        }
        _ => changes_nothing(now, wrote),
    }
}
