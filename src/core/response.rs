//! From an answer to a user or an error.

use super::error::{ApiError, ApiErrorItem, Error};
use super::{camel_case, json, retry_after, user};

/// An answer as the host read it.
#[derive(Debug, Clone, Default)]
pub struct HttpResponse {
    /// The status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The header `retry-after`.
    pub retry_after: Option<String>,
    /// The header `cf-ray`.
    pub cf_ray: Option<String>,
    /// When it came, in milliseconds since 1970.
    pub received_at: f64,
    /// The whole body.
    pub body: String,
}

/// What an answer is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A user.
    User,
    /// A bare array of users.
    Users,
    /// A number of users.
    Count,
}

/// What an answer holds, as JSON text: a user or users with the names of the JavaScript `User`, or
/// a number.
///
/// The content type is not looked at: JSON is what parses.
///
/// # Errors
/// [`Error::Api`] for a refusal, [`Error::UnexpectedResponse`] for a redirect and for a success
/// that does not hold what is expected.
pub fn read(response: &HttpResponse, expected: Expected) -> Result<String, Error> {
    let unexpected = |reason| {
        Err(Error::UnexpectedResponse {
            status: response.status,
            reason,
            clerk_trace_id: response.cf_ray.clone(),
        })
    };
    match response.status {
        200..=299 => {
            let found = match expected {
                Expected::User => user::user(&response.body),
                Expected::Users => user::users(&response.body),
                Expected::Count => count(&response.body),
            };
            match found {
                Ok(Some(found)) => Ok(found),
                Ok(None) => unexpected(match expected {
                    Expected::User => {
                        "the body is JSON but holds no user. Is apiUrl the Backend API?"
                    }
                    Expected::Users => {
                        "the body is JSON but no list of users. Is apiUrl the Backend API?"
                    }
                    Expected::Count => "the body is JSON but no count. Is apiUrl the Backend API?",
                }),
                Err(_) => unexpected("the body is not JSON. Is apiUrl the Backend API?"),
            }
        }
        0 | 300..=399 => unexpected(
            "a redirect, which is not followed because the secret key goes to one origin only. Set apiUrl to the final place.",
        ),
        _ => Err(Error::Api(api_error(response))),
    }
}

fn count(body: &str) -> Result<Option<String>, json::NotJson> {
    let count = json::member(json::value(body)?, "total_count");
    Ok(count
        .filter(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned))
}

fn api_error(response: &HttpResponse) -> ApiError {
    let mut error = ApiError {
        status: response.status,
        clerk_trace_id: response.cf_ray.clone(),
        retry_after: (response.retry_after.as_deref())
            .and_then(|header| retry_after::seconds(header, response.received_at)),
        errors: Vec::new(),
    };
    let Ok(body) = json::value(&response.body) else {
        return error;
    };
    if let Some(id) = json::member(body, "clerk_trace_id").and_then(json::string) {
        error.clerk_trace_id = Some(id);
    }
    if let Some(list) = json::member(body, "errors") {
        // An answer whose list is no list has no errors to show; its status says the rest.
        let _ = json::elements(list, &mut |item| {
            if item.starts_with('{') {
                error.errors.push(api_error_item(item));
            }
        });
    }
    error
}

fn api_error_item(item: &str) -> ApiErrorItem {
    let text = |name| json::member(item, name).and_then(json::string);
    ApiErrorItem {
        code: text("code").unwrap_or_default(),
        message: text("message").unwrap_or_default(),
        long_message: text("long_message"),
        meta: (json::member(item, "meta").and_then(camel_case_members))
            .unwrap_or_else(|| String::from("{}")),
    }
}

/// An object with its own keys in camelCase; the keys inside its members stay.
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
