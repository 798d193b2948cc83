//! The error response that the Backend API, or the network in front of it, sends with a status, for a host
//! that makes a request fail on purpose.

use clerk_metadata::core::Field;

use crate::errors::{self, RequestError};
use crate::metadata;
use crate::request::{MAX_BODY_BYTES, Request};
use crate::response::Response;
use crate::route::{OrganizationRoute, Route};

/// The statuses that a content delivery network sends when it cannot reach the Backend API. Their body has
/// no errors, and the response has the header `cf-ray` (as seen from Clerk).
const NETWORK_STATUSES: [u16; 7] = [502, 520, 521, 522, 523, 524, 530];

/// The statuses of [`response`], for the message of an error.
pub const STATUSES: &str =
    "400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504, 520 to 524 and 530";

/// The response to a request that fails with a status, or `None` for a status that is not known.
/// `retry_after` is the value of `Retry-After`, in seconds.
#[must_use]
pub fn response(
    request: &Request,
    status: u16,
    retry_after: Option<i64>,
    trace_id: &str,
) -> Option<Response> {
    if NETWORK_STATUSES.contains(&status) {
        let mut response = Response::json(status, trace_id, String::from(r#"{"errors":[]}"#));
        response.headers.push(("cf-ray", trace_id.to_owned()));
        if let Some(seconds) = retry_after {
            response.headers.push(("retry-after", seconds.to_string()));
        }
        return Some(response);
    }
    let error = match status {
        400 => RequestError::body_invalid(),
        401 => RequestError::key_invalid(),
        403 => RequestError::forbidden(),
        404 => not_found(request),
        409 => RequestError::resource_locked(),
        413 => RequestError::body_too_large(MAX_BODY_BYTES),
        415 => RequestError::unsupported_content_type(
            request.content_type.as_deref().unwrap_or_default(),
        ),
        422 => errors::field_too_large(first_metadata_field(&request.body)).into(),
        429 => RequestError::too_many_requests(None),
        500 => RequestError::internal(),
        503 => RequestError::service_unavailable(),
        504 => RequestError::gateway_timeout(),
        _ => return None,
    };
    let error = RequestError {
        retry_after,
        ..error
    };
    Some(error.response(trace_id))
}

fn not_found(request: &Request) -> RequestError {
    match Route::parse(&request.method, &request.path) {
        Ok(Route::Get(id) | Route::Delete(id) | Route::Metadata(_, id)) => {
            RequestError::user_not_found(&id)
        }
        Ok(Route::Organization(OrganizationRoute::ListOfUser(id))) => {
            RequestError::user_not_found(&id)
        }
        Ok(Route::Organization(
            OrganizationRoute::RemoveMember(_, user_id)
            | OrganizationRoute::MemberMetadata(_, user_id),
        )) => RequestError::membership_not_found(&user_id),
        Ok(Route::Organization(_)) => RequestError::organization_not_found(),
        _ => RequestError::route_not_found(),
    }
}

/// The first metadata field of a body. A valid call can only fail with 422 because of its size.
fn first_metadata_field(body: &str) -> &'static str {
    let members = metadata::parse_members(body).unwrap_or_default();
    members
        .iter()
        .find_map(|(name, _)| Field::ALL.into_iter().find(|field| field.wire() == name))
        .unwrap_or(Field::Public)
        .wire()
}
