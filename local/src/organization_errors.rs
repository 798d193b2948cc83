//! The errors of organizations and memberships.

use crate::errors::RequestError;

impl RequestError {
    /// No organization has this ID or slug.
    #[must_use]
    pub fn organization_not_found() -> RequestError {
        let text = "Given organization not found.";
        RequestError::new(404, "resource_not_found", "not found", text)
    }

    /// The user is not a member of the organization (text inferred).
    #[must_use]
    pub fn membership_not_found(user_id: &str) -> RequestError {
        let text = format!("User {user_id} is not a member of the organization.");
        RequestError::new(404, "resource_not_found", "not found", &text)
    }

    /// The `created_by` of a new organization does not exist.
    #[must_use]
    pub fn creator_not_found(user_id: &str) -> RequestError {
        let text = format!("No users found with id {user_id}.");
        RequestError::new(
            400,
            "organization_creator_not_found",
            "creator not found",
            &text,
        )
    }

    /// The user is a member already (as published by users of Clerk).
    #[must_use]
    pub fn already_a_member(user_id: &str) -> RequestError {
        let text = format!("User {user_id} is already a member of the organization.");
        let code = "already_a_member_in_organization";
        RequestError::new(400, code, "already a member", &text)
    }

    /// The organization has as many members as it may have (status and message inferred).
    #[must_use]
    pub fn membership_quota_exceeded(limit: i64) -> RequestError {
        let text = format!(
            "You have reached your limit of {limit} organization memberships, including outstanding invitations."
        );
        let code = "organization_membership_quota_exceeded";
        RequestError::new(403, code, "organization membership quota exceeded", &text)
    }
}
