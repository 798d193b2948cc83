//! Converts a response to its content, or to an error.

use clerk_metadata_json::camel_case;
use clerk_metadata_json::json;

use crate::core::errors::api_error::{ApiError, ApiErrorItem};
use crate::core::errors::error::Error;
use crate::core::limits::{MAX_COUNT_DIGITS, MAX_ERROR_BYTES, MAX_ERROR_VALUES, MAX_ERRORS};
use crate::core::response::body::{
    self, MEMBERSHIP_BODY, MEMBERSHIP_OBJECT, ORGANIZATION_BODY, ORGANIZATION_OBJECT, USER_BODY,
    USER_OBJECT, Unreadable,
};
use crate::core::response::{http_date, retry_after};

/// A response as the host read it.
#[derive(Debug, Clone, Default)]
pub struct HttpResponse {
    /// The status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The header `retry-after`.
    pub retry_after: Option<String>,
    /// The header `date`.
    pub date: Option<String>,
    /// The header `cf-ray`.
    pub cf_ray: Option<String>,
    /// When it was received, in milliseconds since 1970.
    pub received_at: f64,
    /// The whole body.
    pub body: String,
}

/// The expected content of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A user.
    User,
    /// A bare array of users.
    Users,
    /// A number of users.
    Count,
    /// An organization.
    Organization,
    /// The membership of a user in an organization.
    Membership,
}

/// The reason of the error for a body that exceeds a limit.
pub const TOO_MANY_VALUES: &str =
    "the body contains more values than 500 users have. Check apiUrl, or set a smaller limit.";

/// The content of a response as JSON text: a resource or an array of them with the names of their JavaScript class, or a number.
///
/// The content type is ignored: a body is JSON if it parses.
///
/// # Errors
/// [`Error::Api`] for an error response, [`Error::UnexpectedResponse`] for a redirect and for a success that
/// does not contain what is expected.
pub fn read(response: &HttpResponse, expected: Expected) -> Result<String, Error> {
    let read_body = |body: &str| match expected {
        Expected::User => USER_BODY.read(body),
        Expected::Users => USER_BODY.read_list(body),
        Expected::Count => count(body),
        Expected::Organization => ORGANIZATION_BODY.read(body),
        Expected::Membership => MEMBERSHIP_BODY.read(body),
    };
    read_with(response, expected, read_body, camel_case_members)
}

/// The same for a host that converts resources itself: only checks them, and returns an empty text. The `meta` of errors
/// is as in the response.
///
/// # Errors
/// Those of [`read`].
pub fn check(response: &HttpResponse, expected: Expected) -> Result<String, Error> {
    let check_body = |body: &str| {
        let (object, is_list) = match expected {
            Expected::User => (USER_OBJECT, false),
            Expected::Users => (USER_OBJECT, true),
            Expected::Count => return count(body),
            Expected::Organization => (ORGANIZATION_OBJECT, false),
            Expected::Membership => (MEMBERSHIP_OBJECT, false),
        };
        body::check(body, object, is_list).map(|()| String::new())
    };
    let copy_object = |meta: &str| meta.starts_with('{').then(|| String::from(meta));
    read_with(response, expected, check_body, copy_object)
}

fn read_with(
    response: &HttpResponse,
    expected: Expected,
    read_body: impl FnOnce(&str) -> Result<String, Unreadable>,
    read_meta: impl Fn(&str) -> Option<String>,
) -> Result<String, Error> {
    let unexpected = |reason| {
        Err(Error::UnexpectedResponse {
            status: response.status,
            reason,
            clerk_trace_id: response.cf_ray.clone(),
        })
    };
    match response.status {
        200..=299 => read_body(&response.body).or_else(|unreadable| {
            unexpected(match (unreadable, expected) {
                (Unreadable::NotJson, _) => "the body is not JSON. Check apiUrl.",
                (Unreadable::OtherJson, Expected::User) => "the body is not a user. Check apiUrl.",
                (Unreadable::OtherJson, Expected::Users) => {
                    "the body is not a list of users. Check apiUrl."
                }
                (Unreadable::OtherJson, Expected::Count) => {
                    "the body is not a count. Check apiUrl."
                }
                (Unreadable::OtherJson, Expected::Organization) => {
                    "the body is not an organization. Check apiUrl."
                }
                (Unreadable::OtherJson, Expected::Membership) => {
                    "the body is not an organization membership. Check apiUrl."
                }
                (Unreadable::TooLarge, _) => TOO_MANY_VALUES,
            })
        }),
        0 | 300..=399 => unexpected(
            "redirects are not followed, because the secret key is sent to one origin only. Set apiUrl to the final URL.",
        ),
        _ => Err(Error::Api(api_error(response, read_meta))),
    }
}

