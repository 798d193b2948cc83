//! The keys that desired values manage: other keys are neither set nor removed.

use clerk_metadata::core::{Field, json};

use crate::rows::Fields;
use crate::rows::input::column_path;
use crate::rows::row_reader::field_named;
use crate::value::same_key;

/// Keys of an object. Without keys: the whole value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Written as in JSON, without quotes.
    members: Vec<(String, Keys)>,
}

impl Keys {
    /// Whether the whole value is managed.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.members.is_empty()
    }

    /// The keys inside of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Keys> {
        self.iter()
            .find(|(other, _)| same_key(other, key))
            .map(|(_, keys)| keys)
    }

    /// The keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Keys)> {
        self.members.iter().map(|(key, keys)| (key.as_str(), keys))
    }

    fn add(&mut self, path: &[String]) {
        let Some((key, rest)) = path.split_first() else {
            // The whole value includes its keys.
            self.members.clear();
            return;
        };
        let mut quoted = String::new();
        json::push_string(&mut quoted, key);
        let key = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        match self.members.iter_mut().find(|(other, _)| other == key) {
            Some((_, inner)) if inner.is_all() => {}
            Some((_, inner)) => inner.add(rest),
            None => {
                let mut inner = Keys::default();
                inner.add(rest);
                self.members.push((key.to_owned(), inner));
            }
        }
    }
}

/// Reads paths such as `publicMetadata.plan`. Returns the keys of each field that is named.
///
/// # Errors
/// The index of the path, and the reason.
pub fn parse(paths: &[String]) -> Result<Fields<Keys>, (usize, String)> {
    let mut fields: Fields<Keys> = Fields::default();
    for (index, path) in paths.iter().enumerate() {
        let keys = column_path::keys(path).map_err(|reason| (index, reason.to_owned()))?;
        let field = keys.first().and_then(|name| field_named(name));
        let (Some(field), Some(rest)) = (field, keys.get(1..)) else {
            let known = Field::ALL.map(Field::name).join(", ");
            return Err((
                index,
                format!("must begin with one of {known}, such as publicMetadata.plan."),
            ));
        };
        match fields.get_mut(field) {
            // All keys of the field are managed already.
            Some(keys) if keys.is_all() => {}
            Some(keys) => keys.add(rest),
            None => {
                let mut keys = Keys::default();
                keys.add(rest);
                fields.set(field, keys);
            }
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn reads_paths() {
        let paths = [
            "public_metadata.plan.name",
            "publicMetadata.plan.seats",
            "publicMetadata[\"a\\\"b\"]",
            "privateMetadata",
            "privateMetadata.x",
        ];
        let fields = parse(&paths.map(str::to_owned)).unwrap();
        let public = fields.get(Field::Public).unwrap();
        let plan = public.get("plan").unwrap();
        assert!(plan.get("name").unwrap().is_all() && plan.get("seats").unwrap().is_all());
        assert!(public.get("a\\u0022b").is_some() && public.get("other").is_none());
        assert!(fields.get(Field::Private).unwrap().is_all());
        assert_eq!(fields.get(Field::Unsafe), None);
        for (path, reason) in [
            ("plan.name", "must begin with one of"),
            ("publicMetadata.", "empty key"),
        ] {
            let (index, found) =
                parse(&["publicMetadata.a".to_owned(), path.to_owned()]).unwrap_err();
            assert_eq!(index, 1);
            assert!(found.contains(reason), "{found}");
        }
    }
}
