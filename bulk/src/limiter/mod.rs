//! When a request may be sent: `(now, event) -> send it, or ask again later`.
//!
//! ```text
//! enqueue ─► queue ─► poll ─► users     at most 9 in 10 s for one user
//!                      │      slots     a log of requests, each held until a window after its response
//!                      │      pace      even intervals, at most 3 at once, or half a second of them if hosts share it
//!                      ▼      pause     after a 429, until Retry-After has elapsed
//!                 send or wait ▲
//!                              │ capacity: cut by a 429, raised by windows without one
//! outcome of the request ──────┘
//! ```
//!
//! The limiter reads no clock, has no timers and sends nothing: the host passes its time with each event. Times are in
//! milliseconds since an arbitrary moment. A clock that stands still or is set back does no harm ([`clock`]).
//!
//! ```
//! use clerk_metadata_bulk::limiter::{Decision, Limiter, Outcome, Priority};
//!
//! // Two requests in any 10 s.
//! let mut limiter = Limiter::new(2, 10_000.0);
//! let mut send = |limiter: &mut Limiter, now| {
//!     let ticket = limiter.enqueue(now, Some("user_1"), Priority::App);
//!     (ticket, limiter.poll(now, ticket))
//! };
//! let (first, decision) = send(&mut limiter, 0.0);
//! assert_eq!(decision, Decision::Send);
//! limiter.end(200.0, first, Outcome::Accepted);
//! assert_eq!(send(&mut limiter, 5_000.0).1, Decision::Send);
//!
//! // The slot of the first request is free 10 s after its response. No wait is longer than a second: ask again then.
//! let (third, decision) = send(&mut limiter, 9_700.0);
//! assert_eq!(decision, Decision::Wait(500.0));
//! assert_eq!(limiter.poll(10_200.0, third), Decision::Send);
//! ```

mod capacity;
pub mod clock;
mod pace;
mod pause;
mod queue;
pub mod retry_after;
mod saved;
mod slots;
mod state;
mod suspect;
mod users;

pub use queue::Priority;
pub use state::{Decision, Limiter, Outcome, Ticket};
