//! The validated options of a client and of a call.

use crate::core::errors::error::Error;
use crate::core::limits::{DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS};
use crate::core::options::api_url;
use crate::core::options::secret_key::SecretKey;
use crate::core::options::table::Options;

const DEFAULT_API_VERSION: &str = "v1";
const DEFAULT_USER_AGENT: &str = concat!("clerk-metadata/", env!("CARGO_PKG_VERSION"));

/// The version of the Backend API that this crate supports, which is a date.
pub const CLERK_API_VERSION: &str = "2026-05-12";

/// The header of a request with a body.
pub const CONTENT_TYPE: (&str, &str) = ("content-type", "application/json");

/// Validated options.
#[derive(Debug, Clone)]
pub struct Config {
    base_url: String,
    secret_key: SecretKey,
    user_agent: String,
    max_retries: u32,
    timeout: f64,
}

impl Config {
    /// Validates the options and adds the defaults.
    ///
    /// # Errors
    /// [`Error::MissingSecretKey`], or [`Error::InvalidOption`] with the option's name. The texts never contain the
    /// key.
    pub fn new(options: &Options) -> Result<Config, Error> {
        let secret_key = SecretKey::new(options.secret_key.as_deref())?;
        if options.is_page && !options.allow_in_page {
            return Err(Error::option(
                "dangerouslyAllowBrowser",
                "calls are rejected in a browser page, where everyone can read the secret key. Call your own server instead. If the key is not secret, as for a local Backend API, set this option to true.",
            ));
        }
        let mut base_url = String::from(match options.api_url.as_deref() {
            None | Some("") => api_url::DEFAULT_API_URL,
            Some(url) => api_url::validated(url, &options.insecure_hosts)?,
        });
        let version = options.api_version.as_deref();
        let version = version.filter(|version| !version.is_empty());
        let version = version.unwrap_or(DEFAULT_API_VERSION);
        if !version.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::option(
                "apiVersion",
                "must contain only letters and digits, as in v1.",
            ));
        }
        if !options.skip_api_version {
            base_url.push('/');
            base_url.push_str(version);
        }
        Ok(Config {
            base_url,
            secret_key,
            user_agent: user_agent(options)?,
            max_retries: max_retries(options.max_retries)?,
            timeout: timeout(options.timeout)?,
        })
    }
}

impl Config {
    /// The URL that the path of every request follows.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Maximum number of retries.
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.max_retries
    }

    /// Timeout of each attempt, in milliseconds, including the body. May be infinite.
    #[must_use]
    pub fn timeout(&self) -> f64 {
        self.timeout
    }
}

impl Config {
    /// The headers of every request: lowercase names and their values. One of them contains the key. A request with a
    /// body also has [`CONTENT_TYPE`].
    #[must_use]
    pub fn headers(&self) -> [(&'static str, String); 4] {
        [
            ("authorization", self.secret_key.bearer()),
            ("clerk-api-version", CLERK_API_VERSION.to_owned()),
            ("user-agent", self.user_agent.clone()),
            ("accept", String::from("application/json")),
        ]
    }
}

fn max_retries(option: Option<f64>) -> Result<u32, Error> {
    let Some(number) = option else {
        return Ok(DEFAULT_MAX_RETRIES);
    };
    let whole = number as u32;
    if f64::from(whole) == number {
        Ok(whole)
    } else {
        Err(Error::option(
            "maxRetries",
            "must be a whole number. 0 disables retries.",
        ))
    }
}

fn timeout(option: Option<f64>) -> Result<f64, Error> {
    let timeout = option.unwrap_or(DEFAULT_TIMEOUT_MS);
    if timeout > 0.0 && (timeout <= MAX_TIMEOUT_MS || timeout.is_infinite()) {
        Ok(timeout)
    } else {
        Err(Error::option(
            "timeout",
            "must be a number of milliseconds above 0 and up to 2147483647. Infinity disables the timeout.",
        ))
    }
}

fn user_agent(options: &Options) -> Result<String, Error> {
    let mut agent = String::new();
    let option = match &options.user_agent {
        Some(user_agent) if !user_agent.is_empty() => {
            agent.push_str(user_agent);
            "userAgent"
        }
        _ => {
            agent.push_str(DEFAULT_USER_AGENT);
            if let Some((name, version)) = &options.sdk {
                for part in [" ", name, "@", version] {
                    agent.push_str(part);
                }
            }
            "sdkMetadata"
        }
    };
    if agent.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Ok(agent)
    } else {
        Err(Error::option(
            option,
            "must contain only visible ASCII characters and spaces.",
        ))
    }
}
