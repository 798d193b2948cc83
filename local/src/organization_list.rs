//! Pages of organizations and memberships.

use std::cmp::Ordering;

use crate::errors::{self, ErrorItem, RequestError};
use crate::filter::{Filter, Values, contains};
use crate::list::SortKey;
use crate::organization::{Membership, Organization};
use crate::organization_store::Member;
use crate::organization_wire::{self as wire, OptionalFields};
use crate::paging::Paging;
use crate::query::parse_query;
use crate::store::Store;
use crate::user::User;

/// The key that a list of organizations is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OrganizationKey {
    Name,
    CreatedAt,
    MembersCount,
}

impl OrganizationKey {
    fn named(name: &str) -> Option<OrganizationKey> {
        Some(match name {
            "name" => OrganizationKey::Name,
            "created_at" => OrganizationKey::CreatedAt,
            "members_count" => OrganizationKey::MembersCount,
            _ => return None,
        })
    }
}

/// Adds the optional fields of an organization that a parameter asks for. Returns `None` for another parameter.
fn add_optional_field(
    fields: &mut OptionalFields,
    name: &str,
    value: &str,
) -> Option<Result<(), ErrorItem>> {
    let field = match name {
        "include_members_count" => &mut fields.members_count,
        "include_missing_member_with_elevated_permissions" => &mut fields.missing_member,
        _ => return None,
    };
    match value {
        "true" => *field = true,
        "false" => *field = false,
        _ => return Some(Err(errors::wrong_type(name, "boolean"))),
    }
    Some(Ok(()))
}

/// The optional fields that the query of `GET /organizations/{id}` asks for.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has an invalid value.
pub fn optional_fields(query: &str) -> Result<OptionalFields, RequestError> {
    let mut fields = OptionalFields::default();
    read(query, |name, value| {
        add_optional_field(&mut fields, name, value)
    })?;
    Ok(fields)
}

