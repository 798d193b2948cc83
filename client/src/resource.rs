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

/// What the resources have that calls resolve to: their JSON, as the Backend API wrote it. `$json` is one, for examples.
macro_rules! resource_json {
    ($name:ident, $body:expr, $what:literal, $json:literal) => {
        impl $name {
            #[doc = concat!("Reads ", $what, " from its JSON, as [`", stringify!($name), "::json`] returns it: for caches and tests.")]
            ///
            /// ```
            #[doc = concat!("use clerk_metadata_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("let found = ", stringify!($name), "::from_json(r#\"", $json, "\"#)?;")]
            #[doc = concat!("assert_eq!(serde_json::from_str::<", stringify!($name), ">(&serde_json::to_string(&found)?)?, found);")]
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            ///
            /// # Errors
            #[doc = concat!("[`serde_json::Error`] if the text is not the JSON of ", $what, ".")]
            pub fn from_json(json: &str) -> serde_json::Result<$name> {
                let Ok(names) = $body.read(json) else {
                    let message = concat!("not ", $what, " of the Backend API");
                    return Err(serde::de::Error::custom(message));
                };
                $name::read(&names, json.trim())
            }

            /// The JSON as the Backend API wrote it, with every field and with numbers as they were written.
            ///
            /// ```
            #[doc = concat!("let json = r#\"", $json, "\"#;")]
            #[doc = concat!("assert_eq!(clerk_metadata_client::", stringify!($name), "::from_json(json)?.json(), json);")]
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[must_use]
            pub fn json(&self) -> &str {
                &self.json
            }

            /// A field by its name in the Backend API, for those that this type does not have. `None` if the Backend API
            /// left it out.
            ///
            /// ```
            #[doc = concat!("let found = clerk_metadata_client::", stringify!($name), "::from_json(r#\"", $json, "\"#)?;")]
            /// assert_eq!((found.field::<f64>("brand_new")?, found.field::<f64>("other")?), (Some(1.0), None));
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            ///
            /// # Errors
            /// [`serde_json::Error`] if the value does not fit the type.
            pub fn field<T: serde::de::DeserializeOwned>(
                &self,
                name: &str,
            ) -> serde_json::Result<Option<T>> {
                clerk_metadata_json::json::member(&self.json, name)
                    .map(serde_json::from_str)
                    .transpose()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
                $name::from_json(raw.get()).map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let raw: &serde_json::value::RawValue =
                    serde_json::from_str(&self.json).map_err(serde::ser::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    };
}
pub(crate) use resource_json;

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
