//! From a call to the request that makes it.

use std::fmt;

use super::config::{CLERK_API_VERSION, Config};
use super::response::Expected;
use super::{Error, ListParams, MetadataParams, UserId};

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

/// The part of a request that is of its operation alone.
#[derive(Debug, Clone)]
pub struct Target {
    /// `GET`, `PATCH` or `PUT`.
    pub method: &'static str,
    /// What follows the base URL.
    pub path: String,
    /// JSON, where there is a body.
    pub body: Option<String>,
}

impl Target {
    /// Makes the target of an operation; what can be refused of it is refused here, but that the
    /// metadata is JSON: see [`MetadataParams::check`].
    ///
    /// # Errors
    /// [`Error::InvalidUserId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(operation: Operation<'_>) -> Result<Target, Error> {
        let (method, id, params) = match operation {
            Operation::UpdateUserMetadata(id, params) => ("PATCH", Some(id), Some(params)),
            Operation::ReplaceUserMetadata(id, params) => ("PUT", Some(id), Some(params)),
            Operation::GetUser(id) => ("GET", Some(id), None),
            Operation::GetUserList(_) | Operation::GetCount(_) => ("GET", None, None),
        };
        if let Operation::GetUserList(params) | Operation::GetCount(params) = operation {
            params.check()?;
        }
        let mut path = String::from("/users");
        if let Some(id) = id {
            path.push('/');
            UserId::new(id)?.push_encoded(&mut path);
        }
        match operation {
            Operation::GetUserList(params) => path.push_str(params.list()),
            Operation::GetCount(params) => {
                path.push_str("/count");
                path.push_str(params.count());
            }
            _ => {}
        }
        let mut body = None;
        if let Some(params) = params {
            path.push_str("/metadata");
            body = Some(params.body_of_checked()?);
        }
        Ok(Target { method, path, body })
    }
}

/// The headers of every request of a configuration: names in lower case, with their values. One of
/// them holds the key. One with a body has [`CONTENT_TYPE`] too.
#[must_use]
pub fn headers(config: &Config) -> [(&'static str, String); 4] {
    [
        ("authorization", config.secret_key.bearer()),
        ("clerk-api-version", CLERK_API_VERSION.to_owned()),
        ("user-agent", config.user_agent.clone()),
        ("accept", String::from("application/json")),
    ]
}

/// The header of a request with a body.
pub const CONTENT_TYPE: (&str, &str) = ("content-type", "application/json");

/// A request for the host to send.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET`, `PATCH` or `PUT`.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Its [`headers`].
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
        let Target { method, path, body } = Target::new(operation)?;
        if let Operation::UpdateUserMetadata(_, params)
        | Operation::ReplaceUserMetadata(_, params) = operation
        {
            params.check()?;
        }
        let mut headers = headers(config).to_vec();
        if body.is_some() {
            let (name, value) = CONTENT_TYPE;
            headers.push((name, value.to_owned()));
        }
        let mut url = config.base_url.clone();
        url.push_str(&path);
        Ok(HttpRequest {
            method,
            url,
            headers,
            body,
        })
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
