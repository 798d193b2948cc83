//! A call that is ready to be sent.

use std::borrow::Cow;
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use clerk_metadata::core::{
    Attempts, Config, Error as ErrorKind, Operation, Options, Outcome, PreparedRequest, Step,
};

use crate::attempt::{self, Attempt};
use crate::client::Settings;
use crate::error::{Error, FailedRequest};
use crate::hooks::{ErrorEvent, RequestEvent, ResponseEvent, RetryEvent, SuccessEvent};
use crate::maybe_send::BoxFuture;
use crate::redact::redact;
use crate::result::FromResponse;
use crate::transport::{HttpRequest, UnusableResponse};

/// A call. Await it, after setting options that replace those of the client. Dropping its future cancels it; the
/// request may still have taken effect.
///
/// ```
/// use std::time::Duration;
/// use clerk_metadata_client::{Client, LocalBackend, public_metadata};
/// use serde_json::json;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let backend = LocalBackend::new();
/// # backend.create_user(&json!({ "id": "user_ada" }))?;
/// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
/// let (user, response) = client
///     .update_user_metadata("user_ada", &public_metadata(json!({ "plan": "pro" })))
///     .timeout(Duration::from_secs(5))
///     .max_retries(4)
///     .with_response()
///     .await?;
/// assert_eq!((user.id.as_str(), response.status, response.attempts), ("user_ada", 200, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T> {
    settings: Arc<Settings>,
    timeout: Option<f64>,
    max_retries: Option<f64>,
    operation: &'static str,
    prepared: Result<Prepared, ErrorKind>,
    result: PhantomData<fn() -> T>,
}

/// The validated part of a request that depends on the call.
pub(crate) struct Prepared {
    pub(crate) operation: &'static Operation,
    pub(crate) request: PreparedRequest,
}

/// What the last response of a call says besides its body.
///
/// ```
/// use clerk_metadata_client::{Client, LocalBackend};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let backend = LocalBackend::new();
/// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
/// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
/// let (_, response) = client.get_user("user_ada").with_response().await?;
/// assert_eq!((response.status, response.attempts, response.clerk_trace_id), (200, 1, None));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseInfo {
    /// The HTTP status.
    pub status: u16,
    /// The ID with which Clerk's support finds the request.
    pub clerk_trace_id: Option<String>,
    /// How many attempts were made.
    pub attempts: u32,
}

