//! Reads a resource, or a list of them, from the body of a response.

use clerk_metadata_json::json::{self, NotJson, Scanner};
use clerk_metadata_json::resource::{Identity, MAX_GROWTH, Resource};

use crate::core::limits::MAX_RESPONSE_VALUES;
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

/// A user.
pub static USER_BODY: BodyResource = BodyResource {
    fields: &USER,
    object: "user",
};

/// An organization.
pub static ORGANIZATION_BODY: BodyResource = BodyResource {
    fields: &ORGANIZATION,
    object: "organization",
};

/// The membership of a user in an organization.
pub static MEMBERSHIP_BODY: BodyResource = BodyResource {
    fields: &ORGANIZATION_MEMBERSHIP,
    object: "organization_membership",
};

/// Why a body is not the expected resource, or a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not JSON.
    NotJson,
    /// It is other JSON.
    OtherJson,
    /// It exceeds [`MAX_RESPONSE_VALUES`], [`MAX_COPIED`](clerk_metadata_json::resource::MAX_COPIED) or
    /// [`MAX_GROWTH`].
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
        let mut scanner = Scanner::limited(text, MAX_RESPONSE_VALUES);
        if !scanner.is_before(if is_list { b'[' } else { b'{' }) {
            return Err(match json::value(text) {
                Ok(_) => Unreadable::OtherJson,
                Err(_) => Unreadable::NotJson,
            });
        }
        // Reserves memory for the resource that exceeds the limit: moving the output would need twice as much.
        let mut out = String::with_capacity(text.len() + text.len().min(MAX_GROWTH) + 1024);
        match self.rename(&mut scanner, is_list, &mut out) {
            Ok(true) => Ok(out),
            Ok(false) => Err(Unreadable::OtherJson),
            Err(_) if scanner.is_over_limit() => Err(Unreadable::TooLarge),
            Err(_) => Err(Unreadable::NotJson),
        }
    }

    /// Appends the resource or the resources that follow; whether all of them are resources of this kind.
    fn rename(
        &self,
        scanner: &mut Scanner<'_>,
        is_list: bool,
        out: &mut String,
    ) -> Result<bool, NotJson> {
        let mut all_match = true;
        if is_list {
            out.push('[');
        }
        let mut more = !is_list || scanner.open(b'[', b']')?;
        while more {
            if scanner.is_before(b'{') {
                if out.len() > 1 {
                    out.push(',');
                }
                all_match &= self.has(&self.fields.rename(scanner, out)?);
            } else {
                scanner.value()?;
                all_match = false;
            }
            more = is_list && scanner.has_next(b']')?;
        }
        if is_list {
            out.push(']');
        }
        scanner.end()?;
        Ok(all_match)
    }

    /// Whether this identifies a resource of this kind.
    fn has(&self, identity: &Identity<'_>) -> bool {
        identity.object.and_then(json::string).as_deref() == Some(self.object)
            && identity.id.is_some_and(|id| id.starts_with('"'))
    }
}
