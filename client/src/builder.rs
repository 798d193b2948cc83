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
    pub fn secret_key(mut self, secret_key: impl Into<String>) -> Self {
        self.options.secret_key = Some(secret_key.into());
        self
    }

    /// The URL of the Backend API. Default: `https://api.clerk.com`. It must be https, or http on loopback.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.options.api_url = Some(url.into());
        self
    }

    /// The version in the path. Default: `v1`.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.options.api_version = Some(version.into());
        self
    }

    /// Leaves the version out of the path, for a proxy whose paths have none.
    pub fn skip_api_version_in_url(mut self, skip: bool) -> Self {
        self.options.skip_api_version = skip;
        self
    }

    /// The `User-Agent` header. Default: `clerk-metadata/` and the version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.options.user_agent = Some(user_agent.into());
        self
    }

    /// The name and the version of an SDK that builds on this crate: added to the default `User-Agent`.
    pub fn sdk_metadata(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.options.sdk = Some((name.into(), version.into()));
        self
    }

    /// How many attempts may follow the first. Default: 2.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.options.max_retries = Some(f64::from(max_retries));
        self
    }

    /// How long an attempt may take, its body included. Default: 30 s. At most 2^31 - 1 milliseconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout.as_secs_f64() * 1000.0);
        self
    }

    /// Disables the timeout.
    pub fn no_timeout(mut self) -> Self {
        self.options.timeout = Some(f64::INFINITY);
        self
    }

    /// Hosts besides loopback to which `api_url` may use http, such as `backend` among containers.
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
    pub fn hooks(mut self, hooks: impl Hooks) -> Self {
        self.hooks = Some(Box::new(hooks));
        self
    }

    /// What sends the requests. Default: reqwest on native targets, the host's `fetch` on wasm32.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Validates the options.
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
