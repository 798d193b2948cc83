//! How resources are read: leniently, because a call that has taken effect must not fail when Clerk changes the type of
//! a field.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A struct of a resource. Its fields have the names of the core, and each reads leniently. With `in MODULE`, the struct
/// itself is not what is read: `MODULE::Fields` is, which converts into it.
macro_rules! resource {
    (
        $(#[$meta:meta])* $name:ident in $module:ident {
            $($(#[$field_meta:meta])* $visibility:vis $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])* $visibility $field: $type,)*
        }

        mod $module {
            use super::*;

            #[derive(Default, serde::Deserialize)]
            #[serde(rename_all = "camelCase", default)]
            pub(super) struct Fields {
                $(#[serde(deserialize_with = "crate::resource::lenient")] $field: $type,)*
            }

            impl From<Fields> for super::$name {
                fn from(fields: Fields) -> Self {
                    super::$name { $($field: fields.$field,)* }
                }
            }
        }
    };
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $visibility:vis $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])* #[serde(deserialize_with = "crate::resource::lenient")] $visibility $field: $type,)*
        }
    };
}
pub(crate) use resource;

/// A value, or the empty one if the JSON has another type.
pub(crate) fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// A metadata object as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Metadata(String);

impl Metadata {
    pub(crate) fn get<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.0)
    }
}

impl Default for Metadata {
    fn default() -> Metadata {
        Metadata(String::from("{}"))
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Metadata, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Metadata(raw.get().to_owned()))
    }
}
