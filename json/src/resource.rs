//! Resources of the Backend API as tables: which wire name becomes which field.
//!
//! A table and one pass from text to text serve every resource. A derived type for each was
//! measured at three times the wasm.

use crate::json::{self, MEMBER_COST, NotJson, Scanner};

/// One kind of object in a response.
#[derive(Debug)]
pub struct Resource {
    fields: &'static [Field],
}

/// The most fields that a resource may have.
const MAX_FIELDS: usize = 40;

/// By how many bytes what is written may be longer than the text that it comes from. An object
/// without any field becomes one with all of them, so without a bound `[{},{},…]` would become hundreds of
/// times its size. 500 users of nothing but an id grow by half of it.
pub const MAX_GROWTH: usize = 1024 * 1024;

/// The longest value that is copied, in bytes. A metadata field holds 8 KB.
pub const MAX_COPIED: usize = 256 * 1024;

/// One field of a resource.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: &'static str,
    /// What stands before its value: `,"nameInJavaScript":`.
    #[doc(hidden)]
    pub head: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// Any value, copied as written; `null` where the field is missing.
    Value,
    /// Any value, copied as written; left out where the field is missing. Not for the first field.
    Optional,
    /// The value of another field with the same wire name.
    Again,
    /// Any value but `null`; this text where the field is missing or `null`.
    Filled(&'static str),
    /// A nested resource, or `null`.
    One(&'static Resource),
    /// A list of nested resources; empty where the field is missing or `null`.
    Many(&'static Resource),
}

impl Field {
    /// Its name in JavaScript.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.head.trim_matches([',', ':', '"'])
    }
}

/// What of an object says which resource it is.
#[derive(Debug, Default, Clone, Copy)]
pub struct Marks<'a> {
    /// The value of its `object`, as written.
    pub object: Option<&'a str>,
    /// The value of its `id`, as written.
    pub id: Option<&'a str>,
}

/// Where the value of a field is.
#[derive(Clone, Copy)]
enum Slot<'a> {
    Missing,
    /// In the response.
    Text(&'a str),
    /// In what is written: a nested resource comes out renamed, and waits there for its place.
    Written(usize, usize),
}

impl Resource {
    /// What [`resource!`](crate::resource!) makes; more fields than fit are an error when the program is compiled.
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

    /// Appends the object that follows with its fields renamed. Fields that the table does not know
    /// are left out, so one that Clerk adds cannot change a type.
    ///
    /// # Errors
    /// [`NotJson`] where no JSON object follows, or a limit is exceeded: of the scanner,
    /// [`MAX_COPIED`], or [`MAX_GROWTH`].
    pub fn rename<'a>(
        &self,
        scanner: &mut Scanner<'a>,
        out: &mut String,
    ) -> Result<Marks<'a>, NotJson> {
        let start = out.len();
        scanner.count(self.fields.len() * MEMBER_COST)?;
        let mut marks = Marks::default();
        let mut slots = [Slot::Missing; MAX_FIELDS];
        let mut next = 0;
        let mut more = scanner.opens(b'{', b'}')?;
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
                        marks.object = Some(value);
                    }
                }
            }
            more = scanner.goes_on(b'}')?;
        }
        if let Some(Slot::Text(id)) = self.find("id", 0).and_then(|at| slots.get(at)) {
            marks.id = Some(id);
        }
        let written = out.len();
        self.write(&slots, out);
        out.drain(start..written);
        if out.len() > scanner.text_len() + MAX_GROWTH {
            return scanner.fail_over_limit();
        }
        Ok(marks)
    }

    /// Appends the array that follows with each of its objects [renamed](Self::rename). What in it is
    /// no object is left out.
    ///
    /// # Errors
    /// [`NotJson`] where no JSON array follows.
    fn rename_all(&self, scanner: &mut Scanner<'_>, out: &mut String) -> Result<(), NotJson> {
        let mut separator = "";
        out.push('[');
        let mut more = scanner.opens(b'[', b']')?;
        while more {
            if scanner.is_before(b'{') {
                out.push_str(separator);
                separator = ",";
                self.rename(scanner, out)?;
            } else {
                scanner.value()?;
            }
            more = scanner.goes_on(b']')?;
        }
        out.push(']');
        Ok(())
    }

    /// The field that a key, as written, is of.
    fn position(&self, key: &str, next: usize) -> Option<usize> {
        let found = self.find(key, next);
        // No name of a field has a backslash.
        if found.is_some() || !key.bytes().any(|byte| byte == b'\\') {
            return found;
        }
        self.find(&json::unescape(key), next)
    }

    /// The field of a wire name. Keys mostly come in the order of the table, so the search begins behind
    /// the one found last.
    #[inline(never)]
    fn find(&self, wire: &str, next: usize) -> Option<usize> {
        let is = |field: &Field| field.wire == wire && !matches!(field.kind, Kind::Again);
        let (before, after) = self.fields.split_at_checked(next)?;
        match after.iter().position(is) {
            Some(at) => Some(at + next),
            None => before.iter().position(is),
        }
    }

    /// The value that follows, of a field.
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

    /// Appends an object of the values.
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
            let twin = match field.kind {
                Kind::Again => self.find(field.wire, 0).and_then(|at| slots.get(at)),
                _ => None,
            };
            match (&field.kind, *twin.unwrap_or(slot)) {
                (Kind::Filled(default), Slot::Missing | Slot::Text("null")) => {
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

/// A field whose name in JavaScript is that of the wire in camelCase, or the one given.
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
