//! A request as the host received it.

/// Upper bound of the body of a request, in bytes. Clerk's is not documented; a call with three full metadata
/// fields needs a fortieth of it.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// One request. It has no `Debug`: the authorization holds a key.
#[derive(Clone, Default)]
pub struct Request {
    /// `GET`, `POST` …; names are told apart by their case, as in HTTP.
    pub method: String,
    /// The path, percent-encoded as it came: `/v1/users/user_1`.
    pub path: String,
    /// What follows the `?`, without it.
    pub query: String,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The header `Clerk-API-Version`.
    pub api_version: Option<String>,
    /// The whole body.
    pub body: String,
}

impl Request {
    /// A request for a URL, which may be whole (`http://localhost:1/v1/users?limit=1`) or begin
    /// with its path.
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
