//! Requests and changes of organizations and memberships.

use crate::backend::{Backend, Outcome};
use crate::errors::{self, RequestError};
use crate::journal::Change;
use crate::metadata::{self, Mode};
use crate::organization::{Membership, Organization};
use crate::organization_create as create;
use crate::organization_list as list;
use crate::organization_store::Member;
use crate::organization_wire::{self as wire, ADMIN, OptionalFields};
use crate::params::Source;
use crate::pending::PendingChange;
use crate::random::{Random, new_id};
use crate::request::Request;
use crate::request_checks::check_body;
use crate::route::OrganizationRoute as Route;

impl Backend {
    /// Responds to a request, whose key, rate limit and version have been checked.
    pub(crate) fn evaluate_organization_route(
        &self,
        route: Route,
        request: &Request,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<Outcome, RequestError> {
        let (store, query, body) = (self.store(), &request.query, &request.body);
        let source = Source::Request;
        if route.has_body() {
            check_body(request)?;
        }
        Ok(match route {
            Route::List => Outcome::Body(list::organizations(store, query)?),
            Route::Create => {
                Outcome::Change(self.prepare_organization(body, source, now_ms, random)?)
            }
            Route::Get(id) => {
                let fields = list::optional_fields(query)?;
                let organization = (store.organization_by_id_or_slug(&id))
                    .ok_or_else(RequestError::organization_not_found)?;
                Outcome::Body(wire::organization(organization, store, fields))
            }
            Route::Delete(id) => Outcome::Change(
                (self.prepare_remove_organization(&id))
                    .ok_or_else(RequestError::organization_not_found)?,
            ),
            Route::Metadata(mode, id) => {
                Outcome::Change(self.prepare_organization_metadata(&id, body, mode, now_ms)?)
            }
            Route::ListMembers(id) => Outcome::Body(list::members(store, &id, query)?),
            Route::AddMember(id) => {
                Outcome::Change(self.prepare_membership(&id, body, source, now_ms, random)?)
            }
            Route::RemoveMember(id, user_id) => Outcome::Change(
                (self.prepare_remove_membership(&id, &user_id))
                    .ok_or_else(|| self.membership_not_found(&id, &user_id))?,
            ),
            Route::MemberMetadata(id, user_id) => {
                Outcome::Change(self.prepare_membership_metadata(&id, &user_id, body, now_ms)?)
            }
            Route::ListOfUser(user_id) => {
                Outcome::Body(list::memberships_of_user(store, &user_id, query)?)
            }
        })
    }

    /// Prepares a new organization, and the membership of its creator.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub(crate) fn prepare_organization(
        &self,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let mut organization = create::create_organization(body, source, now_ms, random)?;
        if self.store().has_id(&organization.id) {
            return Err(errors::identifier_exists("id").into());
        }
        self.set_slug(&mut organization, now_ms)?;
        let creator = organization.created_by.clone();
        let creator = match creator {
            Some(id) if self.store().get(&id).is_none() => {
                return Err(RequestError::creator_not_found(&id));
            }
            creator => creator.map(|user_id| Membership {
                id: new_id("orgmem_", now_ms, random),
                organization_id: organization.id.clone(),
                user_id,
                role: ADMIN.to_owned(),
                created_at: now_ms,
                updated_at: now_ms,
                ..Membership::default()
            }),
        };
        let mut pending = self.put_organization(organization);
        let creator = creator.map(|membership| Change::PutMembership(Box::new(membership)));
        pending.changes.extend(creator);
        Ok(pending)
    }

