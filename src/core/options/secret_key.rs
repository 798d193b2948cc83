//! The secret key: validated, and never part of a text.

use std::fmt;

use crate::core::errors::error::Error;

/// A secret key. Its `Debug` output contains only the prefix.
#[derive(Clone)]
pub struct SecretKey(String);

impl SecretKey {
    /// Validates a key.
    ///
    /// # Errors
    /// [`Error::MissingSecretKey`], or [`Error::InvalidOption`] if it is not valid.
    pub(super) fn new(key: Option<&str>) -> Result<SecretKey, Error> {
        let key = match key {
            None | Some("") => return Err(Error::MissingSecretKey),
            Some(key) => key,
        };
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::option(
                "secretKey",
                "must not contain white space, a control character or a non-ASCII character. Copy the key again, without quotes or a line break.",
            ));
        }
        if key.starts_with("pk_") {
            return Err(Error::option(
                "secretKey",
                "must be a secret key, which begins with sk_. This is a publishable key.",
            ));
        }
        Ok(SecretKey(key.to_owned()))
    }

    /// The value of the `Authorization` header.
    pub(super) fn bearer(&self) -> String {
        let mut header = String::from("Bearer ");
        header.push_str(&self.0);
        header
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = ["sk_live_", "sk_test_"]
            .into_iter()
            .find(|prefix| self.0.starts_with(prefix));
        f.write_str(prefix.unwrap_or_default())?;
        f.write_str("…")
    }
}
