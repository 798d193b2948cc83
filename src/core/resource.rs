//! Resources of the Backend API as tables: which wire name becomes which field.
//!
//! A table and one pass from text to text serve every resource. A derived type for each was
//! measured at three times the wasm.

use super::camel_case;
use super::json::{self, NotJson};

/// One kind of object in an answer.
#[derive(Debug)]
pub struct Resource {
    /// Its fields, in the order in which they are written out.
    pub fields: &'static [Field],
}

/// One field of a resource. Its name in JavaScript is that of the wire in camelCase, unless the kind
/// says otherwise.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// Any value, copied as written; `null` where the field is missing.
    Value,
    /// The same under a name of its own.
    Named(&'static str),
    /// The value of another field with the same wire name, under a name of its own.
    Again(&'static str),
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
        self.rename_and(object, out, &mut |_, _| {})?;
        Ok(())
    }

    /// The same in one pass with a look at each member, also of what the table does not know. Gives
    /// what follows the object.
    ///
    /// # Errors
    /// [`NotJson`] where `object` does not begin with the text of a JSON object.
    pub fn rename_and<'a>(
        &self,
        object: &'a str,
        out: &mut String,
        look: &mut dyn FnMut(&'a str, &'a str),
    ) -> Result<&'a str, NotJson> {
        let mut values: Vec<Option<&str>> = vec![None; self.fields.len()];
        let mut next = 0;
        let rest = json::members(object, &mut |key, value| {
            look(key, value);
            // Fields mostly come in the order of the table: look on from the last one found.
            let (before, after) = self.fields.split_at(next.min(self.fields.len()));
            let found = position(after, key)
                .map(|at| at + before.len())
                .or_else(|| position(before, key));
            if let Some(at) = found
                && let Some(slot) = values.get_mut(at)
            {
                *slot = Some(value);
                next = at + 1;
            }
        })?;

        let mut separator = '{';
        for (field, value) in self.fields.iter().zip(&values) {
            out.push(separator);
            separator = ',';
            out.push('"');
            field.push_name(out);
            out.push_str("\":");
            let mut value = *value;
            if let Kind::Again(_) = field.kind {
                value = position(self.fields, field.wire)
                    .and_then(|at| values.get(at).copied().flatten());
            }
            field.kind.write(value, out)?;
        }
        out.push('}');
        Ok(rest)
    }

    /// Appends `array`, the text of a JSON array, with each of its objects [renamed](Self::rename).
    /// What in it is no object is left out.
    ///
    /// # Errors
    /// [`NotJson`] where `array` is not the text of a JSON array.
    pub fn rename_all(&self, array: &str, out: &mut String) -> Result<(), NotJson> {
        let mut result = Ok(());
        let mut separator = '[';
        json::elements(array, &mut |element| {
            if element.starts_with('{') && result.is_ok() {
                out.push(separator);
                separator = ',';
                result = self.rename(element, out);
            }
        })?;
        result?;
        if separator == '[' {
            out.push('[');
        }
        out.push(']');
        Ok(())
    }
}

impl Field {
    /// Appends its name in JavaScript.
    pub fn push_name(&self, out: &mut String) {
        match self.kind {
            Kind::Named(name) | Kind::Again(name) => out.push_str(name),
            _ => camel_case::push(out, self.wire),
        }
    }
}

fn position(fields: &[Field], key: &str) -> Option<usize> {
    let unescaped;
    let mut key = key;
    if key.bytes().any(|byte| byte == b'\\') {
        unescaped = json::unescape(key);
        key = &unescaped;
    }
    fields
        .iter()
        .position(|field| field.wire == key && !matches!(field.kind, Kind::Again(_)))
}

impl Kind {
    fn write(&self, value: Option<&str>, out: &mut String) -> Result<(), NotJson> {
        match (self, value) {
            (Kind::Filled(default), None | Some("null")) => out.push_str(default),
            (Kind::Value | Kind::Named(_) | Kind::Again(_) | Kind::Filled(_), Some(value)) => {
                out.push_str(value);
            }
            (Kind::One(resource), Some(object)) if object.starts_with('{') => {
                resource.rename(object, out)?;
            }
            (Kind::Value | Kind::Named(_) | Kind::Again(_) | Kind::One(_), _) => {
                out.push_str("null")
            }
            (Kind::Many(resource), Some(array)) if array.starts_with('[') => {
                resource.rename_all(array, out)?;
            }
            (Kind::Many(_), _) => out.push_str("[]"),
        }
        Ok(())
    }
}
