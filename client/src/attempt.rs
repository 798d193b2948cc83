//! One attempt of a call: a request and its whole response, within the timeout.

use std::error::Error as StdError;
use std::time::Duration;

use clerk_metadata::core::limits::MAX_BODY_BYTES;
use clerk_metadata::core::{HttpResponse as CoreResponse, Outcome};
use futures_util::future::{Either, select};

use crate::maybe_send::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// The size that an empty chunk counts as, so that an endless body of empty chunks exceeds the maximum.
const EMPTY_CHUNK_BYTES: usize = 1024;

/// How an attempt ended.
pub(crate) struct Attempt {
    pub(crate) outcome: Outcome,
    /// The error of the transport, if it failed.
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Sends a request. `timeout` is in milliseconds; infinity disables it.
pub(crate) async fn run(transport: &dyn Transport, request: &HttpRequest, timeout: f64) -> Attempt {
    let mut deadline = match Duration::try_from_secs_f64(timeout / 1000.0) {
        Ok(timeout) => transport.sleep(timeout),
        Err(_) => Box::pin(std::future::pending()),
    };
    let response = match before(&mut deadline, transport.send(request)).await {
        None => return Attempt::timeout(None),
        Some(Err(error)) => return Attempt::failure(error, None),
        Some(Ok(response)) => response,
    };
    let status = response.status;
    match before(&mut deadline, Box::pin(read(transport, response))).await {
        None => Attempt::timeout(Some(status)),
        Some(Err(error)) => Attempt::failure(error, Some(status)),
        Some(Ok(outcome)) => Attempt {
            outcome,
            source: None,
        },
    }
}

impl Attempt {
    fn timeout(status: Option<u16>) -> Attempt {
        Attempt {
            outcome: Outcome::Timeout { status },
            source: None,
        }
    }

    fn failure(error: TransportError, status: Option<u16>) -> Attempt {
        Attempt {
            outcome: Outcome::Failure {
                reason: error.reason,
                status,
            },
            source: error.source,
        }
    }
}

/// The output of a future, or `None` if the deadline is over first.
async fn before<T>(deadline: &mut BoxFuture<'_, ()>, future: BoxFuture<'_, T>) -> Option<T> {
    match select(future, deadline).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

async fn read(
    transport: &dyn Transport,
    mut response: HttpResponse,
) -> Result<Outcome, TransportError> {
    let (mut bytes, mut counted) = (Vec::new(), 0_usize);
    while let Some(chunk) = response.body.chunk().await? {
        counted = counted.saturating_add(if chunk.is_empty() {
            EMPTY_CHUNK_BYTES
        } else {
            chunk.len()
        });
        if counted > MAX_BODY_BYTES {
            return Ok(Outcome::TooLarge {
                status: response.status,
            });
        }
        bytes.extend(chunk);
    }
    let header = |name| response.header_value(name);
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Outcome::Response(CoreResponse {
        status: response.status,
        retry_after: header("retry-after"),
        date: header("date"),
        cf_ray: header("cf-ray"),
        received_at: transport.now_ms(),
        body: text
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(text),
    }))
}
