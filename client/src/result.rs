//! What the calls resolve to.

use clerk_metadata_json::json;

use crate::organization::{Organization, OrganizationMembership};
use crate::user::User;

/// A result that is read from a response. `names` is what the core makes of the body, with its names for fields; `body`
/// is the body itself.
pub trait FromResponse: Sized {
    #[doc(hidden)]
    fn from_response(names: &str, body: &str) -> serde_json::Result<Self>;
}

impl FromResponse for User {
    fn from_response(names: &str, body: &str) -> serde_json::Result<User> {
        User::read(names, body.trim())
    }
}

impl FromResponse for Vec<User> {
    fn from_response(names: &str, body: &str) -> serde_json::Result<Vec<User>> {
        let (mut named, mut sent) = (Vec::new(), Vec::new());
        // The core has read both already.
        let _ = json::elements(names, &mut |user| named.push(user));
        let _ = json::elements(body, &mut |user| sent.push(user));
        named
            .into_iter()
            .zip(sent)
            .map(|(names, json)| User::read(names, json))
            .collect()
    }
}

impl FromResponse for Organization {
    fn from_response(names: &str, body: &str) -> serde_json::Result<Organization> {
        Organization::read(names, body.trim())
    }
}

impl FromResponse for OrganizationMembership {
    fn from_response(names: &str, body: &str) -> serde_json::Result<OrganizationMembership> {
        OrganizationMembership::read(names, body.trim())
    }
}

impl FromResponse for u64 {
    fn from_response(names: &str, _: &str) -> serde_json::Result<u64> {
        serde_json::from_str(names)
    }
}
