//! What users, organizations and memberships have in common: how each is created, changed and removed.
//!
//! ```text
//! body ──► from_body ──► check ─┐
//! body ──► with_body ──► check ─┼─► put: the line to write, and the JSON of the response
//! body ──► metadata ────────────┤
//! returned JSON ────────────────┘
//! ```

use crate::backend::Backend;
use crate::errors::{self, RequestError};
use crate::journal::Change;
use crate::metadata::{self, HasMetadata, Mode};
use crate::params::Source;
use crate::pending::PendingChange;
use crate::random::Random;
use crate::store::Store;

/// A user, an organization or a membership.
pub trait Resource: HasMetadata {
    /// What names one that exists: its ID, or the IDs of the organization and the user.
    type Key<'a>: Copy;
    /// What a new one belongs to: nothing, or the ID of an organization.
    type Parent<'a>: Copy;

    /// The resource with a key.
    fn find<'s>(store: &'s Store, key: Self::Key<'_>) -> Option<&'s Self>;

    /// The error for a key that no resource has.
    fn not_found(store: &Store, key: Self::Key<'_>) -> RequestError;

    /// The resource that a body describes.
    ///
    /// # Errors
    /// 400 if the body is not a JSON object, 422 with an error for each invalid parameter.
    fn from_body(
        parent: Self::Parent<'_>,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Self, RequestError>;

    /// The resource with the fields of a body. Other fields are kept.
    ///
    /// # Errors
    /// As [`Resource::from_body`].
    fn with_body(
        &self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Self, RequestError>;

    /// Checks a new or updated resource against the stored ones, and completes it.
    ///
    /// # Errors
    /// The error of a value that another resource has, or of one that does not exist.
    fn check(&mut self, store: &Store, is_new: bool, now_ms: i64) -> Result<(), RequestError>;

    /// A change that follows the creation.
    fn following_change(&self, _now_ms: i64, _random: &mut Random<'_>) -> Option<Change> {
        None
    }

    /// The ID.
    fn id(&self) -> &str;

    /// The JSON of a response.
    ///
    /// # Errors
    /// 404 if it belongs to something that does not exist.
    fn json(&self, store: &Store) -> Result<String, RequestError>;

    /// The change that stores it.
    fn into_change(self) -> Change;
}

impl Backend {
    /// Prepares the change that stores a resource.
    pub(crate) fn put<T: Resource>(&self, resource: T) -> Result<PendingChange, RequestError> {
        let body = resource.json(self.store())?;
        Ok(PendingChange::new(resource.into_change(), body))
    }

    /// The resource with a key.
    ///
    /// # Errors
    /// 404 if it does not exist.
    pub(crate) fn existing<T: Resource>(&self, key: T::Key<'_>) -> Result<&T, RequestError> {
        T::find(self.store(), key).ok_or_else(|| T::not_found(self.store(), key))
    }

    /// Rejects a resource whose ID another one has.
    pub(crate) fn check_id<T: Resource>(&self, resource: &T) -> Result<(), RequestError> {
        match self.store().has_id(resource.id()) {
            true => Err(errors::identifier_exists("id").into()),
            false => Ok(()),
        }
    }

    /// Prepares a new resource.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub fn prepare_new<T: Resource>(
        &self,
        parent: T::Parent<'_>,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let mut resource = T::from_body(parent, body, source, now_ms, random)?;
        self.check_id(&resource)?;
        resource.check(self.store(), true, now_ms)?;
        let following = resource.following_change(now_ms, random);
        let mut pending = self.put(resource)?;
        pending.changes.extend(following);
        Ok(pending)
    }

    /// Prepares an update of a resource.
    ///
    /// # Errors
    /// 404 if the resource does not exist; otherwise, the error response that the request would get.
    pub fn prepare_changed<T: Resource>(
        &self,
        key: T::Key<'_>,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let mut updated = self
            .existing::<T>(key)?
            .with_body(body, source, now_ms, random)?;
        updated.check(self.store(), false, now_ms)?;
        self.put(updated)
    }

    /// Prepares a change of the metadata of a resource.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub(crate) fn prepare_metadata<T: Resource>(
        &self,
        key: T::Key<'_>,
        body: &str,
        mode: Mode,
        now_ms: i64,
    ) -> Result<PendingChange, RequestError> {
        let members = metadata::parse_members(body)?;
        let resource = self.existing::<T>(key)?;
        self.put(metadata::with_changes(resource, members, mode, now_ms)?)
    }

    /// The JSON of a resource.
    #[must_use]
    pub fn json_of<T: Resource>(&self, key: T::Key<'_>) -> Option<String> {
        T::find(self.store(), key)?.json(self.store()).ok()
    }
}
