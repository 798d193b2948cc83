//! The resources in a response of the Backend API.

use clerk_metadata::core::{Field, json};

use crate::rows::{Fields, Target};

/// The stored metadata of a user, an organization or a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Whose it is, by ID.
    pub target: Target,
    /// The user's external ID.
    pub external_id: Option<String>,
    /// The text of each field.
    pub fields: Fields<String>,
}

impl Stored {
    /// Reads a resource.
    #[must_use]
    pub fn parse(resource: &str) -> Option<Stored> {
        let mut id = None;
        let mut external_id = None;
        let (mut object, mut organization, mut user) = (None, None, None);
        let mut fields = Fields::default();
        json::members(resource, &mut |key, value| {
            if json::is(key, "id") {
                id = json::string(value);
            } else if json::is(key, "external_id") {
                external_id = json::string(value);
            } else if json::is(key, "object") {
                object = json::string(value);
            } else if json::is(key, "organization") {
                organization = json::member(value, "id").and_then(json::string);
            } else if json::is(key, "public_user_data") {
                user = json::member(value, "user_id").and_then(json::string);
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
            target: match object.as_deref() {
                Some("organization") => Target::Organization(id?),
                Some("organization_membership") => Target::Membership(organization?, user?),
                _ => Target::Id(id?),
            },
            external_id,
            fields,
        })
    }

    /// Reads a list: an array of users, or the `data` of organizations or memberships.
    #[must_use]
    pub fn parse_list(list: &str) -> Option<Vec<Stored>> {
        let array = json::member(list, "data").unwrap_or(list);
        let mut resources = Vec::new();
        let mut are_valid = true;
        json::elements(array, &mut |resource| match Stored::parse(resource) {
            Some(resource) => resources.push(resource),
            None => are_valid = false,
        })
        .ok()?;
        are_valid.then_some(resources)
    }

    /// The resource as a JSON object, as a function of the caller receives it.
    #[must_use]
    pub fn object(&self) -> String {
        let mut out = String::from("{");
        self.target.push_members(&mut out);
        if let Some(external_id) = &self.external_id {
            out.push_str(",\"externalId\":");
            json::push_string(&mut out, external_id);
        }
        let mut fields = self.fields.clone();
        for field in Field::ALL {
            if field != Field::Unsafe || self.target.is_user() {
                fields.set(field, self.field(field).to_owned());
            }
        }
        fields.push_members(&mut out);
        out.push('}');
        out
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
    fn reads_organizations_and_memberships() {
        let list = r#"{"data":[
            {"object":"organization","id":"org_1","public_metadata":{"a":1},"private_metadata":{}},
            {"object":"organization_membership","id":"orgmem_1","role":"org:admin","private_metadata":{"b":2},
             "organization":{"object":"organization","id":"org_1","public_metadata":{"a":1}},
             "public_user_data":{"user_id":"user_1","identifier":"x"}}
        ],"total_count":2}"#;
        let found = Stored::parse_list(list).unwrap();
        let objects: Vec<String> = found.iter().map(Stored::object).collect();
        assert_eq!(
            objects,
            [
                r#"{"organizationId":"org_1","publicMetadata":{"a":1},"privateMetadata":{}}"#,
                r#"{"organizationId":"org_1","userId":"user_1","publicMetadata":{},"privateMetadata":{"b":2}}"#,
            ]
        );
    }

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
                &first.target,
                first.field(Field::Public),
                first.field(Field::Private)
            ),
            (&Target::Id("user_1".into()), r#"{"n":1.0}"#, "{}")
        );
        assert_eq!(
            (&second.target, second.external_id.as_deref()),
            (&Target::Id("user_2".into()), Some("7"))
        );
        for list in [
            "{}",
            "[null]",
            r#"[{"id":"user_1"},{}]"#,
            r#"{"data":[null]}"#,
        ] {
            assert_eq!(Stored::parse_list(list), None, "{list}");
        }
    }
}
