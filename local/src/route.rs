//! Maps a method and a path to a route.

use crate::errors::RequestError;
use crate::metadata::Mode;
use crate::query::percent_decode;

/// The endpoint of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `GET /v1/instance`.
    Instance,
    /// `POST /v1/users`.
    Create,
    /// `GET /v1/users`.
    List,
    /// `GET /v1/users/count`.
    Count,
    /// `GET /v1/users/{id}`.
    Get(String),
    /// `DELETE /v1/users/{id}`.
    Delete(String),
    /// `PATCH` or `PUT /v1/users/{id}/metadata`.
    Metadata(Mode, String),
    /// A route of organizations or memberships.
    Organization(OrganizationRoute),
}

/// The endpoint of a request for organizations or memberships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationRoute {
    /// `POST /v1/organizations`.
    Create,
    /// `GET /v1/organizations`.
    List,
    /// `GET /v1/organizations/{id or slug}`.
    Get(String),
    /// `PATCH /v1/organizations/{id}`.
    Update(String),
    /// `DELETE /v1/organizations/{id}`.
    Delete(String),
    /// `PATCH` or `PUT /v1/organizations/{id}/metadata`.
    Metadata(Mode, String),
    /// `POST /v1/organizations/{id}/memberships`.
    AddMember(String),
    /// `GET /v1/organizations/{id}/memberships`.
    ListMembers(String),
    /// `PATCH /v1/organizations/{id}/memberships/{user_id}`.
    UpdateMember(String, String),
    /// `DELETE /v1/organizations/{id}/memberships/{user_id}`.
    RemoveMember(String, String),
    /// `PATCH /v1/organizations/{id}/memberships/{user_id}/metadata`.
    MemberMetadata(String, String),
    /// `GET /v1/organization_memberships`.
    ListMemberships,
    /// `GET /v1/users/{id}/organization_memberships`.
    ListOfUser(String),
}

impl OrganizationRoute {
    /// Whether its requests have a body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        matches!(
            self,
            OrganizationRoute::Create
                | OrganizationRoute::Update(_)
                | OrganizationRoute::UpdateMember(..)
                | OrganizationRoute::Metadata(..)
                | OrganizationRoute::AddMember(_)
                | OrganizationRoute::MemberMetadata(..)
        )
    }
}

impl Route {
    /// The route of a request.
    ///
    /// # Errors
    /// 404 for an unknown path, 405 for a method that the path does not support.
    pub fn parse(method: &str, path: &str) -> Result<Route, RequestError> {
        let rest = path
            .strip_prefix("/v1/")
            .ok_or_else(RequestError::route_not_found)?;
        let segments: Vec<&str> = rest.split('/').collect();
        // An ID is never empty.
        if segments.contains(&"") {
            return Err(RequestError::route_not_found());
        }
        let unsupported_method = |allow| Err(RequestError::method_not_allowed(allow));
        match segments.as_slice() {
            ["users"] => match method {
                "GET" => Ok(Route::List),
                "POST" => Ok(Route::Create),
                _ => unsupported_method("GET, POST"),
            },
            ["users", "count"] => match method {
                "GET" => Ok(Route::Count),
                _ => unsupported_method("GET"),
            },
            ["users", id] => match method {
                "GET" => Ok(Route::Get(percent_decode(id))),
                "DELETE" => Ok(Route::Delete(percent_decode(id))),
                _ => unsupported_method("GET, DELETE"),
            },
            ["users", id, "metadata"] => match method {
                "PATCH" => Ok(Route::Metadata(Mode::Merge, percent_decode(id))),
                "PUT" => Ok(Route::Metadata(Mode::Replace, percent_decode(id))),
                _ => unsupported_method("PATCH, PUT"),
            },
            ["users", id, "organization_memberships"] => match method {
                "GET" => Ok(OrganizationRoute::ListOfUser(percent_decode(id)).into()),
                _ => unsupported_method("GET"),
            },
            ["instance"] => match method {
                "GET" => Ok(Route::Instance),
                _ => unsupported_method("GET"),
            },
            ["organization_memberships"] => match method {
                "GET" => Ok(OrganizationRoute::ListMemberships.into()),
                _ => unsupported_method("GET"),
            },
            ["organizations", rest @ ..] => {
                let route = OrganizationRoute::parse(method, rest)?;
                Ok(Route::Organization(route))
            }
            _ => Err(RequestError::route_not_found()),
        }
    }
}

impl OrganizationRoute {
    /// The route for the segments of a path after `/v1/organizations`.
    fn parse(method: &str, segments: &[&str]) -> Result<OrganizationRoute, RequestError> {
        let unsupported_method = |allow| Err(RequestError::method_not_allowed(allow));
        match segments {
            [] => match method {
                "GET" => Ok(OrganizationRoute::List),
                "POST" => Ok(OrganizationRoute::Create),
                _ => unsupported_method("GET, POST"),
            },
            [id] => match method {
                "GET" => Ok(OrganizationRoute::Get(percent_decode(id))),
                "PATCH" => Ok(OrganizationRoute::Update(percent_decode(id))),
                "DELETE" => Ok(OrganizationRoute::Delete(percent_decode(id))),
                _ => unsupported_method("GET, PATCH, DELETE"),
            },
            [id, "metadata"] => match method {
                "PATCH" => Ok(OrganizationRoute::Metadata(Mode::Merge, percent_decode(id))),
                "PUT" => Ok(OrganizationRoute::Metadata(
                    Mode::Replace,
                    percent_decode(id),
                )),
                _ => unsupported_method("PATCH, PUT"),
            },
            [id, "memberships"] => match method {
                "GET" => Ok(OrganizationRoute::ListMembers(percent_decode(id))),
                "POST" => Ok(OrganizationRoute::AddMember(percent_decode(id))),
                _ => unsupported_method("GET, POST"),
            },
            [id, "memberships", user_id, rest @ ..] => {
                let (id, user_id) = (percent_decode(id), percent_decode(user_id));
                match (rest, method) {
                    ([], "PATCH") => Ok(OrganizationRoute::UpdateMember(id, user_id)),
                    ([], "DELETE") => Ok(OrganizationRoute::RemoveMember(id, user_id)),
                    ([], _) => unsupported_method("PATCH, DELETE"),
                    (["metadata"], "PATCH") => Ok(OrganizationRoute::MemberMetadata(id, user_id)),
                    (["metadata"], _) => unsupported_method("PATCH"),
                    _ => Err(RequestError::route_not_found()),
                }
            }
            _ => Err(RequestError::route_not_found()),
        }
    }
}

impl From<OrganizationRoute> for Route {
    fn from(route: OrganizationRoute) -> Route {
        Route::Organization(route)
    }
}
