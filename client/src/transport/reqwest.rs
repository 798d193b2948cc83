//! The transport on native targets: reqwest with rustls.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::maybe_send::BoxFuture;
use crate::transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};

/// Sends requests through a [`reqwest::Client`]. Needs a tokio runtime.
///
/// ```
/// use clerk_metadata_client::{Client, ReqwestTransport};
///
/// let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
/// let client = Client::builder().secret_key("sk_test_1").transport(ReqwestTransport::new(http)).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ReqwestTransport(::reqwest::Client);

impl ReqwestTransport {
    /// Uses this client, with its proxies, certificates and pool. It must not follow redirects
    /// ([`Policy::none`](reqwest::redirect::Policy::none)), because the secret key goes to one origin only.
    ///
    /// ```
    /// let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    /// let transport = clerk_metadata_client::ReqwestTransport::new(http);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(client: ::reqwest::Client) -> ReqwestTransport {
        ReqwestTransport(client)
    }

    /// Uses a new client with a connection pool of its own, which does not follow redirects.
    ///
    /// ```
    /// let transport = clerk_metadata_client::ReqwestTransport::with_defaults()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TransportError`] if the TLS backend cannot be initialized.
    pub fn with_defaults() -> Result<ReqwestTransport, TransportError> {
        ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            .build()
            .map(ReqwestTransport)
            .map_err(TransportError::from_error)
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::new(
                "there is no tokio runtime, which reqwest needs",
            ));
        }
        let method = ::reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(TransportError::from_error)?;
        let mut builder = self.0.request(method, &request.url);
        for (name, value) in &request.headers {
            let mut value = ::reqwest::header::HeaderValue::from_str(value)
                .map_err(TransportError::from_error)?;
            value.set_sensitive(*name == "authorization");
            builder = builder.header(*name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let response = builder.send().await.map_err(TransportError::from_error)?;
        let headers = response.headers().iter().map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        });
        let (status, headers) = (response.status().as_u16(), headers.collect());
        Ok(HttpResponse::streamed(
            status,
            headers,
            ResponseBody(response),
        ))
    }
}

impl Transport for ReqwestTransport {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(self.send(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            // Without a runtime, which `send` reports, a timer would panic.
            if tokio::runtime::Handle::try_current().is_ok() {
                tokio::time::sleep(duration).await;
            }
        })
    }

    fn now_ms(&self) -> f64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        since.as_secs_f64() * 1000.0
    }

    fn random(&self) -> f64 {
        fastrand::f64()
    }
}

struct ResponseBody(::reqwest::Response);

impl Body for ResponseBody {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
        Box::pin(async {
            let chunk = self.0.chunk().await.map_err(TransportError::from_error)?;
            Ok(chunk.map(Vec::from))
        })
    }
}
