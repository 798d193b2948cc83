//! The backend: a request in, an answer out.

use std::ops::Range;

use crate::auth;
use crate::create::{self, Source};
use crate::errors::{self, Refusal};
use crate::journal::{Change, Journal};
use crate::list;
use crate::metadata::{self, Mode};
use crate::pending::{Pending, Prepared};
use crate::random::{Random, trace_id};
use crate::rate_limiter::RateLimiter;
use crate::request::{MAX_BODY_BYTES, Request};
use crate::response::Response;
use crate::route::Route;
use crate::seed;
use crate::store::Store;
use crate::user::User;
use crate::wire;

/// How the backend behaves. It has no `Debug`: it holds a key.
#[derive(Clone)]
pub struct Settings {
    /// The key that is taken; without one, any that begins with `sk_`.
    pub secret_key: Option<String>,
    /// Whether the rate limits of Clerk hold.
    pub rate_limit: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            secret_key: None,
            rate_limit: true,
        }
    }
}

/// The users, and the rules by which they are read and changed.
#[derive(Default)]
pub struct Backend {
    settings: Settings,
    rate_limiter: RateLimiter,
    store: Store,
}

impl Backend {
    /// A backend without users.
    #[must_use]
    pub fn new(settings: Settings) -> Backend {
        Backend {
            settings,
            ..Backend::default()
        }
    }

    /// The users.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Takes other users in the place of all that there are.
    pub fn set_store(&mut self, store: Store) {
        self.store = store;
    }

