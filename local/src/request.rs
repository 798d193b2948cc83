//! A request as the host received it.

/// The maximum size of a request body, in bytes. Clerk does not document its limit. A call with three
/// metadata fields of the maximum size needs a fortieth of this one.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// An HTTP request. It does not implement `Debug` because `authorization` contains a secret key.
#[derive(Clone, Default)]
pub struct Request {
    /// `GET`, `POST` and so on. Case-sensitive, as in HTTP.
    pub method: String,
    /// The path, still percent-encoded: `/v1/users/user_1`.
    pub path: String,
    /// The query string, without the `?`.
    pub query: String,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The header `Clerk-API-Version`.
    pub api_version: Option<String>,
    /// The body.
    pub body: String,
}

impl Request {
    /// A request for a URL, which may be absolute (`http://localhost:1/v1/users?limit=1`) or start with
    /// its path.
    #[must_use]
    pub fn new(method: &str, url: &str) -> Request {
        let url = url.split('#').next().unwrap_or_default();
        let target = match url.split_once("://") {
            Some((scheme, rest)) if !scheme.contains(['/', '?']) => match rest.find(['/', '?']) {
                Some(at) => rest.get(at..).unwrap_or_default(),
                None => "/",
            },
            _ => url,
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Request::default()
        }
    }
}