impl<T: FromResponse + 'static> Call<T> {
    pub(crate) fn new(
        settings: &Arc<Settings>,
        operation: &'static str,
        prepared: Result<Prepared, ErrorKind>,
    ) -> Call<T> {
        Call {
            settings: Arc::clone(settings),
            timeout: None,
            max_retries: None,
            operation,
            prepared,
            result: PhantomData,
        }
    }

    /// How long an attempt may take, its body included. Default: that of the client.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    /// use std::time::Duration;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let user = client.get_user("user_ada").timeout(Duration::from_secs(5)).await?;
    /// assert_eq!(user.id, "user_ada");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Call<T> {
        self.timeout = Some(timeout.as_secs_f64() * 1000.0);
        self
    }

    /// How many attempts may follow the first. Default: that of the client.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let user = client.get_user("user_ada").max_retries(0).await?;
    /// assert_eq!(user.id, "user_ada");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn max_retries(mut self, max_retries: u32) -> Call<T> {
        self.max_retries = Some(f64::from(max_retries));
        self
    }

    /// Resolves to the result and to what the last response says besides its body.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let (user, response) = client.get_user("user_ada").with_response().await?;
    /// assert_eq!((user.id.as_str(), response.status), ("user_ada", 200));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_response(self) -> BoxFuture<'static, Result<(T, ResponseInfo), Error>> {
        Box::pin(self.execute())
    }

    async fn execute(self) -> Result<(T, ResponseInfo), Error> {
        static CALLS: AtomicU64 = AtomicU64::new(1);
        let call_id = CALLS.fetch_add(1, Ordering::Relaxed);
        let settings = Arc::clone(&self.settings);
        let outcome = self.run(call_id).await;
        if let Some(hooks) = &settings.hooks {
            match &outcome {
                Ok((_, response)) => hooks.on_success(&SuccessEvent { call_id, response }),
                Err(error) => hooks.on_error(&ErrorEvent { call_id, error }),
            }
        }
        outcome
    }

    async fn run(self, call_id: u64) -> Result<(T, ResponseInfo), Error> {
        let Call {
            settings,
            timeout,
            max_retries,
            prepared,
            ..
        } = self;
        let secret_key = settings.options.secret_key.as_deref().unwrap_or_default();
        let invalid = |kind| Error::of_input(kind, secret_key);
        let config = call_config(&settings, timeout, max_retries).map_err(invalid)?;
        let Prepared { operation, request } = prepared.map_err(invalid)?;
        let request = http_request(&config, request);
        let (transport, hooks) = (&*settings.transport, settings.hooks.as_deref());
        let url = redact(&request.url, secret_key);
        let failed = |kind, attempt, source| {
            Error::of_call(
                kind,
                attempt,
                failed_request(request.method, &url),
                source,
                secret_key,
            )
        };
        let mut attempts = Attempts::new(&config, operation);
        loop {
            let attempt = attempts.ended.saturating_add(1);
            if let Some(hooks) = hooks {
                hooks.on_request(&RequestEvent {
                    call_id,
                    attempt,
                    method: request.method,
                    url: &url,
                });
            }
            let started_ms = transport.now_ms();
            let Attempt { outcome, source } =
                attempt::run(transport, &request, config.timeout()).await;
            if let Some(unusable) = source.as_ref().and_then(|source| source.downcast_ref()) {
                let UnusableResponse(reason) = *unusable;
                let kind = ErrorKind::UnexpectedResponse {
                    status: 0,
                    reason,
                    clerk_trace_id: None,
                };
                return Err(failed(kind, attempt, source));
            }
            let response = match &outcome {
                Outcome::Response(response) => Some(response.clone()),
                _ => None,
            };
            if let (Some(hooks), Some(response)) = (hooks, &response) {
                let duration =
                    Duration::try_from_secs_f64((transport.now_ms() - started_ms) / 1000.0);
                hooks.on_response(&ResponseEvent {
                    call_id,
                    attempt,
                    method: request.method,
                    url: &url,
                    status: response.status,
                    duration: duration.unwrap_or_default(),
                });
            }
            match (attempts.next_step(outcome, transport.random()), response) {
                (Step::Done(Ok(found)), Some(response)) => {
                    let info = ResponseInfo {
                        status: response.status,
                        clerk_trace_id: response.cf_ray.map(|id| redact(&id, secret_key)),
                        attempts: attempt,
                    };
                    let unreadable = |error| {
                        let kind = ErrorKind::UnexpectedResponse {
                            status: response.status,
                            reason: "the body is JSON that cannot be read.",
                            clerk_trace_id: info.clerk_trace_id.clone(),
                        };
                        failed(kind, attempt, Some(Box::new(error) as _))
                    };
                    let result = T::from_response(&found, &response.body).map_err(unreadable)?;
                    return Ok((result, info));
                }
                (Step::Done(Err(kind)), _) => {
                    return Err(failed(kind, attempt, source));
                }
                (Step::Wait(delay_ms, kind), _) => {
                    let delay = Duration::try_from_secs_f64(delay_ms / 1000.0).unwrap_or_default();
                    if let Some(hooks) = hooks {
                        let reason = &failed(kind, attempt, source);
                        hooks.on_retry(&RetryEvent {
                            call_id,
                            attempt,
                            reason,
                            delay,
                        });
                    }
                    transport.sleep(delay).await;
                }
                (_, _) => {
                    let kind = ErrorKind::Connection {
                        reason: "the attempt has no outcome".to_owned(),
                        status: None,
                    };
                    return Err(failed(kind, attempt, None));
                }
            }
        }
    }
}

/// The options of the client, or with those of the call.
fn call_config(
    settings: &Settings,
    timeout: Option<f64>,
    max_retries: Option<f64>,
) -> Result<Cow<'_, Config>, ErrorKind> {
    if timeout.is_none() && max_retries.is_none() {
        return Ok(Cow::Borrowed(&settings.config));
    }
    let options = &settings.options;
    Config::new(&Options {
        timeout: timeout.or(options.timeout),
        max_retries: max_retries.or(options.max_retries),
        ..options.clone()
    })
    .map(Cow::Owned)
}

/// The method, and the path of the URL without its query string.
fn failed_request(method: &'static str, url: &str) -> FailedRequest {
    let path = url
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    let path = path
        .unwrap_or_default()
        .split('?')
        .next()
        .unwrap_or_default();
    FailedRequest {
        method,
        path: path.to_owned(),
    }
}

fn http_request(config: &Config, request: PreparedRequest) -> HttpRequest {
    let mut headers = Vec::from(config.headers());
    if request.body.is_some() {
        let (name, value) = clerk_metadata::core::options::config::CONTENT_TYPE;
        headers.push((name, value.to_owned()));
    }
    let url = format!("{}{}", config.base_url(), request.path);
    HttpRequest {
        method: request.method,
        url,
        headers,
        body: request.body,
    }
}

impl<T: FromResponse + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.execute().await.map(|(result, _)| result) })
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
