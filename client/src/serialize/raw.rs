//! Texts that are JSON already: `serde_json::Number` with the feature `arbitrary_precision`, and
//! `serde_json::value::RawValue`. Both serialize as a struct with a name of their own, whose only field is the text.

use serde::Serialize;
use serde::ser::Impossible;

use super::SerializeError;

/// Whether a struct with this name is such a text.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "$serde_json::private::Number" | "$serde_json::private::RawValue"
    )
}

/// Appends the text of a string.
pub(super) struct RawText<'a>(pub(super) &'a mut String);

macro_rules! rejected {
    ($($name:ident($($type:ty),*) -> $ok:ty),* $(,)?) => {
        $(fn $name(self $(, _: $type)*) -> Result<$ok, SerializeError> {
            Err(not_text())
        })*
    };
}

fn not_text() -> SerializeError {
    SerializeError::new("the raw JSON is not a text.")
}

impl serde::Serializer for RawText<'_> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Impossible<(), SerializeError>;
    type SerializeTuple = Impossible<(), SerializeError>;
    type SerializeTupleStruct = Impossible<(), SerializeError>;
    type SerializeTupleVariant = Impossible<(), SerializeError>;
    type SerializeMap = Impossible<(), SerializeError>;
    type SerializeStruct = Impossible<(), SerializeError>;
    type SerializeStructVariant = Impossible<(), SerializeError>;

    fn serialize_str(self, value: &str) -> Result<(), SerializeError> {
        self.0.push_str(value);
        Ok(())
    }

    rejected! {
        serialize_bool(bool) -> (),
        serialize_i8(i8) -> (),
        serialize_i16(i16) -> (),
        serialize_i32(i32) -> (),
        serialize_i64(i64) -> (),
        serialize_u8(u8) -> (),
        serialize_u16(u16) -> (),
        serialize_u32(u32) -> (),
        serialize_u64(u64) -> (),
        serialize_f32(f32) -> (),
        serialize_f64(f64) -> (),
        serialize_char(char) -> (),
        serialize_bytes(&[u8]) -> (),
        serialize_none() -> (),
        serialize_unit() -> (),
        serialize_unit_struct(&'static str) -> (),
        serialize_unit_variant(&'static str, u32, &'static str) -> (),
        serialize_seq(Option<usize>) -> Self::SerializeSeq,
        serialize_tuple(usize) -> Self::SerializeTuple,
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant,
        serialize_map(Option<usize>) -> Self::SerializeMap,
        serialize_struct(&'static str, usize) -> Self::SerializeStruct,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant,
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), SerializeError> {
        Err(not_text())
    }
}
