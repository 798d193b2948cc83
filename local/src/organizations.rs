//! Requests for organizations and memberships.

use crate::backend::{Backend, Outcome};
use crate::errors::RequestError;
use crate::metadata::Mode;
use crate::organization::{Membership, Organization};
use crate::organization_list as list;
use crate::organization_wire as wire;
use crate::params::Source;
use crate::random::Random;
use crate::request::Request;
use crate::request_checks::check_body;
use crate::resource::Resource;
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
            Route::Create => Outcome::Change(self.prepare_new::<Organization>(
                (),
                body,
                source,
                now_ms,
                random,
            )?),
            Route::Get(id) => {
                let fields = list::optional_fields(query)?;
                let organization = (store.organization_by_id_or_slug(&id))
                    .ok_or_else(RequestError::organization_not_found)?;
                Outcome::Body(wire::organization(organization, store, fields))
            }
            Route::Update(id) => Outcome::Change(
                self.prepare_changed::<Organization>(&id, body, source, now_ms, random)?,
            ),
            Route::Delete(id) => Outcome::Change(
                (self.prepare_remove_organization(&id))
                    .ok_or_else(RequestError::organization_not_found)?,
            ),
            Route::Metadata(mode, id) => {
                Outcome::Change(self.prepare_metadata::<Organization>(&id, body, mode, now_ms)?)
            }
            Route::ListMembers(id) => Outcome::Body(list::members(store, &id, query)?),
            Route::AddMember(id) => {
                Outcome::Change(self.prepare_new::<Membership>(&id, body, source, now_ms, random)?)
            }
            Route::UpdateMember(id, user_id) => Outcome::Change(
                self.prepare_changed::<Membership>((&id, &user_id), body, source, now_ms, random)?,
            ),
            Route::RemoveMember(id, user_id) => Outcome::Change(
                (self.prepare_remove_membership(&id, &user_id))
                    .ok_or_else(|| Membership::not_found(store, (&id, &user_id)))?,
            ),
            Route::MemberMetadata(id, user_id) => {
                let key = (&*id, &*user_id);
                Outcome::Change(self.prepare_metadata::<Membership>(
                    key,
                    body,
                    Mode::Merge,
                    now_ms,
                )?)
            }
            Route::ListMemberships => Outcome::Body(list::memberships(store, query)?),
            Route::ListOfUser(user_id) => {
                Outcome::Body(list::memberships_of_user(store, &user_id, query)?)
            }
        })
    }
}
