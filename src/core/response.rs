//! From an answer to a user or an error.

use super::error::{ApiError, ApiErrorItem, Error};
use super::{json, user};

/// An answer as the host read it.
#[derive(Debug, Clone, Default)]
pub struct HttpResponse {
    /// The status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The header `retry-after`.
    pub retry_after: Option<String>,
    /// The header `cf-ray`.
    pub cf_ray: Option<String>,
    /// The whole body.
    pub body: String,
}

/// The user in an answer, as JSON text with the names of the JavaScript `User`.
///
/// The content type is not looked at: JSON is what parses.
///
/// # Errors
/// [`Error::Api`] for a refusal, [`Error::UnexpectedResponse`] for a redirect and for a success
/// that holds no user.
pub fn read(response: &HttpResponse) -> Result<String, Error> {
    let unexpected = |reason| {
        Err(Error::UnexpectedResponse {
            status: response.status,
            reason,
            clerk_trace_id: response.cf_ray.clone(),
        })
    };
    match response.status {
        200..=299 => match user::user(&response.body) {
            Ok(Some(user)) => Ok(user),
            Ok(None) => {
                unexpected("the body is JSON but holds no user. Is apiUrl the Backend API?")
            }
            Err(_) => unexpected("the body is not JSON. Is apiUrl the Backend API?"),
        },
        0 | 300..=399 => unexpected(
            "a redirect, which is not followed because the secret key goes to one origin only. Set apiUrl to the final place.",
        ),
        _ => Err(Error::Api(api_error(response))),
    }
}

fn api_error(response: &HttpResponse) -> ApiError {
    let mut error = ApiError {
        status: response.status,
        clerk_trace_id: response.cf_ray.clone(),
        retry_after: response.retry_after.as_deref().and_then(seconds),
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
        let _ = json::elements(list, |item| {
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
        meta: json::member(item, "meta").and_then(camel_case_members),
    }
}

/// An object with its own keys in camelCase; the keys inside its members stay.
fn camel_case_members(object: &str) -> Option<String> {
    let mut out = String::with_capacity(object.len());
    out.push('{');
    json::members(object, |key, value| {
        if out.len() > 1 {
            out.push(',');
        }
        json::push_string(&mut out, &camel_case(&json::unescape(key)));
        out.push(':');
        out.push_str(value);
    })
    .ok()?;
    out.push('}');
    Some(out)
}

fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for char in name.chars() {
        if char == '_' && !out.is_empty() {
            upper = true;
        } else {
            out.push(if upper {
                char.to_ascii_uppercase()
            } else {
                char
            });
            upper = false;
        }
    }
    out
}

/// `Retry-After` in whole seconds.
fn seconds(header: &str) -> Option<f64> {
    header.trim().parse::<u32>().ok().map(f64::from)
}