/// Passes each parameter to `add`, which returns `None` for an unknown one.
fn read(
    query: &str,
    mut add: impl FnMut(&str, &str) -> Option<Result<(), ErrorItem>>,
) -> Result<(), RequestError> {
    let mut errors = Vec::new();
    for (name, value) in parse_query(query) {
        match add(&name, &value) {
            Some(Ok(())) => {}
            Some(Err(error)) => errors.push(error),
            None => errors.push(errors::unknown_parameter(&name)),
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(RequestError::invalid(errors))
    }
}

/// The JSON of a page of `GET /organizations`.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has an invalid value.
pub fn organizations(store: &Store, query: &str) -> Result<String, RequestError> {
    let mut paging = Paging::new(OrganizationKey::named);
    let mut fields = OptionalFields::default();
    let (mut user_id, mut organization_id) = (Values::default(), Values::default());
    let mut search = None;
    read(query, |name, value| match name {
        "query" => {
            search = Some(value.to_lowercase());
            Some(Ok(()))
        }
        "user_id" => Some(user_id.add_signed(name, value)),
        "organization_id" => Some(organization_id.add_signed(name, value)),
        _ => paging
            .add(name, value)
            .or_else(|| add_optional_field(&mut fields, name, value)),
    })?;

    let matches = |organization: &Organization| {
        let members = || store.members(&organization.id);
        organization_id.accepts(Some(&organization.id))
            && user_id.accepts_any(members().map(|(_, _, user)| &*user.id))
            && search.as_deref().is_none_or(|part| {
                organization.id.to_lowercase() == part
                    || contains(&organization.name, part)
                    || contains(&organization.slug, part)
            })
    };
    let mut found: Vec<(u64, &Organization)> = store
        .organizations_from(0)
        .filter(|(_, organization)| matches(organization))
        .collect();
    let (key, descending) = (paging.order).unwrap_or((OrganizationKey::CreatedAt, true));
    let members_count = |organization: &Organization| store.members(&organization.id).count();
    sort(&mut found, descending, |a, b| match key {
        OrganizationKey::Name => a.name.cmp(&b.name),
        OrganizationKey::CreatedAt => a.created_at.cmp(&b.created_at),
        OrganizationKey::MembersCount => members_count(a).cmp(&members_count(b)),
    });
    let total_count = found.len();
    let items: Vec<String> = paging
        .page(found)
        .map(|(_, organization)| wire::organization(organization, store, fields))
        .collect();
    Ok(wire::page(&items, total_count))
}

/// The JSON of a page of `GET /organizations/{id}/memberships`.
///
/// # Errors
/// 404 if the organization does not exist, 422 with an error for each invalid parameter.
pub fn members(store: &Store, organization_id: &str, query: &str) -> Result<String, RequestError> {
    let mut paging = Paging::new(member_key);
    let mut filter = Filter::default();
    let mut roles = Values::default();
    read(query, |name, value| match name {
        "role" => Some(roles.add(name, value.to_owned())),
        // These are filters of users, but not of members.
        "external_id"
        | "organization_id"
        | "provider"
        | "provider_user_id"
        | "banned"
        | "last_active_at_since"
        | "last_sign_in_at_after"
        | "last_sign_in_at_before" => None,
        _ => paging.add(name, value).or_else(|| filter.add(name, value)),
    })?;
    let organization = store
        .organization(organization_id)
        .ok_or_else(RequestError::organization_not_found)?;

    let mut found: Vec<(u64, (&Membership, &User))> = store
        .members(organization_id)
        .filter(|(_, membership, user)| {
            roles.accepts(Some(&membership.role)) && filter.matches(user, store)
        })
        .map(|(number, membership, user)| (number, (membership, user)))
        .collect();
    // Clerk does not document the order of members. It is that of organizations (inferred).
    let (key, descending) = paging.order.unwrap_or((SortKey::CreatedAt, true));
    sort(&mut found, descending, |a, b| compare_members(key, *a, *b));
    let total_count = found.len();
    let items: Vec<String> = paging
        .page(found)
        .map(|(_, (membership, user))| wire::membership(membership, organization, user, store))
        .collect();
    Ok(wire::page(&items, total_count))
}

fn member_key(name: &str) -> Option<SortKey> {
    use SortKey::{CreatedAt, EmailAddress, FirstName, LastName, PhoneNumber, Username};
    let keys = [
        CreatedAt,
        EmailAddress,
        FirstName,
        LastName,
        PhoneNumber,
        Username,
    ];
    SortKey::named(name).filter(|key| keys.contains(key))
}

/// The JSON of a page of `GET /users/{id}/organization_memberships`.
///
/// # Errors
/// 404 if the user does not exist, 422 with an error for each invalid parameter.
pub fn memberships_of_user(
    store: &Store,
    user_id: &str,
    query: &str,
) -> Result<String, RequestError> {
    let mut paging = Paging::new(|_| None::<()>);
    read(query, |name, value| match name {
        "order_by" => None,
        _ => paging.add(name, value),
    })?;
    if store.get(user_id).is_none() {
        return Err(RequestError::user_not_found(user_id));
    }
    let mut found: Vec<(u64, Member<'_>)> = store.memberships_of_user(user_id).collect();
    sort(&mut found, true, |a, b| a.1.created_at.cmp(&b.1.created_at));
    let total_count = found.len();
    let items: Vec<String> = paging
        .page(found)
        .map(|(_, member)| json(member, store))
        .collect();
    Ok(wire::page(&items, total_count))
}

/// The JSON of a page of `GET /organization_memberships`.
///
/// # Errors
/// 422 with an error for each parameter that is unknown or has an invalid value.
pub fn memberships(store: &Store, query: &str) -> Result<String, RequestError> {
    let mut paging = Paging::new(member_key);
    read(query, |name, value| paging.add(name, value))?;
    let (key, descending) = paging.order.unwrap_or((SortKey::CreatedAt, true));
    let mut found: Vec<(u64, Member<'_>)> = store.memberships_from(0).collect();
    sort(&mut found, descending, |a, b| {
        compare_members(key, (a.1, a.2), (b.1, b.2))
    });
    let total_count = found.len();
    let items: Vec<String> = paging
        .page(found)
        .map(|(_, member)| json(member, store))
        .collect();
    Ok(wire::page(&items, total_count))
}

/// The order of two members.
fn compare_members(key: SortKey, a: (&Membership, &User), b: (&Membership, &User)) -> Ordering {
    match key {
        SortKey::CreatedAt => a.0.created_at.cmp(&b.0.created_at),
        key => key.value(a.1).cmp(&key.value(b.1)),
    }
}

fn json((organization, membership, user): Member<'_>, store: &Store) -> String {
    wire::membership(membership, organization, user, store)
}

/// Sorts items. Equal ones keep the order in which they were created.
fn sort<T>(items: &mut [(u64, T)], descending: bool, compare: impl Fn(&T, &T) -> Ordering) {
    items.sort_unstable_by(|a, b| {
        let ordering = compare(&a.1, &b.1).then(a.0.cmp(&b.0));
        if descending {
            ordering.reverse()
        } else {
            ordering
        }
    });
}