    /// Rejects a slug that is taken, and derives a missing one from the name.
    pub(crate) fn set_slug(
        &self,
        organization: &mut Organization,
        now_ms: i64,
    ) -> Result<(), RequestError> {
        let is_taken = |slug: &str| self.store().is_slug_taken(slug, &organization.id);
        if organization.slug.is_empty() {
            let slug = create::slug_of(&organization.name);
            let candidates = (0..).map(|number: u64| match number {
                0 => slug.clone(),
                // Clerk appends the time in seconds (as seen in its documentation).
                number => format!(
                    "{slug}-{}",
                    now_ms / 1000 + i64::try_from(number).unwrap_or(0) - 1
                ),
            });
            organization.slug = candidates
                .into_iter()
                .find(|slug| !is_taken(slug))
                .unwrap_or(slug.clone());
        } else if is_taken(&organization.slug) {
            return Err(errors::identifier_exists("slug").into());
        }
        Ok(())
    }

    pub(crate) fn put_organization(&self, organization: Organization) -> PendingChange {
        let body = wire::organization(&organization, self.store(), OptionalFields::default());
        PendingChange::new(Change::PutOrganization(Box::new(organization)), body)
    }

    pub(crate) fn put_membership(
        &self,
        membership: Membership,
    ) -> Result<PendingChange, RequestError> {
        let (organization, user) = (
            self.existing_organization(&membership.organization_id)?,
            (self.store().get(&membership.user_id))
                .ok_or_else(|| RequestError::user_not_found(&membership.user_id))?,
        );
        let body = wire::membership(&membership, organization, user, self.store());
        let change = Change::PutMembership(Box::new(membership));
        Ok(PendingChange::new(change, body))
    }

    pub(crate) fn existing_organization(&self, id: &str) -> Result<&Organization, RequestError> {
        let organization = self.store().organization(id);
        organization.ok_or_else(RequestError::organization_not_found)
    }

    /// The error for a membership that does not exist.
    fn membership_not_found(&self, organization_id: &str, user_id: &str) -> RequestError {
        match self.existing_organization(organization_id) {
            Ok(_) => RequestError::membership_not_found(user_id),
            Err(error) => error,
        }
    }

    pub(crate) fn existing_member(
        &self,
        id: &str,
        user_id: &str,
    ) -> Result<Member<'_>, RequestError> {
        let member = self.store().membership(id, user_id);
        member.ok_or_else(|| self.membership_not_found(id, user_id))
    }

    fn prepare_organization_metadata(
        &self,
        id: &str,
        body: &str,
        mode: Mode,
        now_ms: i64,
    ) -> Result<PendingChange, RequestError> {
        metadata::parse_members(body)?;
        let organization = self.existing_organization(id)?;
        let changed = metadata::with_changes(organization, body, mode, now_ms)?;
        Ok(self.put_organization(changed))
    }

    fn prepare_membership_metadata(
        &self,
        id: &str,
        user_id: &str,
        body: &str,
        now_ms: i64,
    ) -> Result<PendingChange, RequestError> {
        metadata::parse_members(body)?;
        let (_, membership, _) = self.existing_member(id, user_id)?;
        self.put_membership(metadata::with_changes(
            membership,
            body,
            Mode::Merge,
            now_ms,
        )?)
    }

    /// Prepares a new membership.
    ///
    /// # Errors
    /// The error response that the request would get.
    pub(crate) fn prepare_membership(
        &self,
        organization_id: &str,
        body: &str,
        source: Source,
        now_ms: i64,
        random: &mut Random<'_>,
    ) -> Result<PendingChange, RequestError> {
        let membership = create::create_membership(organization_id, body, source, now_ms, random)?;
        let limit = self
            .existing_organization(organization_id)?
            .max_allowed_memberships;
        let user_id = &membership.user_id;
        if self.store().membership(organization_id, user_id).is_some() {
            return Err(RequestError::already_a_member(user_id));
        }
        if self.store().has_id(&membership.id) {
            return Err(errors::identifier_exists("id").into());
        }
        let count = self.store().members(organization_id).count();
        if limit > 0 && i64::try_from(count).unwrap_or(i64::MAX) >= limit {
            return Err(RequestError::membership_quota_exceeded(limit));
        }
        self.put_membership(membership)
    }
}
