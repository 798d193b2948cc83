//! From a call to the request that makes it.

use std::fmt;

use super::config::{CLERK_API_VERSION, Config};
use super::operation::{Input, Row};
use super::{Error, Operation, UserId};

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
    /// metadata is JSON: see [`MetadataParams::check`](super::MetadataParams::check).
    ///
    /// # Errors
    /// [`Error::InvalidUserId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(row: &Row, input: Input<'_>) -> Result<Target, Error> {
        let (id, query, params) = match input {
            Input::User(id) => (Some(id), "", None),
            Input::Metadata(id, params) => (Some(id), "", Some(params)),
            Input::List(params) => (None, params.query(row.takes)?, None),
        };
        let mut path = String::from("/users");
        if let Some(id) = id {
            path.push('/');
            UserId::new(id)?.push_encoded(&mut path);
        }
        path.push_str(row.path_end);
        path.push_str(query);
        Ok(Target {
            method: row.method,
            path,
            body: match params {
                Some(params) => Some(params.body_of_checked()?),
                None => None,
            },
        })
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
        let input = operation.input();
        let Target { method, path, body } = Target::new(operation.row(), input)?;
        if let Input::Metadata(_, params) = input {
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
