//! The URL of the Backend API.

use crate::core::errors::error::Error;
use crate::core::text::decimal;
use crate::core::text::split::split_at_first;

macro_rules! default_api_url {
    () => {
        "https://api.clerk.com"
    };
}

/// The URL of Clerk's own Backend API.
pub const DEFAULT_API_URL: &str = default_api_url!();

const NOT_ABSOLUTE: &str = concat!("must be an absolute URL such as ", default_api_url!(), ".");
const INVALID_HOST: &str = concat!("must have a valid host, as in ", default_api_url!(), ".");

/// Validates a URL, which consists of an origin and an optional path, and returns it without trailing slashes. The key
/// is sent unencrypted only to loopback and to the hosts that the caller allows.
///
/// # Errors
/// [`Error::InvalidOption`] with the reason.
pub(super) fn validated<'a>(url: &'a str, insecure_hosts: &[String]) -> Result<&'a str, Error> {
    let reason = problem(url, insecure_hosts);
    if !reason.is_empty() {
        return Err(Error::option("apiUrl", reason));
    }
    let mut url = url;
    while let Some(shorter) = url.strip_suffix('/') {
        url = shorter;
    }
    Ok(url)
}

// A separate function: a host compiles functions when they are called, and most calls do not need this one.
#[inline(never)]
fn problem(url: &str, insecure_hosts: &[String]) -> &'static str {
    let Some((scheme, rest)) = split_at_first(url, b':') else {
        return NOT_ABSOLUTE;
    };
    let Some(rest) = rest.strip_prefix("://") else {
        return NOT_ABSOLUTE;
    };
    let (host_and_port, path) = split_at_first(rest, b'/').unwrap_or((rest, ""));
    if host_and_port.bytes().any(|byte| byte == b'@') {
        return "must not contain a user name or password.";
    }
    let is_plain = |byte: u8| !matches!(byte, b'?' | b'#' | b'\\' | b'%');
    if !rest.bytes().all(is_plain) || has_dot_segment(path) {
        return "must contain only a scheme, a host, a port and a plain path.";
    }
    let (host, port) = split_port(host_and_port);
    if !rest.bytes().all(|byte| byte.is_ascii_graphic()) || !is_host(host) || !is_port(port) {
        return INVALID_HOST;
    }
    if scheme.eq_ignore_ascii_case("https") {
        return "";
    }
    if !scheme.eq_ignore_ascii_case("http") {
        return "must have the scheme https, or http for loopback.";
    }
    let allowed = |known: &String| known.eq_ignore_ascii_case(host);
    if !is_loopback(host) && !insecure_hosts.iter().any(allowed) {
        return "http would send the secret key unencrypted. Use https. http is allowed for loopback (127.0.0.1, localhost) and for the hosts in allowInsecureHosts.";
    }
    ""
}

fn has_dot_segment(path: &str) -> bool {
    (path.as_bytes().split(|byte| *byte == b'/')).any(|part| part == b"." || part == b"..")
}

/// The host, with its brackets if it is an IPv6 address, and the rest.
fn split_port(text: &str) -> (&str, &str) {
    let at_end = text.bytes().position(|byte| byte == b']');
    let (v6, rest) = text
        .split_at_checked(at_end.unwrap_or_default())
        .unwrap_or((text, ""));
    match split_at_first(rest, b':') {
        Some((host, port)) => text
            .split_at_checked(v6.len() + host.len())
            .unwrap_or((text, port)),
        None => (text, ""),
    }
}

fn is_port(text: &str) -> bool {
    match text.strip_prefix(':') {
        Some(port) => port.is_empty() || decimal::parse(port.as_bytes(), 65535).is_some(),
        None => text.is_empty(),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host.strip_prefix('[') {
        let part = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        return v6
            .strip_suffix(']')
            .is_some_and(|v6| v6.bytes().all(part) && v6.bytes().any(|byte| byte == b':'));
    }
    let label = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let labels = host.strip_suffix('.').unwrap_or(host);
    (labels.as_bytes().split(|byte| *byte == b'.'))
        .all(|part| !part.is_empty() && part.iter().all(label))
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    // Only a complete address: a name that merely looks like one would be resolved.
    let v4 = host.strip_prefix("127.").is_some_and(|rest| {
        let mut parts = 0;
        rest.as_bytes().split(|byte| *byte == b'.').all(|part| {
            parts += 1;
            decimal::parse(part, 255).is_some()
        }) && parts == 3
    });
    v4 || host == "[::1]" || host == "localhost" || host.ends_with(".localhost")
}
