//! The organizations and memberships of a [`LocalBackend`]. As for users: `create…`, `update…` and `remove…` prepare a
//! change, whose result `commit` returns; they throw as `create` does.

use wasm_bindgen::prelude::*;

use super::LocalBackend;
use super::convert::{self, Page};
use crate::errors::RequestError;
use crate::organization::{Membership, Organization};
use crate::params::Source;
use crate::pending::PendingChange;

#[wasm_bindgen]
impl LocalBackend {
    /// Prepares an organization from the JSON text of a `POST /v1/organizations` body, which may also have `id`,
    /// `admin_delete_enabled` and `updated_at`, use milliseconds for any time, and omit `name`.
    #[wasm_bindgen(js_name = createOrganization)]
    pub fn create_organization(&mut self, body: &str, now_ms: f64) -> Result<(), JsValue> {
        let (numbers, now_ms) = (&mut self.numbers, convert::millis(now_ms));
        let pending =
            self.backend
                .prepare_new::<Organization>((), body, Source::Host, now_ms, &mut || {
                    numbers.next_u64()
                });
        self.set_prepared(pending)
    }

    /// Prepares an update of an organization. Each given field replaces the stored one.
    #[wasm_bindgen(js_name = updateOrganization)]
    pub fn update_organization(
        &mut self,
        id: &str,
        body: &str,
        now_ms: f64,
    ) -> Result<(), JsValue> {
        let (numbers, now_ms) = (&mut self.numbers, convert::millis(now_ms));
        let pending = self.backend.prepare_changed::<Organization>(
            id,
            body,
            Source::Host,
            now_ms,
            &mut || numbers.next_u64(),
        );
        self.set_prepared(pending)
    }

    /// Prepares a membership from the JSON text of a `POST /v1/organizations/{id}/memberships` body, which may also
    /// have `id`, `created_at` and `updated_at`, and omit `role`.
    #[wasm_bindgen(js_name = createMembership)]
    pub fn create_membership(
        &mut self,
        organization_id: &str,
        body: &str,
        now_ms: f64,
    ) -> Result<(), JsValue> {
        let (numbers, now_ms) = (&mut self.numbers, convert::millis(now_ms));
        let pending = self.backend.prepare_new::<Membership>(
            organization_id,
            body,
            Source::Host,
            now_ms,
            &mut || numbers.next_u64(),
        );
        self.set_prepared(pending)
    }

    /// Prepares an update of a membership. Each given field replaces the stored one.
    #[wasm_bindgen(js_name = updateMembership)]
    pub fn update_membership(
        &mut self,
        organization_id: &str,
        user_id: &str,
        body: &str,
        now_ms: f64,
    ) -> Result<(), JsValue> {
        let (numbers, now_ms) = (&mut self.numbers, convert::millis(now_ms));
        let pending = self.backend.prepare_changed::<Membership>(
            (organization_id, user_id),
            body,
            Source::Host,
            now_ms,
            &mut || numbers.next_u64(),
        );
        self.set_prepared(pending)
    }

    /// Prepares an organization from its JSON text, or that of a membership of it, as the Backend API returns them.
    #[wasm_bindgen(js_name = insertOrganization)]
    pub fn insert_organization(&mut self, text: &str) -> Result<(), JsValue> {
        let pending = self.backend.prepare_insert_organization(text);
        self.set_prepared(pending)
    }

    /// Prepares a membership from its JSON text, as the Backend API returns it. Its user and its organization must exist.
    #[wasm_bindgen(js_name = insertMembership)]
    pub fn insert_membership(&mut self, text: &str) -> Result<(), JsValue> {
        let pending = self.backend.prepare_insert_membership(text);
        self.set_prepared(pending)
    }

    /// The JSON text of an organization, or `undefined` if it does not exist.
    #[wasm_bindgen(js_name = getOrganization)]
    pub fn get_organization(&self, id: &str) -> Option<String> {
        self.backend.json_of::<Organization>(id)
    }

    /// The JSON text of a membership, or `undefined` if it does not exist.
    #[wasm_bindgen(js_name = getMembership)]
    pub fn get_membership(&self, organization_id: &str, user_id: &str) -> Option<String> {
        self.backend
            .json_of::<Membership>((organization_id, user_id))
    }

    /// A page of organizations, oldest first, as that of `list`.
    #[wasm_bindgen(js_name = listOrganizations)]
    pub fn list_organizations(&self, from: f64) -> Result<JsValue, JsValue> {
        let from = convert::sequence_number(from);
        convert::to_js(&Page::of_organizations(self.backend.store(), from))
    }

    /// A page of memberships, oldest first, as that of `list`.
    #[wasm_bindgen(js_name = listMemberships)]
    pub fn list_memberships(&self, from: f64) -> Result<JsValue, JsValue> {
        let from = convert::sequence_number(from);
        convert::to_js(&Page::of_memberships(self.backend.store(), from))
    }

    /// Prepares the removal of an organization and its memberships. Returns whether it exists.
    #[wasm_bindgen(js_name = removeOrganization)]
    pub fn remove_organization(&mut self, id: &str) -> bool {
        let pending = self.backend.prepare_remove_organization(id);
        self.set_removal(pending)
    }

    /// Prepares the removal of a membership. Returns whether it exists.
    #[wasm_bindgen(js_name = removeMembership)]
    pub fn remove_membership(&mut self, organization_id: &str, user_id: &str) -> bool {
        let pending = self
            .backend
            .prepare_remove_membership(organization_id, user_id);
        self.set_removal(pending)
    }

    /// Prepares the removal of all organizations and memberships. Returns whether there are any.
    #[wasm_bindgen(js_name = clearOrganizations)]
    pub fn clear_organizations(&mut self) -> bool {
        let pending = self.backend.prepare_clear_organizations();
        self.set_removal(pending)
    }

    /// Prepares the removal of the user or the organization with an ID, without a result.
    #[wasm_bindgen(js_name = removeById)]
    pub fn remove_by_id(&mut self, id: &str) {
        let pending = self.backend.prepare_remove_by_id(id);
        self.set_pending(pending);
    }

    /// The number of memberships.
    #[wasm_bindgen(js_name = membershipCount)]
    pub fn membership_count(&self) -> usize {
        self.backend.store().memberships_from(0).count()
    }

    /// The number of organizations.
    #[wasm_bindgen(js_name = organizationCount)]
    pub fn organization_count(&self) -> usize {
        self.backend.store().organization_count()
    }

    /// Prepares the first sample organization with an index from `from` up to `count` that does not exist yet, as
    /// `seed` does for users. Those of the sample users that exist are its members.
    #[wasm_bindgen(js_name = seedOrganizations)]
    pub fn seed_organizations(&mut self, from: u32, count: u32, now_ms: f64) -> Option<u32> {
        let (indexes, now_ms) = (u64::from(from)..u64::from(count), convert::millis(now_ms));
        let (index, pending) = self.backend.prepare_seed_organization(indexes, now_ms)?;
        self.set_pending(pending);
        u32::try_from(index).ok()
    }

    fn set_prepared(
        &mut self,
        pending: Result<PendingChange, RequestError>,
    ) -> Result<(), JsValue> {
        self.set_pending(pending.map_err(convert::request_error)?);
        Ok(())
    }

    fn set_removal(&mut self, pending: Option<PendingChange>) -> bool {
        let exists = pending.is_some();
        if let Some(pending) = pending {
            self.set_pending(pending);
        }
        exists
    }
}
