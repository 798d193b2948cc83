//! What sends requests, waits, and supplies time and randomness.
//!
//! ```text
//!                       ┌─► reqwest            native targets, feature `reqwest`
//! call ──► Transport ───┼─► the host's fetch   wasm32
//!                       ├─► LocalBackend       in the same process, feature `local`
//!                       └─► your own
//! ```

#[cfg(target_arch = "wasm32")]
pub mod fetch;
#[cfg(target_arch = "wasm32")]
mod fetch_response;
#[cfg(feature = "local")]
pub mod local;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub mod reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSendSync};

/// What sends requests, waits, and supplies time and randomness.
///
/// Retries, timeouts, the size limit of a response and the reading of errors are not its task. It must not follow
/// redirects, because the secret key goes to one origin only. A request is cancelled when its future is dropped.
///
/// ```
/// use std::time::Duration;
/// use clerk_metadata_client::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
///
/// /// Responds to every request with the same user.
/// struct Stub;
///
/// impl Transport for Stub {
///     fn send<'a>(&'a self, request: &'a HttpRequest) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
///         assert_eq!(request.url, "https://api.clerk.com/v1/users/user_1");
///         let body = r#"{"object":"user","id":"user_1"}"#;
///         Box::pin(async move { Ok(HttpResponse::new(200, body)) })
///     }
///     fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
///         Box::pin(std::future::pending())
///     }
///     fn now_ms(&self) -> f64 {
///         0.0
///     }
///     fn random(&self) -> f64 {
///         0.5
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let client = clerk_metadata_client::Client::builder().secret_key("sk_test_1").transport(Stub).build()?;
/// assert_eq!(client.get_user("user_1").await?.id, "user_1");
/// # Ok::<(), clerk_metadata_client::Error>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Transport: MaybeSendSync + 'static {
    /// Sends a request. Resolves when the status and the headers of the response have arrived.
    ///
    /// # Errors
    /// [`TransportError`] if there is no response. The call is retried.
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>>;

    /// Resolves after this time: the wait before a retry, or the timeout of an attempt.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// Milliseconds since 1970, for a `Retry-After` that is a date.
    fn now_ms(&self) -> f64;

    /// An unpredictable number from 0 to 1, for the backoff.
    fn random(&self) -> f64;
}

/// A request. Its `Debug` output does not contain the secret key.
///
/// ```
/// use clerk_metadata_client::HttpRequest;
///
/// /// A line of a log, without the key and the body.
/// fn line(request: &HttpRequest) -> String {
///     format!("{} {}", request.method, request.url)
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// The headers: names in lower case, and values. One of them contains the secret key.
    pub headers: Vec<(&'static str, String)>,
    /// The body, which is JSON.
    pub body: Option<String>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// A response whose body may still be arriving.
///
/// ```
/// let response = clerk_metadata_client::HttpResponse::new(429, "{}").header("retry-after", "3");
/// assert_eq!((response.status, response.headers.len()), (429, 1));
/// ```
#[non_exhaustive]
pub struct HttpResponse {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The headers: names in any case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Box<dyn Body>,
}

impl HttpResponse {
    /// A response with a whole body and without headers.
    ///
    /// ```
    /// assert_eq!(clerk_metadata_client::HttpResponse::new(200, "{}").status, 200);
    /// ```
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> HttpResponse {
        HttpResponse::streamed(status, Vec::new(), WholeBody(Some(body.into())))
    }

    /// A response whose body is read in chunks.
    ///
    /// ```
    /// use clerk_metadata_client::{Body, BoxFuture, HttpResponse, TransportError};
    ///
    /// struct Chunks(Vec<Vec<u8>>);
    /// impl Body for Chunks {
    ///     fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
    ///         let chunk = self.0.pop();
    ///         Box::pin(async { Ok(chunk) })
    ///     }
    /// }
    /// let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    /// let response = HttpResponse::streamed(200, headers, Chunks(vec![b"{}".to_vec()]));
    /// assert_eq!(response.headers.len(), 1);
    /// ```
    #[must_use]
    pub fn streamed(
        status: u16,
        headers: Vec<(String, String)>,
        body: impl Body + 'static,
    ) -> HttpResponse {
        HttpResponse {
            status,
            headers,
            body: Box::new(body),
        }
    }

    /// Adds a header.
    ///
    /// ```
    /// let response = clerk_metadata_client::HttpResponse::new(200, "{}").header("cf-ray", "trace_1");
    /// assert_eq!(response.headers, [("cf-ray".to_owned(), "trace_1".to_owned())]);
    /// ```
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> HttpResponse {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a header, whose name may be in any case. Several are joined, as `fetch` does.
    pub(crate) fn header_value(&self, name: &str) -> Option<String> {
        let found = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let values: Vec<&str> = found.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The body of a response.
///
/// ```
/// use clerk_metadata_client::{Body, BoxFuture, TransportError};
///
/// /// A body that breaks after its first chunk.
/// struct Broken(Option<Vec<u8>>);
///
/// impl Body for Broken {
///     fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
///         let chunk = self.0.take();
///         Box::pin(async { chunk.map(Some).ok_or_else(|| TransportError::new("the connection was reset")) })
///     }
/// }
/// ```
pub trait Body: MaybeSend {
    /// The next chunk, or `None` at the end.
    ///
    /// # Errors
    /// [`TransportError`] if the connection breaks. The call is retried.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>>;
}

struct WholeBody(Option<Vec<u8>>);

impl Body for WholeBody {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
        let chunk = self.0.take();
        Box::pin(std::future::ready(Ok(chunk)))
    }
}

/// A failure of the connection, before or within the response.
///
/// ```
/// let error = clerk_metadata_client::TransportError::new("the connection was reset");
/// assert_eq!(error.reason, "the connection was reset");
/// ```
#[derive(Debug)]
pub struct TransportError {
    /// What happened.
    pub reason: String,
    /// The error behind it.
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// A failure with this reason.
    ///
    /// ```
    /// let error = clerk_metadata_client::TransportError::new("no route to the host");
    /// assert_eq!(error.to_string(), "no route to the host");
    /// ```
    #[must_use]
    pub fn new(reason: impl Into<String>) -> TransportError {
        TransportError {
            reason: reason.into(),
            source: None,
        }
    }

    /// A failure because of an error. The reason consists of its text and that of its innermost source.
    ///
    /// ```
    /// use clerk_metadata_client::TransportError;
    ///
    /// let error = TransportError::from_error(std::io::Error::other("the connection was reset"));
    /// assert!(error.reason.starts_with("the connection was reset") && error.source.is_some());
    /// ```
    #[must_use]
    pub fn from_error(error: impl StdError + Send + Sync + 'static) -> TransportError {
        let mut reason = error.to_string();
        let mut innermost: Option<&dyn StdError> = None;
        let mut source = error.source();
        while let Some(inner) = source {
            innermost = Some(inner);
            source = inner.source();
        }
        if let Some(inner) = innermost {
            reason.push_str(": ");
            reason.push_str(&inner.to_string());
        }
        TransportError {
            reason,
            source: Some(Box::new(error)),
        }
    }
}

/// What a `fetch` returned cannot be read as a response, and why. Only the transport of wasm32 has this error. It is
/// not retried, because the next attempt would fail in the same way.
#[derive(Debug)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub(crate) struct UnusableResponse(pub(crate) &'static str);

impl fmt::Display for UnusableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unusable response: the global fetch must return a Response, but ")?;
        f.write_str(self.0)?;
        f.write_str(".")
    }
}

impl StdError for UnusableResponse {}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
