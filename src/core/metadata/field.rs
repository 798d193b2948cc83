//! The metadata fields, and which of them each resource has.

use crate::core::errors::error::IdParameter;

/// A metadata field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Read by the frontend and the backend, set by the backend.
    Public,
    /// Read and set by the backend.
    Private,
    /// Read and set by both.
    Unsafe,
}

/// A resource with metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A user.
    User,
    /// An organization.
    Organization,
    /// The membership of a user in an organization.
    Membership,
}

impl Owner {
    /// Its metadata fields.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Owner::User => &Field::ALL,
            Owner::Organization | Owner::Membership => &[Field::Public, Field::Private],
        }
    }

    /// The other parameters in the object that holds the fields.
    #[must_use]
    pub const fn other_parameters(self) -> &'static [IdParameter] {
        match self {
            Owner::User | Owner::Organization => &[],
            Owner::Membership => &[IdParameter::OrganizationId, IdParameter::UserId],
        }
    }
}

impl Field {
    /// All of them, in the order in which they are sent.
    pub const ALL: [Field; 3] = [Field::Public, Field::Private, Field::Unsafe];

    /// Its name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Field::Public => "publicMetadata",
            Field::Private => "privateMetadata",
            Field::Unsafe => "unsafeMetadata",
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Field::Public => "public_metadata",
            Field::Private => "private_metadata",
            Field::Unsafe => "unsafe_metadata",
        }
    }
}
