//! The elements of arrays and the members of objects.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::key::MapKey;
use super::raw::RawText;
use super::serializer::Serializer;
use super::{SerializeError, Written, push_string};

/// The elements of an array. A `None` is a `null` there: arrays are replaced as a whole, so it removes nothing.
pub(super) struct Seq<'a> {
    out: &'a mut String,
    depth: usize,
    close: &'static str,
    length: usize,
}

impl<'a> Seq<'a> {
    pub(super) fn new(out: &'a mut String, depth: usize, close: &'static str) -> Seq<'a> {
        Seq {
            out,
            depth,
            close,
            length: 0,
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
        if self.length > 0 {
            self.out.push(',');
        }
        let written = value
            .serialize(Serializer::new(self.out, self.depth))
            .map_err(|error| error.at_index(self.length))?;
        if written == Written::Nothing {
            self.out.push_str("null");
        }
        self.length += 1;
        Ok(())
    }

    fn close(self) -> Result<Written, SerializeError> {
        self.out.push_str(self.close);
        Ok(Written::Value)
    }
}

macro_rules! elements {
    ($($trait:ident: $method:ident),*) => {
        $(impl $trait for Seq<'_> {
            type Ok = Written;
            type Error = SerializeError;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
                self.element(value)
            }
            fn end(self) -> Result<Written, SerializeError> {
                self.close()
            }
        })*
    };
}
elements! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
}

/// The members of an object. A `None` is left out: the stored value of its key is kept.
pub(super) struct Object<'a> {
    out: &'a mut String,
    depth: usize,
    close: &'static str,
    is_empty: bool,
    key: String,
}

impl<'a> Object<'a> {
    pub(super) fn new(out: &'a mut String, depth: usize, close: &'static str) -> Object<'a> {
        Object {
            out,
            depth,
            close,
            is_empty: true,
            key: String::new(),
        }
    }

    fn member<T: Serialize + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let start = self.out.len();
        if !self.is_empty {
            self.out.push(',');
        }
        push_string(self.out, key);
        self.out.push(':');
        let written = value
            .serialize(Serializer::new(self.out, self.depth))
            .map_err(|error| error.at(key))?;
        match written {
            Written::Value => self.is_empty = false,
            Written::Nothing => self.out.truncate(start),
        }
        Ok(())
    }

    fn close(self) -> Result<Written, SerializeError> {
        self.out.push_str(self.close);
        Ok(Written::Value)
    }
}

impl SerializeMap for Object<'_> {
    type Ok = Written;
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), SerializeError> {
        self.key = key.serialize(MapKey)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
        let key = std::mem::take(&mut self.key);
        self.member(&key, value)
    }

    fn end(self) -> Result<Written, SerializeError> {
        self.close()
    }
}

/// A struct: an object, or one with which `serde_json` marks a text that is JSON already.
pub(super) enum Structure<'a> {
    Object(Object<'a>),
    Raw(&'a mut String),
}

macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl $trait for Structure<'_> {
            type Ok = Written;
            type Error = SerializeError;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), SerializeError> {
                match self {
                    Structure::Object(object) => object.member(key, value),
                    Structure::Raw(out) => value.serialize(RawText(out)),
                }
            }
            fn end(self) -> Result<Written, SerializeError> {
                match self {
                    Structure::Object(object) => object.close(),
                    Structure::Raw(_) => Ok(Written::Value),
                }
            }
        })*
    };
}
fields!(SerializeStruct, SerializeStructVariant);