fn count(body: &str) -> Result<String, Unreadable> {
    let body = json::value(body).map_err(|_| Unreadable::NotJson)?;
    json::member(body, "total_count")
        .filter(|count| {
            count.len() <= MAX_COUNT_DIGITS && count.bytes().all(|byte| byte.is_ascii_digit())
        })
        .map(str::to_owned)
        .ok_or(Unreadable::OtherJson)
}

fn api_error(response: &HttpResponse, read_meta: impl Fn(&str) -> Option<String>) -> ApiError {
    let mut error = ApiError {
        status: response.status,
        clerk_trace_id: response.cf_ray.clone(),
        retry_after: retry_after(response),
        errors: Vec::new(),
    };
    let Ok(body) = json::value(&response.body) else {
        return error;
    };
    let fits = |text: &&str| text.len() <= MAX_ERROR_BYTES;
    if let Some(id) = json::member(body, "clerk_trace_id").filter(fits)
        && let Some(id) = json::string(id)
    {
        error.clerk_trace_id = Some(id);
    }
    if let Some(list) = json::member(body, "errors") {
        // If it is not a list, the error has only the status.
        let _ = push_items(list, &mut error.errors, read_meta);
    }
    error
}

/// The seconds of the header `retry-after`. A date is relative to the response's own `date`, so that a wrong clock of
/// this host has no effect.
fn retry_after(response: &HttpResponse) -> Option<f64> {
    let received_at = response.received_at / 1000.0;
    let sent_at = (response.date.as_deref()).and_then(|date| http_date::seconds(date, received_at));
    retry_after::seconds(
        response.retry_after.as_deref()?,
        sent_at.unwrap_or(received_at),
    )
}

/// Adds the errors of a list, up to the limits.
fn push_items(
    list: &str,
    errors: &mut Vec<ApiErrorItem>,
    read_meta: impl Fn(&str) -> Option<String>,
) -> Result<(), json::NotJson> {
    let mut scanner = json::Scanner::limited(list, MAX_ERROR_VALUES);
    let mut bytes = 0;
    let mut more = scanner.open(b'[', b']')?;
    while more && errors.len() < MAX_ERRORS {
        let item = scanner.value()?;
        bytes += item.len();
        if bytes > MAX_ERROR_BYTES {
            break;
        }
        if item.starts_with('{') {
            errors.push(api_error_item(item, &read_meta));
        }
        more = scanner.has_next(b']')?;
    }
    Ok(())
}

fn api_error_item(item: &str, read_meta: impl Fn(&str) -> Option<String>) -> ApiErrorItem {
    let text = |name| json::member(item, name).and_then(json::string);
    ApiErrorItem {
        code: text("code").unwrap_or_default(),
        message: text("message").unwrap_or_default(),
        long_message: text("long_message"),
        meta: (json::member(item, "meta").and_then(read_meta))
            .unwrap_or_else(|| String::from("{}")),
    }
}

/// An object with its own keys in camelCase. Keys inside its members are kept.
fn camel_case_members(object: &str) -> Option<String> {
    let mut out = String::with_capacity(object.len());
    out.push('{');
    json::members(object, &mut |key, value| {
        if out.len() > 1 {
            out.push(',');
        }
        let mut name = String::with_capacity(key.len());
        camel_case::push(&mut name, &json::unescape(key));
        json::push_string(&mut out, &name);
        out.push(':');
        out.push_str(value);
    })
    .ok()?;
    out.push('}');
    Some(out)
}
