//! Resources of the Backend API as tables: which wire name becomes which field.
//!
//! A table and one pass from text to text serve every resource. A derived type for each was
//! measured at three times the wasm.

use super::json::{self, NotJson};

/// One kind of object in an answer.
#[derive(Debug)]
pub struct Resource {
    /// Its fields, in the order in which they are written out.
    pub fields: &'static [Field],
}

/// One field of a resource.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Its name in JavaScript.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// Any value, copied as written; this text where the field is missing.
    Value(&'static str),
    /// Any value but `null`; this text where the field is missing or `null`.
    Filled(&'static str),
    /// A nested resource, or `null`.
    One(&'static Resource),
    /// A list of nested resources; empty where the field is missing or `null`.
    Many(&'static Resource),
}

impl Resource {
    /// Appends `object`, the text of a JSON object, with its fields renamed. Fields that the
    /// table does not know are left out, so one that Clerk adds cannot change a type.
    ///
    /// # Errors
    /// [`NotJson`] where `object` is not the text of a JSON object.
    pub fn rename(&self, object: &str, out: &mut String) -> Result<(), NotJson> {
        let mut values: Vec<Option<&str>> = vec![None; self.fields.len()];
        let mut next = 0;
        json::members(object, |key, value| {
            // Fields mostly come in the order of the table: look on from the last one found.
            let (before, after) = self.fields.split_at(next.min(self.fields.len()));
            let found = position(after, key)
                .map(|at| at + before.len())
                .or_else(|| position(before, key));
            let Some(first) = found else { return };
            // One wire field may feed several fields, always beside each other.
            next = first;
            for (field, slot) in self.fields.iter().zip(&mut values).skip(first) {
                if !json::is(key, field.wire) {
                    break;
                }
                *slot = Some(value);
                next += 1;
            }
        })?;

        let mut separator = '{';
        for (field, value) in self.fields.iter().zip(values) {
            out.push(separator);
            separator = ',';
            out.push('"');
            out.push_str(field.name);
            out.push_str("\":");
            field.kind.write(value, out)?;
        }
        out.push('}');
        Ok(())
    }
}

fn position(fields: &[Field], key: &str) -> Option<usize> {
    fields.iter().position(|field| json::is(key, field.wire))
}

impl Kind {
    fn write(&self, value: Option<&str>, out: &mut String) -> Result<(), NotJson> {
        match (self, value) {
            (Kind::Filled(default), None | Some("null")) | (Kind::Value(default), None) => {
                out.push_str(default);
            }
            (Kind::Value(_) | Kind::Filled(_), Some(value)) => out.push_str(value),
            (Kind::One(resource), Some(object)) if object.starts_with('{') => {
                resource.rename(object, out)?;
            }
            (Kind::One(_), _) => out.push_str("null"),
            (Kind::Many(resource), Some(array)) if array.starts_with('[') => {
                let mut result = Ok(());
                let mut separator = '[';
                json::elements(array, |element| {
                    if element.starts_with('{') && result.is_ok() {
                        out.push(separator);
                        separator = ',';
                        result = resource.rename(element, out);
                    }
                })?;
                result?;
                if separator == '[' {
                    out.push('[');
                }
                out.push(']');
            }
            (Kind::Many(_), _) => out.push_str("[]"),
        }
        Ok(())
    }
}
