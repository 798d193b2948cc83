//! From a call to the request that makes it.

use std::fmt;

use super::config::{CLERK_API_VERSION, Config};
use super::response::Expected;
use super::{Error, ListParams, MetadataParams, UserId, json};

/// What to do.
#[derive(Debug, Clone, Copy)]
pub enum Operation<'a> {
    /// Merge metadata into a user: `PATCH /v1/users/{id}/metadata`.
    UpdateUserMetadata(&'a str, MetadataParams<'a>),
    /// Replace metadata fields of a user: `PUT /v1/users/{id}/metadata`.
    ReplaceUserMetadata(&'a str, MetadataParams<'a>),
    /// Read a user: `GET /v1/users/{id}`.
    GetUser(&'a str),
    /// List users: `GET /v1/users`.
    GetUserList(&'a ListParams),
    /// Count users: `GET /v1/users/count`.
    GetCount(&'a ListParams),
}

impl Operation<'_> {
    /// What its answer holds.
    #[must_use]
    pub fn expected(&self) -> Expected {
        match self {
            Operation::GetUserList(_) => Expected::Users,
            Operation::GetCount(_) => Expected::Count,
            _ => Expected::User,
        }
    }
}

/// A request for the host to send.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET`, `PATCH` or `PUT`.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Names in lower case, with their values. One of them holds the key.
    pub headers: Vec<(&'static str, String)>,
    /// JSON, where there is a body.
    pub body: Option<String>,
}

impl HttpRequest {
    /// Makes the request of an operation; everything that can be refused is refused here.
    ///
    /// # Errors
    /// [`Error::InvalidUserId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(config: &Config, operation: Operation<'_>) -> Result<HttpRequest, Error> {
        let (method, id, params) = match operation {
            Operation::UpdateUserMetadata(id, params) => ("PATCH", Some(id), Some(params)),
            Operation::ReplaceUserMetadata(id, params) => ("PUT", Some(id), Some(params)),
            Operation::GetUser(id) => ("GET", Some(id), None),
            Operation::GetUserList(_) | Operation::GetCount(_) => ("GET", None, None),
        };
        let mut url = config.base_url.clone();
        url.push_str("/users");
        if let Some(id) = id {
            url.push('/');
            url.push_str(&UserId::new(id)?.encoded());
        }
        match operation {
            Operation::GetUserList(params) => url.push_str(params.list()),
            Operation::GetCount(params) => {
                url.push_str("/count");
                url.push_str(params.count());
            }
            _ => {}
        }
        let mut headers = vec![
            ("authorization", config.secret_key.bearer()),
            ("clerk-api-version", CLERK_API_VERSION.to_owned()),
            ("user-agent", config.user_agent.clone()),
            ("accept", String::from("application/json")),
        ];
        let mut body = None;
        if let Some(params) = params {
            url.push_str("/metadata");
            headers.push(("content-type", String::from("application/json")));
            body = Some(params.body()?);
        }
        Ok(HttpRequest {
            method,
            url,
            headers,
            body,
        })
    }
}

impl HttpRequest {
    /// The headers as a JSON object.
    #[must_use]
    pub fn headers_json(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.headers {
            out.push(if out.is_empty() { '{' } else { ',' });
            json::push_string(&mut out, name);
            out.push(':');
            json::push_string(&mut out, value);
        }
        out.push('}');
        out
    }
}

/// Shows everything but the key.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.headers.iter().map(|(name, value)| match *name {
            "authorization" => (*name, "[redacted]"),
            _ => (*name, value.as_str()),
        });
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &headers.collect::<Vec<_>>())
            .field("body", &self.body)
            .finish()
    }
}
