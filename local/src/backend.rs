//! The backend: turns a request into a response.

use std::ops::Range;

use crate::auth;
use crate::create::{self, Source};
use crate::errors::{self, RequestError};
use crate::insert;
use crate::journal::{Change, Journal};
use crate::list;
use crate::metadata::{self, Mode};
use crate::pending::{Committed, PendingChange, Prepared};
use crate::random::{Random, trace_id};
use crate::rate_limiter::{RateLimiter, RateLimits};
use crate::request::Request;
use crate::request_checks::{check_body, check_version};
use crate::response::Response;
use crate::route::Route;
use crate::seed;
use crate::store::Store;
use crate::update;
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
                let pending = self.prepare_user(&request.body, Source::Request, now_ms, random)?;
                Ok(Outcome::Change(pending))
            }
            Route::Metadata(mode, id) => {
                check_body(request)?;
                let pending = self.prepare_metadata(&id, &request.body, mode, now_ms)?;
                Ok(Outcome::Change(pending))
            }
            Route::Organization(route) => {
                self.evaluate_organization_route(route, request, now_ms, random)
            }
        }
    }

    fn prepare_metadata(
        &self,
        id: &str,
        body: &str,
        mode: Mode,
        now_ms: i64,
    ) -> Result<PendingChange, RequestError> {
        let Some(user) = self.store.get(id) else {
            metadata::parse_members(body)?;
            return Err(RequestError::user_not_found(id));
        };
        Ok(put_user(metadata::with_changes(user, body, mode, now_ms)?))
    }

    fn prepare_user(
        &self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let user = create::create_user(body, source, now_ms, random)?;
        if self.store.has_id(&user.id) {
            return Err(errors::identifier_exists("id").into());
        }
        if let Some(identifier) = self.store.conflict(&user) {
            return Err(errors::identifier_exists(identifier.name()).into());
        }
        Ok(put_user(user))
    }

    /// Creates a user for the host program. `body` is the body of `POST /v1/users`, and may contain the
    /// additional parameters of [`Source::Host`]. Returns the user's JSON.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn create(
        &mut self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, RequestError> {
        let pending = self.prepare_create(body, now_ms, random)?;
        self.append_and_commit(pending, journal)
    }

    /// Prepares the change of [`Backend::create`].
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn prepare_create(
        &self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        self.prepare_user(body, Source::Host, now_ms, random)
    }

    /// Prepares an update of a user for the host program. `body` is as that of [`Backend::prepare_create`].
    /// Each given field replaces the stored one.
    ///
    /// # Errors
    /// 404 if the user does not exist; otherwise, the error response that the request would get.
    pub fn prepare_update(
        &self,
        id: &str,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let user = self
            .store
            .get(id)
            .ok_or_else(|| RequestError::user_not_found(id))?;
        let updated = update::updated_user(user, body, now_ms, random)?;
        if let Some(identifier) = self.store.conflict(&updated) {
            return Err(errors::identifier_exists(identifier.name()).into());
        }
        Ok(put_user(updated))
    }

    /// Prepares a user from its JSON: as the Backend API returns it, or as [`Backend::create`] accepts it,
    /// with names in `snake_case` or `camelCase`.
    ///
    /// A returned user may have an identifier of another user, which then loses it: an instance from which
    /// users are copied knows nothing of the ones that were created here.
    ///
    /// # Errors
    /// The error response that a request would get.
    pub fn prepare_insert(
        &self,
        text: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        if !insert::is_returned_user(text) {
            return self.prepare_user(text, Source::Host, now_ms, random);
        }
        let user = insert::returned_user(text)?;
        if self.store.has_id(&user.id) {
            return Err(errors::identifier_exists("id").into());
        }
        Ok(put_user(user))
    }

    /// The JSON of a user.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<String> {
        self.store.get(id).map(wire::user)
    }

    /// Removes a user. Returns whether the user existed.
    ///
    /// # Errors
    /// 500 if the journal fails.
    pub fn remove(&mut self, id: &str, journal: &mut dyn Journal) -> Result<bool, RequestError> {
        let Some(pending) = self.prepare_remove(id) else {
            return Ok(false);
        };
        self.append_and_commit(pending, journal).map(|_| true)
    }

    /// Prepares the change of [`Backend::remove`]. Returns `None` if the user does not exist.
    #[must_use]
    pub fn prepare_remove(&self, id: &str) -> Option<PendingChange> {
        let user = self.store.get(id)?;
        Some(self.removal(id, wire::deleted(user)))
    }

    /// Removes all users and memberships.
    ///
    /// # Errors
    /// 500 if the journal fails.
    pub fn clear(&mut self, journal: &mut dyn Journal) -> Result<(), RequestError> {
        self.append_and_commit(self.prepare_clear(), journal)
            .map(drop)
    }

    /// Prepares the change of [`Backend::clear`].
    pub fn prepare_clear(&self) -> PendingChange {
        let mut pending = PendingChange::new(Change::Clear, String::new());
        if self.store.organization_count() > 0 {
            // The line that removes everything would remove the organizations too.
            let users = self.store.users_from(0).map(|(_, user)| &*user.id);
            pending.changes = self.removals(users);
        } else {
            // So that a journal which drops all earlier lines keeps the IDs of the instances.
            let instances = self.store.instances().cloned();
            pending.changes.extend(instances.map(Change::PutInstance));
        }
        pending
    }

    /// Adds the first `count` sample users of [`seed`]. Users that already exist are not changed.
    /// Returns the number of users added.
    ///
    /// # Errors
    /// 500 if the journal fails. The users added before the failure remain.
    pub fn seed(
        &mut self,
        count: u64,
        now_ms: i64,
        journal: &mut dyn Journal,
    ) -> Result<usize, RequestError> {
        let (mut added, mut next_index) = (0, 0);
        while let Some((index, pending)) = self.prepare_seed(next_index..count, now_ms) {
            self.append_and_commit(pending, journal)?;
            added += 1;
            next_index = index.saturating_add(1);
        }
        Ok(added)
    }

    /// Prepares the first sample user of [`seed`] in a range of indexes that does not exist yet, and
    /// returns its index.
    #[must_use]
    pub fn prepare_seed(
        &self,
        mut indexes: Range<u64>,
        now_ms: i64,
    ) -> Option<(u64, PendingChange)> {
        indexes.find_map(|index| {
            let user = seed::sample_user(index, now_ms);
            let is_new = !self.store.has_id(&user.id) && self.store.conflict(&user).is_none();
            // The response body of a seeded user is never used, so it is not generated.
            let change = Change::Put(Box::new(user));
            is_new.then(|| (index, PendingChange::new(change, String::new())))
        })
    }
}

/// The result of a valid request.
pub(crate) enum Outcome {
    /// The body of its response.
    Body(String),
    /// A change whose line must be written before it is applied.
    Change(PendingChange),
}

/// The pending change that stores a new or changed user.
fn put_user(user: User) -> PendingChange {
    let body = wire::user(&user);
    PendingChange::new(Change::Put(Box::new(user)), body)
}
