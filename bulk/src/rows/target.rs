//! Whom a row is for.

use clerk_metadata::core::{Error, IdParameter, ResourceId, json};

use crate::value::Value;

/// Whom a row is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// The user with this ID.
    Id(String),
    /// The user with this external ID.
    ExternalId(String),
    /// The organization with this ID.
    Organization(String),
    /// The membership in an organization: its ID, and the ID of the user.
    Membership(String, String),
}

impl Target {
    /// The ID of the user or the organization; of a membership, that of the user.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Target::Id(id)
            | Target::ExternalId(id)
            | Target::Organization(id)
            | Target::Membership(_, id) => id,
        }
    }

    /// Whether it is a user, the only one with unsafe metadata.
    #[must_use]
    pub fn is_user(&self) -> bool {
        matches!(self, Target::Id(_) | Target::ExternalId(_))
    }

    /// Its bytes in the query string of a list, such as `&external_id=a%2Fb`.
    #[must_use]
    pub fn query_bytes(&self) -> usize {
        let parameter = match self {
            Target::Id(_) | Target::Membership(..) => "&user_id=",
            Target::ExternalId(_) => "&external_id=",
            Target::Organization(_) => "&organization_id=",
        };
        let id = self.name();
        // The host writes another sign before an ID that begins with one.
        let has_sign = id.starts_with(|first: char| "+-".contains(first) || first.is_whitespace());
        let encoded = id.bytes().map(|byte| {
            let is_kept = byte.is_ascii_alphanumeric() || b" *-._".contains(&byte);
            if is_kept { 1 } else { 3 }
        });
        parameter.len() + usize::from(has_sign) * "%2B".len() + encoded.sum::<usize>()
    }

    /// Appends its members of a JSON object, without a comma.
    pub fn push_members(&self, out: &mut String) {
        let (name, id) = match self {
            Target::Id(id) => ("id", id),
            Target::ExternalId(id) => ("externalId", id),
            Target::Organization(id) | Target::Membership(id, _) => ("organizationId", id),
        };
        push_member(out, name, id);
        if let Target::Membership(_, user) = self {
            out.push(',');
            push_member(out, "userId", user);
        }
    }
}

fn push_member(out: &mut String, name: &str, id: &str) {
    json::push_string(out, name);
    out.push(':');
    json::push_string(out, id);
}

/// The IDs that a row has.
#[derive(Debug, Default)]
pub struct Names {
    id: Option<String>,
    external_id: Option<String>,
    organization_id: Option<String>,
    user_id: Option<String>,
}

impl Names {
    /// The name of a key that holds an ID, in camelCase.
    #[must_use]
    pub fn key(name: &str) -> Option<&'static str> {
        Some(match name {
            "id" => "id",
            "externalId" | "external_id" => "externalId",
            "organizationId" | "organization_id" => "organizationId",
            "userId" | "user_id" => "userId",
            _ => return None,
        })
    }

    /// Sets the ID of a key.
    ///
    /// # Errors
    /// The reason and the fix.
    pub fn set(&mut self, key: &'static str, value: &Value<'_>) -> Result<(), String> {
        let text = match value {
            Value::Scalar(text) => json::string(text),
            _ => None,
        };
        let id = text.ok_or_else(|| {
            let example = if key == "organizationId" {
                "org_2abc"
            } else {
                "user_2abc"
            };
            format!("must be a string such as \"{example}\".")
        })?;
        let (slot, parameter) = match key {
            "externalId" => {
                if id.is_empty() {
                    return Err("must not be empty.".to_owned());
                }
                (&mut self.external_id, None)
            }
            "organizationId" => (&mut self.organization_id, Some(IdParameter::OrganizationId)),
            "userId" => (&mut self.user_id, Some(IdParameter::UserId)),
            _ => (&mut self.id, Some(IdParameter::UserId)),
        };
        if let Some(parameter) = parameter {
            check_id(parameter, &id)?;
        }
        if slot.is_some() {
            return Err("is there twice. Keep one.".to_owned());
        }
        *slot = Some(id);
        Ok(())
    }

    /// Whom the row is for.
    ///
    /// # Errors
    /// The key that is missing or too much, and the reason.
    pub fn target(self) -> Result<Target, (&'static str, &'static str)> {
        match (
            self.id,
            self.external_id,
            self.organization_id,
            self.user_id,
        ) {
            (Some(id), None, None, None) => Ok(Target::Id(id)),
            (None, Some(id), None, None) => Ok(Target::ExternalId(id)),
            (None, None, Some(id), None) => Ok(Target::Organization(id)),
            (None, None, Some(id), Some(user)) => Ok(Target::Membership(id, user)),
            (Some(_), Some(_), ..) => {
                Err(("externalId", "a row must have either id or externalId."))
            }
            (None, None, None, Some(_)) => Err((
                "userId",
                "is for memberships and needs an organizationId. Name a user by id.",
            )),
            (None, None, None, None) => Err((
                "id",
                "a row must have an id or an externalId; for an organization, organizationId; for a membership, organizationId and userId.",
            )),
            (Some(_), ..) => Err((
                "id",
                "names a user. For an organization, use organizationId; for a membership, organizationId and userId.",
            )),
            (_, Some(_), ..) => Err((
                "externalId",
                "names a user. For an organization, use organizationId; for a membership, organizationId and userId.",
            )),
        }
    }
}

fn check_id(parameter: IdParameter, id: &str) -> Result<(), String> {
    // As a parameter of a list, an ID that begins with a sign includes or excludes a user.
    if id.starts_with(['+', '-']) {
        let example = if parameter == IdParameter::OrganizationId {
            "an organization ID such as org_2abc"
        } else {
            "a user ID such as user_2abc"
        };
        return Err(format!("must not start with + or -. Pass {example}."));
    }
    let (prefix, other_prefix, name) = match parameter {
        IdParameter::OrganizationId => ("org_", "user_", "an organization"),
        _ => ("user_", "org_", "a user"),
    };
    if id.starts_with(other_prefix) {
        return Err(format!(
            "must be the ID of {name}, which starts with {prefix}."
        ));
    }
    match ResourceId::new(parameter, Some(id)) {
        Ok(_) => Ok(()),
        Err(Error::InvalidId { reason, .. }) => Err(reason.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn counts_the_bytes_of_a_query_string() {
        for (target, pair) in [
            (Target::Id("user_1".into()), "&user_id=user_1"),
            (
                Target::ExternalId("a b/ü".into()),
                "&external_id=a+b%2F%C3%BC",
            ),
            (Target::ExternalId("-1".into()), "&external_id=%2B-1"),
            (
                Target::ExternalId(" *._~".into()),
                "&external_id=%2B+*._%7E",
            ),
            (
                Target::Organization("org_1".into()),
                "&organization_id=org_1",
            ),
            (
                Target::Membership("org_1".into(), "user_1".into()),
                "&user_id=user_1",
            ),
        ] {
            assert_eq!(target.query_bytes(), pair.len(), "{pair}");
        }
    }
}
