//! Keeps the secret key out of texts that others have written.

use std::error::Error as StdError;
use std::fmt;

use clerk_metadata::core::Error as ErrorKind;

const REDACTED: &str = "[redacted]";

/// The text without the key.
pub(crate) fn redact(text: &str, secret_key: &str) -> String {
    if secret_key.is_empty() {
        text.to_owned()
    } else {
        text.replace(secret_key, REDACTED)
    }
}

/// The same error without the key, which a response or the input may contain.
pub(crate) fn redact_kind(mut kind: ErrorKind, secret_key: &str) -> ErrorKind {
    let redact = |text: &mut String| {
        if !secret_key.is_empty() && text.contains(secret_key) {
            *text = text.replace(secret_key, REDACTED);
        }
    };
    match &mut kind {
        ErrorKind::Api(error) => {
            error.clerk_trace_id.iter_mut().for_each(redact);
            for item in &mut error.errors {
                [&mut item.code, &mut item.message, &mut item.meta]
                    .into_iter()
                    .chain(&mut item.long_message)
                    .for_each(redact);
            }
        }
        ErrorKind::UnexpectedResponse { clerk_trace_id, .. } => {
            clerk_trace_id.iter_mut().for_each(redact)
        }
        ErrorKind::Connection { reason, .. } => redact(reason),
        ErrorKind::InvalidOption { path, reason } | ErrorKind::InvalidParams { path, reason } => {
            [path, reason].into_iter().for_each(redact);
        }
        _ => {}
    }
    kind
}

/// The error itself, or its redacted text if it or one of its sources contains the key.
pub(crate) fn redact_source(
    source: Box<dyn StdError + Send + Sync>,
    secret_key: &str,
) -> Box<dyn StdError + Send + Sync> {
    let leaks = |error: &dyn StdError| {
        !secret_key.is_empty()
            && [error.to_string(), format!("{error:?}")]
                .iter()
                .any(|text| text.contains(secret_key))
    };
    let mut next: Option<&dyn StdError> = Some(&*source);
    while let Some(error) = next {
        if leaks(error) {
            return Box::new(RedactedError(redact(&source.to_string(), secret_key)));
        }
        next = error.source();
    }
    source
}

/// Stands in for an error whose text contains the secret key.
#[derive(Debug)]
struct RedactedError(String);

impl fmt::Display for RedactedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for RedactedError {}
