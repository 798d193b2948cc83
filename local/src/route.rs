//! Maps a method and a path to a route.

use crate::errors::RequestError;
use crate::metadata::Mode;
use crate::query::percent_decode;

/// The endpoint of a request.
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
    /// 404 for an unknown path, 405 for a method that the path does not support.
    pub fn parse(method: &str, path: &str) -> Result<Route, RequestError> {
        let rest = path
            .strip_prefix("/v1/users")
            .ok_or_else(RequestError::route_not_found)?;
        let segments: Vec<&str> = rest.split('/').skip(1).collect();
        // `/v1/usersx` is not `/v1/users`, and an ID is never empty.
        if !(rest.is_empty() || rest.starts_with('/')) || segments.contains(&"") {
            return Err(RequestError::route_not_found());
        }
        let unsupported_method = |allow| Err(RequestError::method_not_allowed(allow));
        match segments.as_slice() {
            [] => match method {
                "GET" => Ok(Route::List),
                "POST" => Ok(Route::Create),
                _ => unsupported_method("GET, POST"),
            },
            ["count"] => match method {
                "GET" => Ok(Route::Count),
                _ => unsupported_method("GET"),
            },
            [id] => match method {
                "GET" => Ok(Route::Get(percent_decode(id))),
                "DELETE" => Ok(Route::Delete(percent_decode(id))),
                _ => unsupported_method("GET, DELETE"),
            },
            [id, "metadata"] => match method {
                "PATCH" => Ok(Route::Metadata(Mode::Merge, percent_decode(id))),
                "PUT" => Ok(Route::Metadata(Mode::Replace, percent_decode(id))),
                _ => unsupported_method("PATCH, PUT"),
            },
            _ => Err(RequestError::route_not_found()),
        }
    }
}
