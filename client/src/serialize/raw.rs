//! Texts that are JSON already: `serde_json::Number` with the feature `arbitrary_precision`, and
//! `serde_json::value::RawValue`. Both serialize as a struct with a name of their own, whose only field is the text.

use serde::Serialize;
use serde::ser::Impossible;

use super::SerializeError;
use super::rejected::{reject, reject_all_but_texts};

/// Whether a struct with this name is such a text.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "$serde_json::private::Number" | "$serde_json::private::RawValue"
    )
}

/// Appends the text of a string.
pub(super) struct RawText<'a>(pub(super) &'a mut String);

fn not_text() -> SerializeError {
    SerializeError::new("the raw JSON is not a text.")
}

impl serde::Serializer for RawText<'_> {
    reject_all_but_texts!((), not_text());

    reject! { not_text();
        serialize_bool(bool) -> (),
        serialize_i8(i8) -> (),
        serialize_i16(i16) -> (),
        serialize_i32(i32) -> (),
        serialize_i64(i64) -> (),
        serialize_u8(u8) -> (),
        serialize_u16(u16) -> (),
        serialize_u32(u32) -> (),
        serialize_u64(u64) -> (),
        serialize_char(char) -> (),
        serialize_unit_variant(&'static str, u32, &'static str) -> (),
    }

    fn serialize_str(self, value: &str) -> Result<(), SerializeError> {
        self.0.push_str(value);
        Ok(())
    }
}