    /// Responds to a request. A change is given to the journal first; it is made only if the journal
    /// kept it.
    pub fn handle(
        &mut self,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Response {
        match self.prepare(request, now_ms, random) {
            Prepared::Done(response) => response,
            Prepared::Change { trace_id, pending } => match self.keep(pending, journal) {
                Ok(body) => Response::json(200, &trace_id, body),
                Err(refusal) => refusal.response(&trace_id),
            },
        }
    }

    /// Validates a request, and responds to one that changes nothing. A change is left pending:
    /// write its line, then [`Backend::commit`] it. Until then, every other request sees the users
    /// as they were, and no other change may be prepared.
    pub fn prepare(&mut self, request: &Request, now_ms: i64, random: &mut Random<'_>) -> Prepared {
        let trace_id = trace_id(random);
        match self.answer(request, now_ms, random) {
            Ok(Outcome::Body(body)) => Prepared::Done(Response::json(200, &trace_id, body)),
            Ok(Outcome::Change(pending)) => Prepared::Change { trace_id, pending },
            Err(refusal) => Prepared::Done(refusal.response(&trace_id)),
        }
    }

    /// Makes a change whose line is written, and returns the body of the response.
    pub fn commit(&mut self, pending: Pending) -> String {
        self.store.apply(pending.change);
        pending.body
    }

    fn keep(&mut self, pending: Pending, journal: &mut dyn Journal) -> Result<String, Refusal> {
        journal
            .append(&pending.line())
            .map_err(|reason| Refusal::data_file(&reason))?;
        Ok(self.commit(pending))
    }

    /// In the order in which a gateway and the service behind it would look at a request
    /// (inferred): who asks, how often, for what, in which form; and then what it says.
    fn answer(
        &mut self,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Outcome, Refusal> {
        let key = self.settings.secret_key.as_deref();
        let instance = auth::check(request.authorization.as_deref(), key)?;
        if self.settings.rate_limit {
            self.rate_limiter.instance(instance, now_ms)?;
        }
        let route = Route::of(&request.method, &request.path)?;
        if let Route::Metadata(_, id) = &route
            && self.settings.rate_limit
            && self.store.get(id).is_some()
        {
            self.rate_limiter.user(id, now_ms)?;
        }
        check_version(request.api_version.as_deref())?;
        match route {
            Route::List => Ok(Outcome::Body(wire::users(list::page(
                &self.store,
                &request.query,
            )?))),
            Route::Count => Ok(Outcome::Body(wire::total_count(list::count(
                &self.store,
                &request.query,
            )?))),
            Route::Get(id) => match self.get(&id) {
                Some(body) => Ok(Outcome::Body(body)),
                None => Err(Refusal::user_not_found(&id)),
            },
            Route::Delete(id) => match self.prepare_remove(&id) {
                Some(pending) => Ok(Outcome::Change(pending)),
                None => Err(Refusal::user_not_found(&id)),
            },
            Route::Create => {
                check_body(request)?;
                let pending = self.add(&request.body, Source::Request, now_ms, random)?;
                Ok(Outcome::Change(pending))
            }
            Route::Metadata(mode, id) => {
                check_body(request)?;
                let pending = self.change_metadata(&id, &request.body, mode, now_ms)?;
                Ok(Outcome::Change(pending))
            }
        }
    }

    fn change_metadata(
        &self,
        id: &str,
        body: &str,
        mode: Mode,
        now_ms: i64,
    ) -> Result<Pending, Refusal> {
        let Some(user) = self.store.get(id) else {
            metadata::members(body)?;
            return Err(Refusal::user_not_found(id));
        };
        Ok(put(metadata::change(user, body, mode, now_ms)?))
    }

    fn add(
        &self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Pending, Refusal> {
        let user = create::user(body, source, now_ms, random)?;
        if self.store.get(&user.id).is_some() {
            return Err(errors::taken("id").into());
        }
        if let Some(identifier) = self.store.conflict(&user) {
            return Err(errors::taken(identifier.name()).into());
        }
        Ok(put(user))
    }

    /// Makes a user for the program around the backend; `body` is that of `POST /v1/users`, with
    /// some more that [`Source::Host`] may give. Gives the user's JSON.
    ///
    /// # Errors
    /// What the request would be answered with.
    pub fn create(
        &mut self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, Refusal> {
        let pending = self.prepare_create(body, now_ms, random)?;
        self.keep(pending, journal)
    }

    /// Prepares what [`Backend::create`] does.
    ///
    /// # Errors
    /// The response that the request would get.
    pub fn prepare_create(
        &self,
        body: &str,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Pending, Refusal> {
        self.add(body, Source::Host, now_ms, random)
    }

    /// The JSON of a user.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<String> {
        self.store.get(id).map(wire::user)
    }

    /// Removes a user, and tells whether there was one.
    ///
    /// # Errors
    /// 500 where the journal fails.
    pub fn remove(&mut self, id: &str, journal: &mut dyn Journal) -> Result<bool, Refusal> {
        let Some(pending) = self.prepare_remove(id) else {
            return Ok(false);
        };
        self.keep(pending, journal).map(|_| true)
    }

    /// Prepares what [`Backend::remove`] does; `None` if there is no such user.
    #[must_use]
    pub fn prepare_remove(&self, id: &str) -> Option<Pending> {
        self.store.get(id).map(|user| Pending {
            body: wire::deleted(user),
            change: Change::Delete(id.to_owned()),
        })
    }

    /// Removes everyone.
    ///
    /// # Errors
    /// 500 where the journal fails.
    pub fn clear(&mut self, journal: &mut dyn Journal) -> Result<(), Refusal> {
        self.keep(Backend::prepare_clear(), journal).map(drop)
    }

    /// Prepares what [`Backend::clear`] does.
    pub fn prepare_clear() -> Pending {
        Pending {
            body: String::new(),
            change: Change::Clear,
        }
    }

    /// Adds the first `count` users of [`seed`]; those that are there already stay as they are.
    /// Gives how many are new.
    ///
    /// # Errors
    /// 500 where the journal fails; the users before that are there.
    pub fn seed(
        &mut self,
        count: u64,
        now_ms: i64,
        journal: &mut dyn Journal,
    ) -> Result<usize, Refusal> {
        let (mut added, mut from) = (0, 0);
        while let Some((index, pending)) = self.prepare_seed(from..count, now_ms) {
            self.keep(pending, journal)?;
            added += 1;
            from = index.saturating_add(1);
        }
        Ok(added)
    }

    /// Prepares the first user of [`seed`] in a range of indexes that is not there yet, and returns
    /// its index.
    #[must_use]
    pub fn prepare_seed(&self, mut indexes: Range<u64>, now_ms: i64) -> Option<(u64, Pending)> {
        indexes.find_map(|index| {
            let user = seed::user(index, now_ms);
            let is_new = self.store.get(&user.id).is_none() && self.store.conflict(&user).is_none();
            // Nobody reads the body of thousands of users.
            let change = Change::Put(Box::new(user));
            is_new.then(|| {
                let body = String::new();
                (index, Pending { change, body })
            })
        })
    }
}

/// What a valid request comes to.
enum Outcome {
    /// The body of its response.
    Body(String),
    /// A change, whose line is to be written first.
    Change(Pending),
}

/// The pending change of a user that is new or changed.
fn put(user: User) -> Pending {
    Pending {
        body: wire::user(&user),
        change: Change::Put(Box::new(user)),
    }
}

/// A version is a date; which dates there are is not looked at.
fn check_version(version: Option<&str>) -> Result<(), Refusal> {
    let Some(version) = version else {
        return Ok(());
    };
    let in_range = |part: &str, width: usize, most: u32| {
        part.len() == width
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part
                .parse::<u32>()
                .is_ok_and(|number| (1..=most).contains(&number))
    };
    match version.trim().split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day]
            if in_range(year, 4, 9999) && in_range(month, 2, 12) && in_range(day, 2, 31) =>
        {
            Ok(())
        }
        _ => Err(Refusal::api_version_invalid()),
    }
}

fn check_body(request: &Request) -> Result<(), Refusal> {
    let content_type = request.content_type.as_deref().unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::unsupported_content_type(content_type));
    }
    if request.body.len() > MAX_BODY_BYTES {
        return Err(Refusal::body_too_large(MAX_BODY_BYTES));
    }
    Ok(())
}
