//! The users in a response of the Backend API.

use clerk_metadata::core::{Field, json};

use crate::plan::merge::merge;
use crate::rows::Fields;
use crate::value;

/// The stored metadata of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The user's ID.
    pub id: String,
    /// The user's external ID.
    pub external_id: Option<String>,
    /// The text of each field.
    pub fields: Fields<String>,
}

impl Stored {
    /// Reads a user.
    #[must_use]
    pub fn parse(user: &str) -> Option<Stored> {
        let mut id = None;
        let mut external_id = None;
        let mut fields = Fields::default();
        json::members(user, &mut |key, value| {
            if json::is(key, "id") {
                id = json::string(value);
            } else if json::is(key, "external_id") {
                external_id = json::string(value);
            } else if let Some(field) = Field::ALL
                .into_iter()
                .find(|field| json::is(key, field.wire()))
                && value.starts_with('{')
            {
                fields.set(field, value.to_owned());
            }
        })
        .ok()?;
        Some(Stored {
            id: id?,
            external_id,
            fields,
        })
    }

    /// Reads a list of users.
    #[must_use]
    pub fn parse_list(list: &str) -> Option<Vec<Stored>> {
        let mut users = Vec::new();
        json::elements(list, &mut |user| users.extend(Stored::parse(user))).ok()?;
        Some(users)
    }

    /// The user after a change.
    #[must_use]
    pub fn with(&self, patch: &Fields<String>) -> Stored {
        let mut changed = self.clone();
        for (field, patch) in patch.iter() {
            if let (Ok(now), Ok(patch)) = (value::parse(self.field(field)), value::parse(patch)) {
                changed.fields.set(field, merge(&now, &patch).text());
            }
        }
        changed
    }

    /// The text of a field. The Backend API may send `null` for an empty one.
    #[must_use]
    pub fn field(&self, field: Field) -> &str {
        self.fields.get(field).map_or("{}", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn reads_users() {
        let list = r#"[{"id":"user_1","external_id":null,"public_metadata":{"n":1.0},"private_metadata":null},
            {"external_id":"7","id":"user_2"}]"#;
        let users = Stored::parse_list(list).unwrap();
        assert_eq!(users.len(), 2);
        let [first, second] = users.as_slice() else {
            return;
        };
        assert_eq!(
            (
                &*first.id,
                first.field(Field::Public),
                first.field(Field::Private)
            ),
            ("user_1", r#"{"n":1.0}"#, "{}")
        );
        assert_eq!(
            (&*second.id, second.external_id.as_deref()),
            ("user_2", Some("7"))
        );
        assert_eq!(Stored::parse_list("{}"), None);
    }
}
