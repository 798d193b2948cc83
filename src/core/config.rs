//! What a call needs to know besides its parameters.

use super::limits::{DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS};
use super::nearest::Nearest;
use super::secret_key::SecretKey;
use super::{Error, api_url, path};

const DEFAULT_API_VERSION: &str = "v1";
const DEFAULT_USER_AGENT: &str = concat!("clerk-metadata/", env!("CARGO_PKG_VERSION"));

/// The date of the version of the Backend API whose shapes this crate knows.
pub const CLERK_API_VERSION: &str = "2026-05-12";

/// The options of a client, as given.
#[derive(Default, Clone, Copy)]
pub struct Options<'a> {
    /// The secret key, `sk_live_…` or `sk_test_…`. Without it no call can be made.
    pub secret_key: Option<&'a str>,
    /// Where the Backend API is: `https://api.clerk.com` unless told.
    pub api_url: Option<&'a str>,
    /// The version in the path: `v1` unless told.
    pub api_version: Option<&'a str>,
    /// Whether the version is left out of the path.
    pub skip_api_version: bool,
    /// The `User-Agent` header: this crate and its version unless told.
    pub user_agent: Option<&'a str>,
    /// The name and the version of the SDK that this is a part of: added to the `User-Agent` header
    /// where that is not told.
    pub sdk: Option<(&'a str, &'a str)>,
    /// How often a call is tried again.
    pub max_retries: Option<f64>,
    /// How long an attempt may take, in milliseconds.
    pub timeout: Option<f64>,
    /// Hosts beside the loopback to which `http` is allowed.
    pub insecure_hosts: &'a [String],
    /// Whether this is a page in a browser, where others can read the key.
    pub in_page: bool,
    /// Whether it may be used there all the same.
    pub allow_in_page: bool,
}

/// The names in JavaScript of the options that a single call takes, and a client for all of its.
pub const CALL_OPTIONS: [&str; 3] = ["signal", "timeout", "maxRetries"];

/// Those that only a client takes.
pub const CLIENT_OPTIONS: [&str; 12] = [
    "secretKey",
    "apiUrl",
    "apiVersion",
    "skipApiVersionInUrl",
    "userAgent",
    "sdkMetadata",
    "fetch",
    "allowInsecureHosts",
    "dangerouslyAllowBrowser",
    "onRequest",
    "onResponse",
    "onRetry",
];

/// Options of the official client that have nothing to do with these calls: accepted, so that one
/// object can serve both, and without effect.
pub const IGNORED_OPTIONS: [&str; 10] = [
    "audience",
    "domain",
    "isSatellite",
    "jwtKey",
    "machineSecretKey",
    "proxyUrl",
    "publishableKey",
    "requireSecretKey",
    "telemetry",
    "useMachineSecretKey",
];

/// Refuses a name that is no option of a client.
///
/// # Errors
/// [`Error::InvalidOption`] with the nearest option.
pub fn known_option(name: &str) -> Result<(), Error> {
    known(
        name,
        &[&CALL_OPTIONS, &CLIENT_OPTIONS, &IGNORED_OPTIONS],
        "createClerkClient has no such option.",
    )
}

/// Refuses a name that is no option of a single call.
///
/// # Errors
/// [`Error::InvalidOption`] with the nearest option.
pub fn known_call_option(name: &str) -> Result<(), Error> {
    known(
        name,
        &[&CALL_OPTIONS],
        "a call has no such option: it takes signal, timeout and maxRetries.",
    )
}

fn known(name: &str, lists: &[&[&str]], reason: &str) -> Result<(), Error> {
    if lists.iter().any(|list| list.contains(&name)) {
        return Ok(());
    }
    Err(unknown(name, lists, reason))
}

// Apart: a host compiles what is called, and most calls do not come here.
#[inline(never)]
fn unknown(name: &str, lists: &[&[&str]], reason: &str) -> Error {
    let mut nearest = Nearest::to(name);
    for list in lists {
        for known in *list {
            nearest.consider(known);
        }
    }
    let mut reason = String::from(reason);
    nearest.suggest(&mut reason);
    Error::option(&path::of(&[name]), &reason)
}

/// Checked options.
#[derive(Debug, Clone)]
pub struct Config {
    pub(super) base_url: String,
    pub(super) secret_key: SecretKey,
    pub(super) user_agent: String,
    pub(super) max_retries: u32,
    pub(super) timeout: f64,
}

impl Config {
    /// Checks the options and fills in what is not given.
    ///
    /// # Errors
    /// [`Error::MissingSecretKey`], or [`Error::InvalidOption`] with the option's name. The texts
    /// never hold the key.
    pub fn new(options: Options<'_>) -> Result<Config, Error> {
        let secret_key = SecretKey::new(options.secret_key)?;
        if options.in_page && !options.allow_in_page {
            return Err(Error::option(
                "dangerouslyAllowBrowser",
                "this is a page in a browser, where everyone can read the secret key. Call a server of yours instead; or set this option to true where the key is no secret, as with a local Backend API.",
            ));
        }
        let mut base_url = String::from(match options.api_url {
            None | Some("") => api_url::DEFAULT_API_URL,
            Some(url) => api_url::checked(url, options.insecure_hosts)?,
        });
        let version = options.api_version.filter(|version| !version.is_empty());
        let version = version.unwrap_or(DEFAULT_API_VERSION);
        if !version.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::option(
                "apiVersion",
                "it may hold letters and digits only, as in v1.",
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
    /// What the path of every request follows.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// How often a call is made again.
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.max_retries
    }

    /// How long an attempt may take, in milliseconds; maybe without end.
    #[must_use]
    pub fn timeout(&self) -> f64 {
        self.timeout
    }
}

fn max_retries(given: Option<f64>) -> Result<u32, Error> {
    let Some(given) = given else {
        return Ok(DEFAULT_MAX_RETRIES);
    };
    let whole = given as u32;
    if f64::from(whole) == given {
        Ok(whole)
    } else {
        Err(Error::option(
            "maxRetries",
            "it must be a whole number, 0 for no retries.",
        ))
    }
}

fn timeout(given: Option<f64>) -> Result<f64, Error> {
    let given = given.unwrap_or(DEFAULT_TIMEOUT_MS);
    if given > 0.0 && (given <= MAX_TIMEOUT_MS || given.is_infinite()) {
        Ok(given)
    } else {
        Err(Error::option(
            "timeout",
            "it must be milliseconds, above 0 and up to 2147483647, or Infinity for none.",
        ))
    }
}

fn user_agent(options: Options<'_>) -> Result<String, Error> {
    let mut agent = String::new();
    let option = match options.user_agent {
        Some(given) if !given.is_empty() => {
            agent.push_str(given);
            "userAgent"
        }
        _ => {
            agent.push_str(DEFAULT_USER_AGENT);
            if let Some((name, version)) = options.sdk {
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
            "it may hold visible ASCII and spaces only.",
        ))
    }
}
