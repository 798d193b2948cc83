//! The table of the options that the core reads. A new option is a row here and a field of [`Options`].
//!
//! Options that only the host reads, such as `fetch`, are in the table of the binding.

/// The options of a client and of a call. Their types are validated, and nothing else.
#[derive(Default, Clone)]
pub struct Options {
    /// The secret key, `sk_live_…` or `sk_test_…`. Calls without it are rejected.
    pub secret_key: Option<String>,
    /// The URL of the Backend API. Default: `https://api.clerk.com`.
    pub api_url: Option<String>,
    /// The version in the path. Default: `v1`.
    pub api_version: Option<String>,
    /// Whether the version is omitted from the path.
    pub skip_api_version: bool,
    /// The `User-Agent` header. Default: this crate and its version.
    pub user_agent: Option<String>,
    /// The name and the version of the SDK that calls this crate: added to the default `User-Agent`.
    pub sdk: Option<(String, String)>,
    /// Maximum number of retries.
    pub max_retries: Option<f64>,
    /// Timeout of each attempt, in milliseconds.
    pub timeout: Option<f64>,
    /// Hosts other than loopback for which `http` is allowed.
    pub insecure_hosts: Vec<String>,
    /// Whether calls from a browser page are allowed.
    pub allow_in_page: bool,
    /// Whether this is a browser page, where everyone can read the key. Set by the host; not an option.
    pub is_page: bool,
}

/// An option of the core.
pub struct OptionRow {
    /// The name in JavaScript.
    pub name: &'static str,
    /// Where it can be set.
    pub scope: Scope,
    /// Its type, and its field.
    pub field: OptionField,
}

/// Where an option can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For a client, and for a call, whose value replaces that of the client.
    Call,
    /// For a client only.
    Client,
}

/// The type of an option, and its field in [`Options`].
pub enum OptionField {
    /// A string.
    Text(fn(&mut Options) -> &mut Option<String>),
    /// A number.
    Number(fn(&mut Options) -> &mut Option<f64>),
    /// True or false.
    Flag(fn(&mut Options) -> &mut bool),
    /// A list of strings.
    Texts(fn(&mut Options) -> &mut Vec<String>),
    /// The name and the version of something.
    NameAndVersion(fn(&mut Options) -> &mut Option<(String, String)>),
}

/// Every option of the core.
#[rustfmt::skip]
pub static OPTIONS: [OptionRow; 10] = [
    row("timeout",                 Scope::Call,   OptionField::Number(|options| &mut options.timeout)),
    row("maxRetries",              Scope::Call,   OptionField::Number(|options| &mut options.max_retries)),
    row("secretKey",               Scope::Client, OptionField::Text(|options| &mut options.secret_key)),
    row("apiUrl",                  Scope::Client, OptionField::Text(|options| &mut options.api_url)),
    row("apiVersion",              Scope::Client, OptionField::Text(|options| &mut options.api_version)),
    row("skipApiVersionInUrl",     Scope::Client, OptionField::Flag(|options| &mut options.skip_api_version)),
    row("userAgent",               Scope::Client, OptionField::Text(|options| &mut options.user_agent)),
    row("sdkMetadata",             Scope::Client, OptionField::NameAndVersion(|options| &mut options.sdk)),
    row("allowInsecureHosts",      Scope::Client, OptionField::Texts(|options| &mut options.insecure_hosts)),
    row("dangerouslyAllowBrowser", Scope::Client, OptionField::Flag(|options| &mut options.allow_in_page)),
];

const fn row(name: &'static str, scope: Scope, field: OptionField) -> OptionRow {
    OptionRow { name, scope, field }
}

impl OptionField {
    /// The reason of the error for a value of another type.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        match self {
            OptionField::Text(_) => "must be a string.",
            OptionField::Number(_) => "must be a number.",
            OptionField::Flag(_) => "must be true or false.",
            OptionField::Texts(_) => "must be an array of host names such as [\"backend\"].",
            OptionField::NameAndVersion(_) => {
                "must be an object with two strings, name and version."
            }
        }
    }
}
