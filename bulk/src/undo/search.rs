//! Searches a value for what one change has written.

use crate::plan::diff::path_of;
use crate::plan::merge::merge;
use crate::undo::combined::{Change, difference};
use crate::undo::kept_keys::KeptKeys;
use crate::value::{Member, NULL, Value, equal};

/// The values at a path: `None` if there is none.
#[derive(Clone, Copy)]
pub(super) struct Values<'v, 'a> {
    /// After later changes were reverted.
    pub now: Option<&'v Value<'a>>,
    /// As it is stored.
    pub stored: Option<&'v Value<'a>>,
    /// From before the first change.
    pub original: Option<&'v Value<'a>>,
}

impl<'v, 'a> Values<'v, 'a> {
    fn get(self, key: &str) -> Values<'v, 'a> {
        let get = |value: Option<&'v Value<'a>>| value.and_then(|value| value.get(key));
        Values {
            now: get(self.now),
            stored: get(self.stored),
            original: get(self.original),
        }
    }
}

/// The search for one change.
pub(super) struct Search<'s, 'a> {
    pub stored_nulls: &'s [String],
    pub is_certain: bool,
    pub path: Vec<&'a str>,
    pub kept: &'s mut KeptKeys,
}

impl<'a> Search<'_, 'a> {
    /// The patch that reverts a change.
    pub fn patch(&mut self, values: Values<'_, 'a>, change: &Change<'_, 'a>) -> Value<'a> {
        let members = change.image.members().unwrap_or_default();
        for key in members.iter().map(|member| member.key) {
            let Values {
                stored, original, ..
            } = values.get(key);
            // An earlier undo has restored all of it.
            if has_same_text(stored, original) {
                self.path.push(key);
                self.kept.keep(path_of(&self.path), false);
                self.path.pop();
            }
        }
        Value::Object(self.restored(values, &change.patch, members))
    }

    /// Recurses as deep as the before-image.
    fn restored(
        &mut self,
        values: Values<'_, 'a>,
        written: &Value<'a>,
        before: &[Member<'a>],
    ) -> Vec<Member<'a>> {
        let mut members = Vec::new();
        for Member { key, value } in before {
            let wrote = written.get(key).unwrap_or(&NULL);
            let values = values.get(key);
            self.path.push(key);
            let restore = self.restored_value(values, wrote, value);
            self.path.pop();
            members.extend(restore.map(|value| Member { key, value }));
        }
        members
    }

    fn restored_value(
        &mut self,
        values: Values<'_, 'a>,
        wrote: &Value<'a>,
        before: &Value<'a>,
    ) -> Option<Value<'a>> {
        let path = path_of(&self.path);
        if self.kept.has(&path) {
            return None;
        }
        match (values.now, wrote, before) {
            // The patch changed members of an object that existed before.
            (Some(Value::Object(_)), Value::Object(_), Value::Object(inner)) => {
                let inner = self.restored(values, wrote, inner);
                return (!inner.is_empty()).then_some(Value::Object(inner));
            }
            _ if !self.kept.has_inside(&path) && self.holds(values.now, wrote) => {
                return Some(before.clone());
            }
            // The patch added an object, to which somebody else has added keys or changed some.
            (Some(Value::Object(_)), Value::Object(inner), Value::Scalar("null")) => {
                let added: Vec<Member<'a>> = inner
                    .iter()
                    .filter(|member| self.is_stored(member))
                    .map(removed)
                    .collect();
                let inner = self.restored(values, wrote, &added);
                return (!inner.is_empty()).then_some(Value::Object(inner));
            }
            _ => {}
        }
        let has_effect = self.is_certain || !is_value(values.now, before);
        if has_effect && !self.kept.has_inside(&path) {
            // An earlier undo may have restored it.
            let is_restored = is_same(values.stored, values.original);
            // A later change has restored a value of somebody else, and this change may have had no effect.
            let is_reverted = !self.is_certain && !is_same(values.now, values.stored);
            self.kept.keep(path, !is_restored && !is_reverted);
        }
        None
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
        !self.stored_nulls.is_empty() && self.stored_nulls.contains(&path_of(&self.path))
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

/// Whether a key holds the value of a before-image, in which `null` stands for a key that did not exist.
fn is_value(now: Option<&Value<'_>>, before: &Value<'_>) -> bool {
    match now {
        None => before.is_null(),
        Some(now) => equal(now, &merge(&Value::Object(Vec::new()), before)),
    }
}

fn is_same(left: Option<&Value<'_>>, right: Option<&Value<'_>>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => equal(left, right),
        (left, right) => left.is_none() && right.is_none(),
    }
}

/// The same with the text of numbers.
fn has_same_text(left: Option<&Value<'_>>, right: Option<&Value<'_>>) -> bool {
    match (left, right) {
        (Some(left @ Value::Object(_)), Some(right @ Value::Object(_))) => {
            difference(left, right).is_empty()
        }
        (left, right) => left == right,
    }
}

/// The before-image of a key that did not exist.
fn removed<'a>(member: &Member<'a>) -> Member<'a> {
    Member {
        key: member.key,
        value: NULL,
    }
}
