//! Tables of the Backend API's resources, which map API field names to JavaScript field names.
//!
//! One function renames the fields of every resource in the text, based on its table. Derived types made the
//! wasm three times as large.

use crate::json::{self, MEMBER_COST, NotJson, Scanner};

/// One kind of object in a response.
#[derive(Debug)]
pub struct Resource {
    fields: &'static [Field],
}

/// The maximum number of fields of a resource.
const MAX_FIELDS: usize = 40;

/// By how many bytes the output may exceed its input. An object without fields becomes one with all fields,
/// so without a limit `[{},{},…]` would grow to hundreds of times its size. 500 users that only have an ID
/// grow by half of this limit.
pub const MAX_GROWTH: usize = 1024 * 1024;

/// The maximum size of a copied value, in bytes. A metadata field holds up to 8 KB.
pub const MAX_COPIED: usize = 256 * 1024;

/// One field of a resource.
#[derive(Debug)]
pub struct Field {
    /// Its name in the Backend API.
    pub wire: &'static str,
    /// The text before its value: `,"nameInJavaScript":`.
    #[doc(hidden)]
    pub head: &'static str,
    /// How its value is converted.
    pub kind: Kind,
}

/// How the value of a field is converted.
#[derive(Debug)]
pub enum Kind {
    /// Any value, copied as written, or `null` if the field is missing.
    Value,
    /// Any value, copied as written, or omitted if the field is missing. Not supported for the first field.
    Optional,
    /// A second JavaScript name of another field with the same API name. Its value is a copy.
    Alias,
    /// Any value except `null`, or this default if the field is missing or `null`.
    WithDefault(&'static str),
    /// A nested resource, or `null`.
    One(&'static Resource),
    /// A list of nested resources, which is empty if the field is missing or `null`.
    Many(&'static Resource),
}

impl Field {
    /// Its name in JavaScript.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.head.trim_matches([',', ':', '"'])
    }
}

/// The members that identify which resource an object is.
#[derive(Debug, Default, Clone, Copy)]
pub struct Identity<'a> {
    /// The value of its `object`, as written.
    pub object: Option<&'a str>,
    /// The value of its `id`, as written.
    pub id: Option<&'a str>,
}

/// The location of a field's value.
#[derive(Clone, Copy)]
enum Slot<'a> {
    Missing,
    /// A part of the response.
    Text(&'a str),
    /// A range of the output: a nested resource that is already renamed, and is copied to its position later.
    Written(usize, usize),
}

impl Resource {
    /// Used by [`resource!`](crate::resource!). Too many fields are an error at compile time.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(fields: &'static [Field]) -> Resource {
        assert!(fields.len() <= MAX_FIELDS, "raise MAX_FIELDS");
        Resource { fields }
    }

