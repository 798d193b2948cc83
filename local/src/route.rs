//! From a method and a path to what is asked for.

use crate::errors::Refusal;
use crate::metadata::Mode;
use crate::query::decoded;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
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
}

impl Route {
    /// The route of a request.
    ///
    /// # Errors
    /// 404 for a path that there is not, 405 for a method that it does not take.
    pub fn of(method: &str, path: &str) -> Result<Route, Refusal> {
        let rest = path
            .strip_prefix("/v1/users")
            .ok_or_else(Refusal::route_not_found)?;
        let segments: Vec<&str> = rest.split('/').skip(1).collect();
        // `/v1/usersx` is no `/v1/users`, and no id is empty.
        if !(rest.is_empty() || rest.starts_with('/')) || segments.contains(&"") {
            return Err(Refusal::route_not_found());
        }
        let wrong_method = |allow| Err(Refusal::method_not_allowed(allow));
        match segments.as_slice() {
            [] => match method {
                "GET" => Ok(Route::List),
                "POST" => Ok(Route::Create),
                _ => wrong_method("GET, POST"),
            },
            ["count"] => match method {
                "GET" => Ok(Route::Count),
                _ => wrong_method("GET"),
            },
            [id] => match method {
                "GET" => Ok(Route::Get(decoded(id))),
                "DELETE" => Ok(Route::Delete(decoded(id))),
                _ => wrong_method("GET, DELETE"),
            },
            [id, "metadata"] => match method {
                "PATCH" => Ok(Route::Metadata(Mode::Merge, decoded(id))),
                "PUT" => Ok(Route::Metadata(Mode::Replace, decoded(id))),
                _ => wrong_method("PATCH, PUT"),
            },
            _ => Err(Refusal::route_not_found()),
        }
    }
}
