//! The error of every call.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use clerk_metadata::core::call::retry;
use clerk_metadata::core::{ApiErrorItem, Error as ErrorKind};

use crate::redact::{redact_kind, redact_source};
use crate::transport::UnusableResponse;

/// Why a call failed. Neither its texts nor its sources contain the secret key.
///
/// ```
/// use clerk_metadata_client::{Client, LocalBackend};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let client = Client::builder().secret_key("sk_test_any").transport(LocalBackend::new()).build()?;
/// let error = client.get_user("user_nobody").await.unwrap_err();
/// assert_eq!((error.code(), error.status(), error.attempts()), ("api_response_error", Some(404), 1));
/// assert_eq!(error.api_errors()[0].code, "resource_not_found");
/// assert!(!error.is_retryable());
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Error(Box<Inner>);

/// The request that an error is about. It has no query string, whose values may be personal data.
///
/// ```
/// use clerk_metadata_client::{Client, LocalBackend};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let backend = LocalBackend::new();
/// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
/// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
/// let error = client.get_user("user_nobody").await.unwrap_err();
/// if let Some(request) = error.request() {
///     assert_eq!((request.method, request.path.as_str()), ("GET", "/v1/users/user_nobody"));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedRequest {
    /// The HTTP method.
    pub method: &'static str,
    /// The path of the URL, such as `/v1/users/user_1/metadata`.
    pub path: String,
}

struct Inner {
    kind: ErrorKind,
    attempts: u32,
    request: Option<FailedRequest>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error that occurs before anything is sent.
    pub(crate) fn of_input(kind: ErrorKind, secret_key: &str) -> Error {
        let kind = redact_kind(kind, secret_key);
        Error(Box::new(Inner {
            kind,
            attempts: 0,
            request: None,
            source: None,
        }))
    }

    /// An error after a number of attempts. A source that contains the secret key is replaced by its redacted text.
    pub(crate) fn of_call(
        kind: ErrorKind,
        attempts: u32,
        request: FailedRequest,
        source: Option<Box<dyn StdError + Send + Sync>>,
        secret_key: &str,
    ) -> Error {
        let kind = redact_kind(kind, secret_key);
        let source = source.map(|source| redact_source(source, secret_key));
        Error(Box::new(Inner {
            kind,
            attempts,
            request: Some(request),
            source,
        }))
    }

    /// The source, if `fetch` returned something that cannot be read.
    pub(crate) fn unusable_response(&self) -> Option<&UnusableResponse> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// The error for a transport that cannot be created.
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    pub(crate) fn of_transport(error: crate::transport::TransportError) -> Error {
        let kind = ErrorKind::Connection {
            reason: error.reason,
            status: None,
        };
        Error(Box::new(Inner {
            kind,
            attempts: 0,
            request: None,
            source: error.source,
        }))
    }

    /// What failed, with its details.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert!(matches!(error.kind(), clerk_metadata_client::ErrorKind::Api(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The stable code, such as `invalid_params`, `connection_failed` or `api_response_error`. The codes of the
    /// Backend API itself are in [`api_errors`](Error::api_errors).
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert_eq!(error.code(), "api_response_error");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// The path of the invalid value, such as `publicMetadata.plan.seats`, for an error of the input.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let params = serde_json::json!({ "publicMetdata": {} });
    /// let error = client.update_user_metadata("user_ada", &params).await.unwrap_err();
    /// assert_eq!(error.path(), Some("publicMetdata"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.kind.path()
    }

    /// The HTTP status, if there was a response.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert_eq!(error.status(), Some(404));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.unusable_response() {
            Some(_) => None,
            None => self.0.kind.status(),
        }
    }

    /// The wait that the response asks for with `Retry-After`.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert_eq!(error.retry_after(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds = self.0.kind.retry_after()?;
        Duration::try_from_secs_f64(seconds).ok()
    }

    /// Whether the same call may succeed later. The client has made its retries already.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert!(!error.is_retryable());
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        retry::is_retryable(&self.0.kind)
    }

    /// The errors in the response of the Backend API.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert_eq!(error.api_errors()[0].code, "resource_not_found");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn api_errors(&self) -> &[ApiErrorItem] {
        match &self.0.kind {
            ErrorKind::Api(error) => &error.errors,
            _ => &[],
        }
    }

    /// The ID with which Clerk's support finds the request.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert!(error.clerk_trace_id().is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn clerk_trace_id(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::Api(error) => error.clerk_trace_id.as_deref(),
            ErrorKind::UnexpectedResponse { clerk_trace_id, .. } => clerk_trace_id.as_deref(),
            _ => None,
        }
    }

    /// The request that failed; `None` for an error of the input, for which nothing is sent.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert_eq!(error.request().map(|request| request.path.as_str()), Some("/v1/users/user_nobody"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn request(&self) -> Option<&FailedRequest> {
        self.0.request.as_ref()
    }

    /// How many attempts were made; 0 for an error of the input, for which nothing is sent.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let error = client.get_user("user_nobody").await.unwrap_err();
    /// assert_eq!(error.attempts(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unusable_response() {
            Some(unusable) => unusable.fmt(f)?,
            None => self.0.kind.fmt(f)?,
        }
        match &self.0.request {
            Some(FailedRequest { method, path }) => write!(f, " ({method} {path})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("attempts", &self.0.attempts)
            .field("request", &self.0.request)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
