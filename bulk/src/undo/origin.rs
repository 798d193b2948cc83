//! The values from before the first of several changes.

use clerk_metadata::core::Field;

use crate::rows::Fields;
use crate::value::{self, Member, Value};

/// The before-images of the changes of one target, of which the first with a key has its value.
#[derive(Debug, Default)]
pub(super) struct Origin(Fields<String>);

impl Origin {
    /// Adds the image of the next change.
    pub fn add(&mut self, image: &Fields<String>) {
        for (field, text) in image.iter() {
            self.add_field(field, text);
        }
    }

    fn add_field(&mut self, field: Field, text: &str) {
        let joined = match self.0.get(field) {
            Some(first) => match (value::parse(first), value::parse(text)) {
                (Ok(first), Ok(next)) => join(first, next).text(),
                _ => return,
            },
            None => text.to_owned(),
        };
        self.0.set(field, joined);
    }

    /// The values of all fields.
    pub fn fields(&self) -> &Fields<String> {
        &self.0
    }
}

/// Adds the keys of `next` that `first` does not have. Recurses as deep as both.
fn join<'a>(first: Value<'a>, next: Value<'a>) -> Value<'a> {
    let (Value::Object(mut members), Value::Object(others)) = (first.clone(), next) else {
        return first;
    };
    for Member { key, value } in others {
        match members.iter_mut().find(|member| member.key == key) {
            Some(member) => member.value = join(member.value.clone(), value),
            None => members.push(Member { key, value }),
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn the_first_value_of_each_key_counts() {
        for (images, expected) in [
            (&["{\"a\":1}", "{\"a\":2,\"b\":3}"][..], "{\"a\":1,\"b\":3}"),
            (&["{\"a\":null}", "{\"a\":{\"x\":1}}"], "{\"a\":null}"),
            (
                &[
                    "{\"a\":{\"x\":1}}",
                    "{\"a\":{\"x\":2,\"y\":null}}",
                    "{\"a\":5}",
                ],
                "{\"a\":{\"x\":1,\"y\":null}}",
            ),
        ] {
            let mut origin = Origin::default();
            for image in images {
                let mut fields = Fields::default();
                fields.set(Field::Public, (*image).to_owned());
                origin.add(&fields);
            }
            assert_eq!(origin.fields().get(Field::Public).unwrap(), expected);
        }
    }
}
