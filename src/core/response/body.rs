//! Reads a resource, or a list of them, from the body of a response, or only checks it.

use clerk_metadata_json::json::{self, CONTAINER_COST, NotJson, Scanner};
use clerk_metadata_json::resource::{Identity, MAX_GROWTH, Resource};

use crate::core::limits::{MAX_RESOURCE_VALUES, MAX_RESPONSE_VALUES};
use crate::core::response::organization::{ORGANIZATION, ORGANIZATION_MEMBERSHIP};
use crate::core::response::user::USER;

/// A resource that a response holds.
#[derive(Debug)]
pub struct BodyResource {
    /// Its fields.
    pub fields: &'static Resource,
    /// The value of its `object`.
    pub object: &'static str,
}

/// The `object` of a user.
pub const USER_OBJECT: &str = "user";
/// The `object` of an organization.
pub const ORGANIZATION_OBJECT: &str = "organization";
/// The `object` of a membership.
pub const MEMBERSHIP_OBJECT: &str = "organization_membership";

/// A user.
pub static USER_BODY: BodyResource = BodyResource {
    fields: &USER,
    object: USER_OBJECT,
};

/// An organization.
pub static ORGANIZATION_BODY: BodyResource = BodyResource {
    fields: &ORGANIZATION,
    object: ORGANIZATION_OBJECT,
};

/// The membership of a user in an organization.
pub static MEMBERSHIP_BODY: BodyResource = BodyResource {
    fields: &ORGANIZATION_MEMBERSHIP,
    object: MEMBERSHIP_OBJECT,
};

/// Why a body is not the expected resource, or a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not JSON.
    NotJson,
    /// It is other JSON.
    OtherJson,
    /// It exceeds [`MAX_RESPONSE_VALUES`], [`MAX_RESOURCE_VALUES`],
    /// [`MAX_COPIED`](clerk_metadata_json::resource::MAX_COPIED) or [`MAX_GROWTH`].
    TooLarge,
}

impl BodyResource {
    /// The resource in the body of a response, as JSON with the names of its class in JavaScript.
    ///
    /// # Errors
    /// [`Unreadable`] if there is none.
    pub fn read(&self, text: &str) -> Result<String, Unreadable> {
        self.read_body(text, false)
    }

    /// The same for an array of resources.
    ///
    /// # Errors
    /// [`Unreadable`] if there is none.
    pub fn read_list(&self, text: &str) -> Result<String, Unreadable> {
        self.read_body(text, true)
    }

    fn read_body(&self, text: &str, is_list: bool) -> Result<String, Unreadable> {
        // Reserves memory for the resource that exceeds the limit: moving the output would need twice as much.
        let mut out = String::with_capacity(text.len() + text.len().min(MAX_GROWTH) + 1024);
        if is_list {
            out.push('[');
        }
        read_resources(text, is_list, &mut |scanner| {
            if out.len() > 1 {
                out.push(',');
            }
            let identity = self.fields.rename(scanner, &mut out)?;
            Ok(is_resource(&identity, self.object))
        })?;
        if is_list {
            out.push(']');
        }
        Ok(out)
    }
}

/// Checks that a body is a resource whose `object` has this value, or an array of them, within [`MAX_RESPONSE_VALUES`]
/// or [`MAX_RESOURCE_VALUES`]. For a host that converts the body itself, from which a table of fields would take 2 KB of
/// the wasm.
///
/// # Errors
/// [`Unreadable`] if it is not.
pub fn check(text: &str, object: &str, is_list: bool) -> Result<(), Unreadable> {
    read_resources(text, is_list, &mut |scanner| {
        scanner.add_cost(CONTAINER_COST)?;
        let mut identity = Identity::default();
        let mut more = scanner.open(b'{', b'}')?;
        while more {
            let key = scanner.key()?;
            let value = scanner.value()?;
            if json::is(key, "object") {
                identity.object = Some(value);
            } else if json::is(key, "id") {
                identity.id = Some(value);
            }
            more = scanner.has_next(b'}')?;
        }
        Ok(is_resource(&identity, object))
    })
}

/// Reads each resource of a body with `read`, which returns whether it is one.
fn read_resources<'a>(
    text: &'a str,
    is_list: bool,
    read: &mut dyn FnMut(&mut Scanner<'a>) -> Result<bool, NotJson>,
) -> Result<(), Unreadable> {
    let max_values = if is_list {
        MAX_RESPONSE_VALUES
    } else {
        MAX_RESOURCE_VALUES
    };
    let mut scanner = Scanner::limited(text, max_values);
    if !scanner.is_before(if is_list { b'[' } else { b'{' }) {
        return Err(match json::value(text) {
            Ok(_) => Unreadable::OtherJson,
            Err(_) => Unreadable::NotJson,
        });
    }
    match all_match(&mut scanner, is_list, read) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Unreadable::OtherJson),
        Err(_) if scanner.is_over_limit() => Err(Unreadable::TooLarge),
        Err(_) => Err(Unreadable::NotJson),
    }
}

/// Reads the resource or the resources that follow; whether all of them are resources.
fn all_match<'a>(
    scanner: &mut Scanner<'a>,
    is_list: bool,
    read: &mut dyn FnMut(&mut Scanner<'a>) -> Result<bool, NotJson>,
) -> Result<bool, NotJson> {
    let mut all_match = true;
    let mut more = !is_list || scanner.open(b'[', b']')?;
    while more {
        if scanner.is_before(b'{') {
            all_match &= read(scanner)?;
        } else {
            scanner.value()?;
            all_match = false;
        }
        more = is_list && scanner.has_next(b']')?;
    }
    scanner.end()?;
    Ok(all_match)
}

/// Whether this identifies a resource of this kind.
fn is_resource(identity: &Identity<'_>, object: &str) -> bool {
    identity.object.and_then(json::string).as_deref() == Some(object)
        && identity.id.is_some_and(|id| id.starts_with('"'))
}