    /// Its fields.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Reads the next object, and appends it with its fields renamed. Unknown fields are omitted, so a field
    /// that Clerk adds cannot change a type.
    ///
    /// # Errors
    /// [`NotJson`] if the next value is not an object, or if a limit is exceeded: the scanner's,
    /// [`MAX_COPIED`], or [`MAX_GROWTH`].
    pub fn rename<'a>(
        &self,
        scanner: &mut Scanner<'a>,
        out: &mut String,
    ) -> Result<Identity<'a>, NotJson> {
        let start = out.len();
        scanner.add_cost(self.fields.len() * MEMBER_COST)?;
        let mut identity = Identity::default();
        let mut slots = [Slot::Missing; MAX_FIELDS];
        let mut next = 0;
        let mut more = scanner.open(b'{', b'}')?;
        while more {
            let key = scanner.key()?;
            match self.position(key, next) {
                Some(at) => {
                    next = at + 1;
                    let value = self.value(at, scanner, out)?;
                    if let Some(slot) = slots.get_mut(at) {
                        *slot = value;
                    }
                }
                None => {
                    let value = scanner.value()?;
                    if json::is(key, "object") {
                        identity.object = Some(value);
                    }
                }
            }
            more = scanner.has_next(b'}')?;
        }
        if let Some(Slot::Text(id)) = self.find("id", 0).and_then(|at| slots.get(at)) {
            identity.id = Some(id);
        }
        let written = out.len();
        self.write(&slots, out);
        out.drain(start..written);
        if out.len() > scanner.text_len() + MAX_GROWTH {
            return scanner.fail_over_limit();
        }
        Ok(identity)
    }

    /// Reads the next array, and appends it with each of its objects [renamed](Self::rename). Elements that
    /// are not objects are omitted.
    ///
    /// # Errors
    /// [`NotJson`] if the next value is not an array.
    fn rename_all(&self, scanner: &mut Scanner<'_>, out: &mut String) -> Result<(), NotJson> {
        let mut separator = "";
        out.push('[');
        let mut more = scanner.open(b'[', b']')?;
        while more {
            if scanner.is_before(b'{') {
                out.push_str(separator);
                separator = ",";
                self.rename(scanner, out)?;
            } else {
                scanner.value()?;
            }
            more = scanner.has_next(b']')?;
        }
        out.push(']');
        Ok(())
    }

    /// The index of the field for a key, as written.
    fn position(&self, key: &str, next: usize) -> Option<usize> {
        let found = self.find(key, next);
        // No field name contains a backslash.
        if found.is_some() || !key.bytes().any(|byte| byte == b'\\') {
            return found;
        }
        self.find(&json::unescape(key), next)
    }

    /// The index of the field with an API name. Keys are mostly in the order of the table, so the search starts
    /// after the previous match.
    #[inline(never)]
    fn find(&self, wire: &str, next: usize) -> Option<usize> {
        let matches = |field: &Field| field.wire == wire && !matches!(field.kind, Kind::Alias);
        let (before, after) = self.fields.split_at_checked(next)?;
        match after.iter().position(matches) {
            Some(at) => Some(at + next),
            None => before.iter().position(matches),
        }
    }

    /// Reads the next value, which belongs to a field.
    fn value<'a>(
        &self,
        at: usize,
        scanner: &mut Scanner<'a>,
        out: &mut String,
    ) -> Result<Slot<'a>, NotJson> {
        let start = out.len();
        match self.fields.get(at).map(|field| &field.kind) {
            Some(Kind::One(resource)) if scanner.is_before(b'{') => {
                resource.rename(scanner, out)?;
            }
            Some(Kind::Many(resource)) if scanner.is_before(b'[') => {
                resource.rename_all(scanner, out)?;
            }
            Some(Kind::One(_) | Kind::Many(_)) => {
                scanner.value()?;
                return Ok(Slot::Missing);
            }
            _ => {
                let text = scanner.value()?;
                if text.len() > MAX_COPIED {
                    return scanner.fail_over_limit();
                }
                return Ok(Slot::Text(text));
            }
        }
        Ok(Slot::Written(start, out.len()))
    }

    /// Appends an object with the values.
    fn write(&self, slots: &[Slot<'_>], out: &mut String) {
        for (at, (field, slot)) in self.fields.iter().zip(slots).enumerate() {
            if matches!((&field.kind, slot), (Kind::Optional, Slot::Missing)) {
                continue;
            }
            if at == 0 {
                out.push('{');
                out.push_str(field.head.get(1..).unwrap_or_default());
            } else {
                out.push_str(field.head);
            }
            let original = match field.kind {
                Kind::Alias => self.find(field.wire, 0).and_then(|at| slots.get(at)),
                _ => None,
            };
            match (&field.kind, *original.unwrap_or(slot)) {
                (Kind::WithDefault(default), Slot::Missing | Slot::Text("null")) => {
                    out.push_str(default);
                }
                (Kind::Many(_), Slot::Missing) => out.push_str("[]"),
                (_, Slot::Missing) => out.push_str("null"),
                (_, Slot::Text(text)) => out.push_str(text),
                (_, Slot::Written(start, end)) => out.extend_from_within(start..end),
            }
        }
        out.push('}');
    }
}

/// A resource with these fields, in the order in which they are written.
#[macro_export]
macro_rules! resource {
    [$($field:expr),* $(,)?] => {{
        static FIELDS: &[$crate::resource::Field] = &[$($field),*];
        $crate::resource::Resource::new(FIELDS)
    }};
}

/// A field. Its name in JavaScript is the third argument. Default: the API name in camelCase.
#[macro_export]
macro_rules! field {
    ($wire:literal, $kind:expr) => {
        field!($wire, $kind, { $crate::camel_case!($wire, ",\"", "\":") })
    };
    ($wire:literal, $kind:expr, $name:literal) => {
        field!($wire, $kind, { concat!(",\"", $name, "\":") })
    };
    ($wire:literal, $kind:expr, $head:block) => {
        $crate::resource::Field {
            wire: $wire,
            head: $head,
            kind: $kind,
        }
    };
}
