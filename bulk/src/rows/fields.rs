//! A value for each metadata field.

use clerk_metadata::core::Field;

/// A value for each of [`Field::ALL`], where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields<T>(pub [Option<T>; 3]);

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Fields([None, None, None])
    }
}

impl<T> Fields<T> {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&T> {
        self.iter()
            .find(|(other, _)| *other == field)
            .map(|(_, value)| value)
    }

    /// The value of a field.
    pub fn get_mut(&mut self, field: Field) -> Option<&mut T> {
        self.0.get_mut(position(field))?.as_mut()
    }

    /// Sets the value of a field.
    pub fn set(&mut self, field: Field, value: T) {
        if let Some(slot) = self.0.get_mut(position(field)) {
            *slot = Some(value);
        }
    }

    /// The fields that have a value.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &T)> {
        let fields = Field::ALL.into_iter().zip(&self.0);
        fields.filter_map(|(field, value)| Some((field, value.as_ref()?)))
    }

    /// Whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl Fields<String> {
    /// The fields as a JSON object.
    #[must_use]
    pub fn object(&self) -> String {
        let mut out = String::new();
        self.push_members(&mut out);
        out.replace_range(..usize::from(!out.is_empty()), "{");
        if out.is_empty() {
            out.push('{');
        }
        out.push('}');
        out
    }

    /// Appends `,"publicMetadata":…` for each field.
    pub fn push_members(&self, out: &mut String) {
        for (field, text) in self.iter() {
            out.push_str(",\"");
            out.push_str(field.name());
            out.push_str("\":");
            out.push_str(text);
        }
    }
}

fn position(field: Field) -> usize {
    Field::ALL
        .iter()
        .position(|other| *other == field)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_an_object() {
        let mut fields = Fields::default();
        assert_eq!(fields.object(), "{}");
        fields.set(Field::Private, "{\"a\":1.0}".to_owned());
        fields.set(Field::Public, "{}".to_owned());
        assert_eq!(
            fields.object(),
            r#"{"publicMetadata":{},"privateMetadata":{"a":1.0}}"#
        );
    }
}
