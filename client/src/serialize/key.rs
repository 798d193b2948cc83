//! The keys of maps: strings, and what `serde_json` writes as strings too.

use serde::Serialize;
use serde::ser::Impossible;

use super::SerializeError;
use super::rejected::reject_all_but_texts;

pub(super) struct MapKey;

fn not_a_key() -> SerializeError {
    SerializeError::new(
        "a key of a map must be a string, an integer, a bool, a char or a unit variant.",
    )
}

macro_rules! texts {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<String, SerializeError> {
            Ok(value.to_string())
        })*
    };
}

impl serde::Serializer for MapKey {
    reject_all_but_texts!(String, not_a_key());

    texts! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, SerializeError> {
        Ok(variant.to_owned())
    }
}
