//! How users are created, changed and found.

use crate::create;
use crate::errors::{self, RequestError};
use crate::journal::Change;
use crate::params::Source;
use crate::random::Random;
use crate::resource::Resource;
use crate::store::Store;
use crate::update;
use crate::user::User;
use crate::wire;

impl Resource for User {
    type Key<'a> = &'a str;
    type Parent<'a> = ();

    fn find<'s>(store: &'s Store, id: &str) -> Option<&'s User> {
        store.get(id)
    }

    fn not_found(_store: &Store, id: &str) -> RequestError {
        RequestError::user_not_found(id)
    }

    fn from_body(
        (): (),
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<User, RequestError> {
        create::create_user(body, source, now_ms, random)
    }

    /// Only the host updates users.
    fn with_body(
        &self,
        body: &str,
        _source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<User, RequestError> {
        update::updated_user(self, body, now_ms, random)
    }

    fn check(&mut self, store: &Store, _is_new: bool, _now_ms: i64) -> Result<(), RequestError> {
        match store.conflict(self) {
            Some(identifier) => Err(errors::identifier_exists(identifier.name()).into()),
            None => Ok(()),
        }
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn json(&self, _store: &Store) -> Result<String, RequestError> {
        Ok(wire::user(self))
    }

    fn into_change(self) -> Change {
        Change::Put(Box::new(self))
    }
}
