//! The three metadata fields of a user.

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
