//! The params of the calls that change metadata.

use clerk_metadata::core::metadata::params::unknown_field;
use clerk_metadata::core::{Error as ErrorKind, Field, JsonObject, MetadataParams, Owner};
use clerk_metadata_json::json;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::serialize::to_json;

/// Params with `publicMetadata` only: any value that serializes as an object.
///
/// ```
/// use clerk_metadata_client::public_metadata;
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Plan {
///     name: &'static str,
///     seats: u32,
/// }
/// let params = public_metadata(Plan { name: "pro", seats: 5 });
/// assert_eq!(serde_json::to_string(&params)?, r#"{"public_metadata":{"name":"pro","seats":5}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn public_metadata<T: Serialize>(value: T) -> impl Serialize {
    OneField(Field::Public, value)
}

/// Params with `privateMetadata` only: any value that serializes as an object.
///
/// ```
/// let params = clerk_metadata_client::private_metadata(serde_json::json!({ "customer_id": "cus_1" }));
/// assert_eq!(serde_json::to_string(&params)?, r#"{"private_metadata":{"customer_id":"cus_1"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn private_metadata<T: Serialize>(value: T) -> impl Serialize {
    OneField(Field::Private, value)
}

/// Params with `unsafeMetadata` only: any value that serializes as an object.
///
/// ```
/// let params = clerk_metadata_client::unsafe_metadata(serde_json::json!({ "theme": "dark" }));
/// assert_eq!(serde_json::to_string(&params)?, r#"{"unsafe_metadata":{"theme":"dark"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn unsafe_metadata<T: Serialize>(value: T) -> impl Serialize {
    OneField(Field::Unsafe, value)
}

struct OneField<T>(Field, T);

impl<T: Serialize> Serialize for OneField<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0.wire(), &self.1)?;
        map.end()
    }
}

/// The metadata fields of a call, each as JSON text.
#[derive(Debug, Default)]
pub(crate) struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Serializes and validates the params.
    pub(crate) fn new(
        owner: Owner,
        params: &(impl Serialize + ?Sized),
    ) -> Result<MetadataTexts, ErrorKind> {
        let text = to_json(params).map_err(crate::serialize::SerializeError::into_kind)?;
        let mut texts = MetadataTexts::default();
        let mut problem = None;
        let found = json::members(&text, &mut |key, value| {
            let set = texts.set(owner, &json::unescape(key), value);
            problem = problem.take().or(set.err());
        });
        if found.is_err() {
            let mut reason = String::from("they must serialize as an object with ");
            for (at, field) in owner.fields().iter().enumerate() {
                reason.push_str(match at {
                    0 => "",
                    at if at + 1 == owner.fields().len() => " or ",
                    _ => ", ",
                });
                reason.push_str(field.wire());
            }
            reason.push('.');
            return Err(ErrorKind::params("params", &reason));
        }
        match problem {
            Some(problem) => Err(problem),
            None => Ok(texts),
        }
    }

    fn set(&mut self, owner: Owner, key: &str, value: &str) -> Result<(), ErrorKind> {
        let named = owner
            .fields()
            .iter()
            .zip(&mut self.0)
            .find(|(field, _)| key == field.wire() || key == field.name());
        let Some((field, text)) = named else {
            return Err(unknown_field(owner, key));
        };
        if text.is_some() {
            return Err(ErrorKind::params(
                field.name(),
                "it is given twice, in snake_case and in camelCase. Give one of them.",
            ));
        }
        *text = Some(value.to_owned());
        Ok(())
    }

    pub(crate) fn params(&self) -> Result<MetadataParams<'_>, ErrorKind> {
        let [public, private, unsafe_] = &self.0;
        Ok(MetadataParams {
            public: object(Field::Public, public)?,
            private: object(Field::Private, private)?,
            unsafe_: object(Field::Unsafe, unsafe_)?,
        })
    }
}

fn object(field: Field, text: &Option<String>) -> Result<Option<JsonObject<'_>>, ErrorKind> {
    text.as_deref()
        .map(|text| JsonObject::parse(field.name(), text))
        .transpose()
}
