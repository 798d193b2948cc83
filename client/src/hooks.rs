//! What a call reports while it runs.

use std::time::Duration;

use crate::call::ResponseInfo;
use crate::error::Error;
use crate::maybe_send::MaybeSendSync;

/// Observes calls, for logs and metrics. Each method does nothing unless it is implemented. The methods are called on
/// the task of the call, so they should return quickly.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use clerk_metadata_client::{Client, Hooks, LocalBackend, ResponseEvent};
///
/// #[derive(Clone, Default)]
/// struct Log(Arc<Mutex<Vec<String>>>);
///
/// impl Hooks for Log {
///     fn on_response(&self, event: &ResponseEvent<'_>) {
///         let line = format!("{} {} {}", event.method, event.url, event.status);
///         self.0.lock().expect("no panic").push(line);
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let log = Log::default();
/// let client = Client::builder()
///     .secret_key("sk_test_any")
///     .transport(LocalBackend::new())
///     .hooks(log.clone())
///     .build()?;
/// assert_eq!(client.count_users(&Default::default()).await?, 0);
/// assert_eq!(*log.0.lock().expect("no panic"), ["GET https://api.clerk.com/v1/users/count 200"]);
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Hooks: MaybeSendSync + 'static {
    /// Before each attempt.
    fn on_request(&self, event: &RequestEvent<'_>) {
        let _ = event;
    }

    /// After each attempt that has a whole response, whatever its status.
    fn on_response(&self, event: &ResponseEvent<'_>) {
        let _ = event;
    }

    /// Before the wait for the next attempt.
    fn on_retry(&self, event: &RetryEvent<'_>) {
        let _ = event;
    }

    /// When a call succeeds. Every call ends with `on_success` or `on_error`, unless its future is dropped.
    fn on_success(&self, event: &SuccessEvent<'_>) {
        let _ = event;
    }

    /// When a call fails for good, also because of its input.
    fn on_error(&self, event: &ErrorEvent<'_>) {
        let _ = event;
    }
}

/// An attempt that begins.
///
/// ```
/// use clerk_metadata_client::{Hooks, RequestEvent};
///
/// struct Log;
/// impl Hooks for Log {
///     fn on_request(&self, event: &RequestEvent<'_>) {
///         println!("{} {} {}", event.call_id, event.method, event.url);
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RequestEvent<'a> {
    /// Pairs the events of a call. Unique within the process.
    pub call_id: u64,
    /// Which attempt of the call it is, from 1.
    pub attempt: u32,
    /// The HTTP method.
    pub method: &'a str,
    /// The absolute URL.
    pub url: &'a str,
}

/// A response that has arrived.
///
/// ```
/// use clerk_metadata_client::{Hooks, ResponseEvent};
///
/// struct Log;
/// impl Hooks for Log {
///     fn on_response(&self, event: &ResponseEvent<'_>) {
///         println!("{} {} in {:?}", event.call_id, event.status, event.duration);
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseEvent<'a> {
    /// Pairs the events of a call. Unique within the process.
    pub call_id: u64,
    /// Which attempt of the call it is, from 1.
    pub attempt: u32,
    /// The HTTP method.
    pub method: &'a str,
    /// The absolute URL.
    pub url: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// How long the attempt took, its body included.
    pub duration: Duration,
}

/// A retry that is going to be made.
///
/// ```
/// use clerk_metadata_client::{Hooks, RetryEvent};
///
/// struct Log;
/// impl Hooks for Log {
///     fn on_retry(&self, event: &RetryEvent<'_>) {
///         println!("{} {} again in {:?}", event.call_id, event.reason, event.delay);
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RetryEvent<'a> {
    /// Pairs the events of a call. Unique within the process.
    pub call_id: u64,
    /// The attempt that has failed, from 1.
    pub attempt: u32,
    /// Why it has failed.
    pub reason: &'a Error,
    /// The wait before the next attempt.
    pub delay: Duration,
}

/// A call that has succeeded.
///
/// ```
/// use clerk_metadata_client::{Hooks, SuccessEvent};
///
/// struct Log;
/// impl Hooks for Log {
///     fn on_success(&self, event: &SuccessEvent<'_>) {
///         println!("{} {}", event.call_id, event.response.status);
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SuccessEvent<'a> {
    /// Pairs the events of a call. Unique within the process.
    pub call_id: u64,
    /// The last response.
    pub response: &'a ResponseInfo,
}

/// A call that has failed for good.
///
/// ```
/// use clerk_metadata_client::{Hooks, ErrorEvent};
///
/// struct Log;
/// impl Hooks for Log {
///     fn on_error(&self, event: &ErrorEvent<'_>) {
///         println!("{} {}", event.call_id, event.error);
///     }
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ErrorEvent<'a> {
    /// Pairs the events of a call. Unique within the process.
    pub call_id: u64,
    /// The error of the call.
    pub error: &'a Error,
}
