//! The options of a client.

use std::fmt;
use std::time::Duration;

use clerk_metadata::core::{Config, Options};

use crate::client::{Client, Settings};
use crate::error::Error;
use crate::hooks::Hooks;
use crate::transport::Transport;

/// Builds a [`Client`]. The options are those of the npm package.
///
/// ```
/// use std::time::Duration;
/// use clerk_metadata_client::Client;
///
/// let client = Client::builder()
///     .secret_key("sk_test_1")
///     .timeout(Duration::from_secs(5))
///     .max_retries(4)
///     .build()?;
/// # Ok::<(), clerk_metadata_client::Error>(())
/// ```
#[derive(Default)]
#[must_use]
pub struct ClientBuilder {
    pub(crate) options: Options,
    transport: Option<Box<dyn Transport>>,
    hooks: Option<Box<dyn Hooks>>,
}

impl ClientBuilder {
    /// The secret key, `sk_live_…` or `sk_test_…`.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn secret_key(mut self, secret_key: impl Into<String>) -> Self {
        self.options.secret_key = Some(secret_key.into());
        self
    }

    /// The URL of the Backend API. Default: `https://api.clerk.com`. It must be https, or http on loopback.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .api_url("http://127.0.0.1:8000")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.options.api_url = Some(url.into());
        self
    }

    /// The version in the path. Default: `v1`.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .api_version("v1")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.options.api_version = Some(version.into());
        self
    }

    /// Leaves the version out of the path, for a proxy whose paths have none.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .api_url("https://proxy.example.com/clerk")
    ///     .skip_api_version_in_url(true)
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn skip_api_version_in_url(mut self, skip: bool) -> Self {
        self.options.skip_api_version = skip;
        self
    }

    /// The `User-Agent` header. Default: `clerk-metadata/` and the version.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .user_agent("my-service/1.0")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.options.user_agent = Some(user_agent.into());
        self
    }

    /// The name and the version of an SDK that builds on this crate: added to the default `User-Agent`.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .sdk_metadata("my-sdk", "1.2.3")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sdk_metadata(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.options.sdk = Some((name.into(), version.into()));
        self
    }

    /// How many attempts may follow the first. Default: 2.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .max_retries(0)
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.options.max_retries = Some(f64::from(max_retries));
        self
    }

    /// How long an attempt may take, its body included. Default: 30 s. At most 2^31 - 1 milliseconds.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .timeout(std::time::Duration::from_secs(5))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout.as_secs_f64() * 1000.0);
        self
    }

    /// Disables the timeout.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .no_timeout()
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn no_timeout(mut self) -> Self {
        self.options.timeout = Some(f64::INFINITY);
        self
    }

    /// Hosts besides loopback to which `api_url` may use http, such as `backend` among containers.
    ///
    /// ```
    /// let client = clerk_metadata_client::Client::builder()
    ///     .secret_key("sk_test_1")
    ///     .api_url("http://backend:8000")
    ///     .allow_insecure_hosts(["backend"])
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn allow_insecure_hosts<H: Into<String>>(
        mut self,
        hosts: impl IntoIterator<Item = H>,
    ) -> Self {
        self.options.insecure_hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Allows calls from a page in a browser, where everyone can read the key. For keys that are not secret.
    #[cfg(target_arch = "wasm32")]
    pub fn dangerously_allow_browser(mut self, allow: bool) -> Self {
        self.options.allow_in_page = allow;
        self
    }

    /// What observes the calls.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, Hooks, RetryEvent};
    ///
    /// struct Log;
    /// impl Hooks for Log {
    ///     fn on_retry(&self, event: &RetryEvent<'_>) {
    ///         eprintln!("attempt {} failed: {}", event.attempt, event.reason);
    ///     }
    /// }
    /// let client = Client::builder().secret_key("sk_test_1").hooks(Log).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn hooks(mut self, hooks: impl Hooks) -> Self {
        self.hooks = Some(Box::new(hooks));
        self
    }

    /// What sends the requests. Default: reqwest on native targets, the host's `fetch` on wasm32.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// let client = Client::builder().secret_key("sk_test_1").transport(LocalBackend::new()).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Validates the options.
    ///
    /// ```
    /// let error = clerk_metadata_client::Client::builder().build().unwrap_err();
    /// assert_eq!((error.code(), error.path()), ("missing_secret_key", Some("secretKey")));
    /// ```
    ///
    /// # Errors
    /// [`Error`] with the code `missing_secret_key` or `invalid_option`, whose path is the option, or with
    /// `connection_failed` if the default transport cannot be created.
    pub fn build(mut self) -> Result<Client, Error> {
        self.options.is_page = is_page();
        let secret_key = self.options.secret_key.clone().unwrap_or_default();
        let config =
            Config::new(&self.options).map_err(|kind| Error::of_input(kind, &secret_key))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        Ok(Client::new(Settings {
            options: self.options,
            config,
            transport,
            hooks: self.hooks,
        }))
    }
}

#[cfg(target_arch = "wasm32")]
fn is_page() -> bool {
    crate::transport::fetch::is_page()
}

#[cfg(not(target_arch = "wasm32"))]
fn is_page() -> bool {
    false
}

#[cfg(target_arch = "wasm32")]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    Ok(Box::new(crate::transport::fetch::FetchTransport::new()))
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    match crate::transport::reqwest::ReqwestTransport::with_defaults() {
        Ok(transport) => Ok(Box::new(transport)),
        Err(error) => Err(Error::of_transport(error)),
    }
}

#[cfg(not(any(feature = "reqwest", target_arch = "wasm32")))]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    let reason = "it is required without the feature reqwest.";
    Err(Error::of_input(clerk_metadata::core::Error::option(
        "transport",
        reason,
    )))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientBuilder")
    }
}
