//! The backend: a request in, an answer out.

use crate::auth;
use crate::create::{self, Source};
use crate::errors::{self, Refusal};
use crate::journal::{self, Journal};
use crate::limits::{Limits, MAX_BODY_BYTES};
use crate::list;
use crate::metadata::{self, Mode};
use crate::random::{Random, trace_id};
use crate::request::Request;
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
    limits: Limits,
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

    /// Answers a request. A change is given to the journal first; it is made only where it was
    /// kept.
    pub fn handle(
        &mut self,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Response {
        let trace_id = trace_id(random);
        match self.answer(request, now_ms, random, journal) {
            Ok(body) => Response::json(200, &trace_id, body),
            Err(refusal) => refusal.response(&trace_id),
        }
    }

    /// In the order in which a gateway and the service behind it would look at a request
    /// (inferred): who asks, how often, for what, in which form; and then what it says.
    fn answer(
        &mut self,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, Refusal> {
        let key = self.settings.secret_key.as_deref();
        let instance = auth::check(request.authorization.as_deref(), key)?;
        if self.settings.rate_limit {
            self.limits.instance(instance, now_ms)?;
        }
        let route = Route::of(&request.method, &request.path)?;
        if let Route::Metadata(_, id) = &route
            && self.settings.rate_limit
            && self.store.get(id).is_some()
        {
            self.limits.user(id, now_ms)?;
        }
        check_version(request.api_version.as_deref())?;
        match route {
            Route::List => Ok(wire::users(list::page(&self.store, &request.query)?)),
            Route::Count => Ok(wire::total_count(list::count(&self.store, &request.query)?)),
            Route::Get(id) => self.get(&id).ok_or_else(|| Refusal::user_not_found(&id)),
            Route::Delete(id) => match self.remove(&id, journal)? {
                Some(user) => Ok(wire::deleted(&user)),
                None => Err(Refusal::user_not_found(&id)),
            },
            Route::Create => {
                check_body(request)?;
                self.add(&request.body, Source::Request, now_ms, random, journal)
            }
            Route::Metadata(mode, id) => {
                check_body(request)?;
                self.change_metadata(&id, &request.body, mode, now_ms, journal)
            }
        }
    }

    fn change_metadata(
        &mut self,
        id: &str,
        body: &str,
        mode: Mode,
        now_ms: i64,
        journal: &mut dyn Journal,
    ) -> Result<String, Refusal> {
        let Some(user) = self.store.get(id) else {
            metadata::members(body)?;
            return Err(Refusal::user_not_found(id));
        };
        let user = metadata::change(user, body, mode, now_ms)?;
        self.keep(user, journal)
    }

    fn add(
        &mut self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
        journal: &mut dyn Journal,
    ) -> Result<String, Refusal> {
        let user = create::user(body, source, now_ms, random)?;
        if self.store.get(&user.id).is_some() {
            return Err(errors::taken("id").into());
        }
        if let Some(identifier) = self.store.conflict(&user) {
            return Err(errors::taken(identifier.name()).into());
        }
        self.keep(user, journal)
    }

    /// Keeps a user that is new or changed, and gives its JSON.
    fn keep(&mut self, user: User, journal: &mut dyn Journal) -> Result<String, Refusal> {
        append(journal, &journal::put_line(&user))?;
        let body = wire::user(&user);
        self.store.put(user);
        Ok(body)
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
        self.add(body, Source::Host, now_ms, random, journal)
    }

    /// The JSON of a user.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<String> {
        self.store.get(id).map(wire::user)
    }

    /// Removes a user, and gives it.
    ///
    /// # Errors
    /// 500 where the journal fails.
    pub fn remove(&mut self, id: &str, journal: &mut dyn Journal) -> Result<Option<User>, Refusal> {
        if self.store.get(id).is_none() {
            return Ok(None);
        }
        append(journal, &journal::delete_line(id))?;
        Ok(self.store.remove(id))
    }

    /// Removes everyone.
    ///
    /// # Errors
    /// 500 where the journal fails.
    pub fn clear(&mut self, journal: &mut dyn Journal) -> Result<(), Refusal> {
        append(journal, &journal::clear_line())?;
        self.store.clear();
        Ok(())
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
        let mut added = 0;
        for index in 0..count {
            let user = seed::user(index, now_ms);
            if self.store.get(&user.id).is_some() || self.store.conflict(&user).is_some() {
                continue;
            }
            append(journal, &journal::put_line(&user))?;
            self.store.put(user);
            added += 1;
        }
        Ok(added)
    }
}

fn append(journal: &mut dyn Journal, line: &str) -> Result<(), Refusal> {
    journal
        .append(line)
        .map_err(|reason| Refusal::data_file(&reason))
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
