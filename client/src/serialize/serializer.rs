//! The serializer of values.

use std::fmt::Display;

use clerk_metadata::core::limits::MAX_DEPTH;
use serde::Serialize;

use super::parts::{Object, Seq, Structure};
use super::{SerializeError, Written, push_string, raw};

type Outcome = Result<Written, SerializeError>;

/// The levels above those of a metadata field: the parameters themselves.
const LEVELS_ABOVE: usize = 1;

pub(super) struct Serializer<'a> {
    pub(super) out: &'a mut String,
    depth: usize,
}

impl<'a> Serializer<'a> {
    pub(super) fn new(out: &'a mut String, depth: usize) -> Serializer<'a> {
        Serializer { out, depth }
    }

    fn text(self, text: &str) -> Outcome {
        self.out.push_str(text);
        Ok(Written::Value)
    }

    /// Enters an array or an object.
    fn open(self, bracket: char) -> Result<Serializer<'a>, SerializeError> {
        if self.depth >= MAX_DEPTH + LEVELS_ABOVE {
            return Err(SerializeError::too_deep());
        }
        self.out.push(bracket);
        Ok(Serializer {
            depth: self.depth + 1,
            ..self
        })
    }

    fn seq(self, close: &'static str) -> Result<Seq<'a>, SerializeError> {
        let inner = self.open('[')?;
        Ok(Seq::new(inner.out, inner.depth, close))
    }

    fn object(self, close: &'static str) -> Result<Object<'a>, SerializeError> {
        let inner = self.open('{')?;
        Ok(Object::new(inner.out, inner.depth, close))
    }

    /// Opens the object `{"variant":` of an enum's variant with data.
    fn variant(self, variant: &str) -> Result<Serializer<'a>, SerializeError> {
        let inner = self.open('{')?;
        push_string(inner.out, variant);
        inner.out.push(':');
        Ok(inner)
    }
}

macro_rules! integers {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Outcome {
            self.text(&value.to_string())
        })*
    };
}

impl<'a> serde::Serializer for Serializer<'a> {
    type Ok = Written;
    type Error = SerializeError;
    type SerializeSeq = Seq<'a>;
    type SerializeTuple = Seq<'a>;
    type SerializeTupleStruct = Seq<'a>;
    type SerializeTupleVariant = Seq<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Structure<'a>;
    type SerializeStructVariant = Structure<'a>;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    }

    fn serialize_bool(self, value: bool) -> Outcome {
        self.text(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, value: f32) -> Outcome {
        finite(value, value.is_finite(), serde_json::to_string(&value))
            .and_then(|text| self.text(&text))
    }

    fn serialize_f64(self, value: f64) -> Outcome {
        finite(value, value.is_finite(), serde_json::to_string(&value))
            .and_then(|text| self.text(&text))
    }

    fn serialize_char(self, value: char) -> Outcome {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Outcome {
        push_string(self.out, value);
        Ok(Written::Value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Outcome {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Outcome {
        Ok(Written::Nothing)
    }

    /// `Some(None)` is a `null`: it removes the key.
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome {
        let Serializer { out, depth } = self;
        match value.serialize(Serializer::new(out, depth))? {
            Written::Value => Ok(Written::Value),
            Written::Nothing => Serializer::new(out, depth).text("null"),
        }
    }

    fn serialize_unit(self) -> Outcome {
        self.text("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome {
        self.text("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Outcome {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome {
        let Serializer { out, depth } = self.variant(variant)?;
        let written = value
            .serialize(Serializer::new(out, depth))
            .map_err(|error| error.at(variant))?;
        out.push_str(if written == Written::Nothing {
            "null}"
        } else {
            "}"
        });
        Ok(Written::Value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Seq<'a>, SerializeError> {
        self.seq("]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Seq<'a>, SerializeError> {
        self.seq("]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Seq<'a>, SerializeError> {
        self.seq("]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Seq<'a>, SerializeError> {
        self.variant(variant)?.seq("]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, SerializeError> {
        self.object("}")
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Structure<'a>, SerializeError> {
        if raw::is_raw(name) {
            return Ok(Structure::Raw(self.out));
        }
        self.object("}").map(Structure::Object)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Structure<'a>, SerializeError> {
        self.variant(variant)?.object("}}").map(Structure::Object)
    }
}

fn finite(
    value: impl Display,
    is_finite: bool,
    text: serde_json::Result<String>,
) -> Result<String, SerializeError> {
    match text {
        Ok(text) if is_finite => Ok(text),
        _ => Err(SerializeError::new(&format!(
            "JSON cannot represent {value}: it would be sent as null, which removes the key. Pass a finite number, or null to remove the key."
        ))),
    }
}
