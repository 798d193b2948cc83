//! The part of a serializer of texts that is the same for each: everything but a text is rejected.

/// The associated types, and the methods of values that are never a text. `$error` is an expression of the error.
macro_rules! reject_all_but_texts {
    ($ok:ty, $error:expr) => {
        type Ok = $ok;
        type Error = SerializeError;
        type SerializeSeq = Impossible<$ok, SerializeError>;
        type SerializeTuple = Impossible<$ok, SerializeError>;
        type SerializeTupleStruct = Impossible<$ok, SerializeError>;
        type SerializeTupleVariant = Impossible<$ok, SerializeError>;
        type SerializeMap = Impossible<$ok, SerializeError>;
        type SerializeStruct = Impossible<$ok, SerializeError>;
        type SerializeStructVariant = Impossible<$ok, SerializeError>;

        $crate::serialize::rejected::reject! { $error;
            serialize_f32(f32) -> $ok,
            serialize_f64(f64) -> $ok,
            serialize_bytes(&[u8]) -> $ok,
            serialize_none() -> $ok,
            serialize_unit() -> $ok,
            serialize_unit_struct(&'static str) -> $ok,
            serialize_seq(Option<usize>) -> Self::SerializeSeq,
            serialize_tuple(usize) -> Self::SerializeTuple,
            serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct,
            serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant,
            serialize_map(Option<usize>) -> Self::SerializeMap,
            serialize_struct(&'static str, usize) -> Self::SerializeStruct,
            serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant,
        }

        fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<$ok, SerializeError> {
            value.serialize(self)
        }

        fn serialize_newtype_struct<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            value: &T,
        ) -> Result<$ok, SerializeError> {
            value.serialize(self)
        }

        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<$ok, SerializeError> {
            Err($error)
        }
    };
}

/// Methods that reject every value.
macro_rules! reject {
    ($error:expr; $($name:ident($($type:ty),*) -> $ok:ty),* $(,)?) => {
        $(fn $name(self $(, _: $type)*) -> Result<$ok, SerializeError> {
            Err($error)
        })*
    };
}

pub(super) use {reject, reject_all_but_texts};
