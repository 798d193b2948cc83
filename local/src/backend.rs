//! The backend: turns a request into a response.

use crate::auth;
use crate::errors::RequestError;
use crate::journal::Journal;
use crate::list;
use crate::params::Source;
use crate::pending::{Committed, PendingChange, Prepared};
use crate::random::{Random, trace_id};
use crate::rate_limiter::{RateLimiter, RateLimits};
use crate::request::Request;
use crate::request_checks::{check_body, check_version};
use crate::response::Response;
use crate::route::Route;
use crate::store::Store;
use crate::user::User;
use crate::wire;

/// The settings of a backend. They do not implement `Debug` because they hold a secret key.
#[derive(Clone, Default)]
pub struct Settings {
    /// The only accepted key. Default: every key that starts with `sk_` is accepted.
    pub secret_key: Option<String>,
    /// Whether rate limits are enforced. Default: they are not.
    pub rate_limit: bool,
    /// The rate limits. Default: those of Clerk.
    pub rate_limits: RateLimits,
}

/// The users and organizations, and the rules by which they are read and changed.
#[derive(Default)]
pub struct Backend {
    settings: Settings,
    rate_limiter: RateLimiter,
    store: Store,
}

impl Backend {
    /// A backend without users and organizations.
    #[must_use]
    pub fn new(settings: Settings) -> Backend {
        Backend {
            rate_limiter: RateLimiter::new(settings.rate_limits),
            settings,
            ..Backend::default()
        }
    }

    /// The users and organizations.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Replaces all users and organizations. The IDs of instances are kept, except for those that `store` has.
    pub fn set_store(&mut self, mut store: Store) {
        store.keep_instances_of(&self.store);
        self.store = store;
    }

    /// Forgets the requests that were counted for the rate limits.
    pub fn reset_rate_limits(&mut self) {
        self.rate_limiter = RateLimiter::new(self.settings.rate_limits);
    }

    /// Responds to a request. A change is appended to the journal first, and is applied only if that
    /// succeeds.
    pub fn handle(
        &mut self,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Response {
        match self.prepare(request, now_ms, random) {
            Prepared::Response(response) => response,
            Prepared::Change { trace_id, pending } => {
                match self.append_and_commit(pending, journal) {
                    Ok(body) => Response::json(200, &trace_id, body),
                    Err(error) => error.response(&trace_id),
                }
            }
        }
    }

    /// Validates a request. If it changes nothing, returns the response. Otherwise returns a pending
    /// change: write its line, then [`Backend::commit`] it. Until then, every other request sees the
    /// users without the change, and no other change may be prepared.
    pub fn prepare(&mut self, request: &Request, now_ms: i64, random: &mut Random<'_>) -> Prepared {
        let trace_id = trace_id(random);
        match self.evaluate(request, now_ms, random) {
            Ok(Outcome::Body(body)) => Prepared::Response(Response::json(200, &trace_id, body)),
            Ok(Outcome::Change(pending)) => Prepared::Change { trace_id, pending },
            Err(error) => Prepared::Response(error.response(&trace_id)),
        }
    }

    /// Applies a line of a change, which has been written.
    pub fn commit(&mut self, mut pending: PendingChange) -> Committed {
        if let Some(change) = pending.changes.pop_front() {
            self.store.apply(change);
            pending.applied += 1;
        }
        if pending.changes.is_empty() {
            Committed::Body(pending.body)
        } else {
            Committed::Next(pending)
        }
    }

    pub(crate) fn append_and_commit(
        &mut self,
        mut pending: PendingChange,
        journal: &mut dyn Journal,
    ) -> Result<String, RequestError> {
        loop {
            journal
                .append(&pending.line())
                .map_err(|reason| pending.failure(&reason))?;
            match self.commit(pending) {
                Committed::Body(body) => return Ok(body),
                Committed::Next(next) => pending = next,
            }
        }
    }

    /// Checks a request in the order in which a gateway and the service behind it would (inferred): key,
    /// rate limit, route, headers, and then the body.
    fn evaluate(
        &mut self,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Outcome, RequestError> {
        let key = self.settings.secret_key.as_deref();
        let environment = auth::authenticate(request.authorization.as_deref(), key)?;
        if self.settings.rate_limit {
            self.rate_limiter
                .count_instance_request(environment, now_ms)?;
        }
        let route = Route::parse(&request.method, &request.path)?;
        if let Route::Metadata(_, id) = &route
            && self.settings.rate_limit
            && self.store.get(id).is_some()
        {
            self.rate_limiter.count_user_request(id, now_ms)?;
        }
        check_version(request.api_version.as_deref())?;
        match route {
            Route::List => Ok(Outcome::Body(wire::users(list::page(
                &self.store,
                &request.query,
            )?))),
            Route::Instance => Ok(self.evaluate_instance(environment, now_ms, random)),
            Route::Count => Ok(Outcome::Body(wire::total_count(list::count(
                &self.store,
                &request.query,
            )?))),
            Route::Get(id) => match self.get(&id) {
                Some(body) => Ok(Outcome::Body(body)),
                None => Err(RequestError::user_not_found(&id)),
            },
            Route::Delete(id) => match self.prepare_remove(&id) {
                Some(pending) => Ok(Outcome::Change(pending)),
                None => Err(RequestError::user_not_found(&id)),
            },
            Route::Create => {
                check_body(request)?;
                let pending =
                    self.prepare_new::<User>((), &request.body, Source::Request, now_ms, random)?;
                Ok(Outcome::Change(pending))
            }
            Route::Metadata(mode, id) => {
                check_body(request)?;
                let pending = self.prepare_metadata::<User>(&id, &request.body, mode, now_ms)?;
                Ok(Outcome::Change(pending))
            }
            Route::Organization(route) => {
                self.evaluate_organization_route(route, request, now_ms, random)
            }
        }
    }
}

/// The result of a valid request.
pub(crate) enum Outcome {
    /// The body of its response.
    Body(String),
    /// A change whose line must be written before it is applied.
    Change(PendingChange),
}
