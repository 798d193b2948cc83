//! The validated ID of a user or an organization.

use crate::core::errors::error::{Error, IdParameter};
use crate::core::text::percent;

/// Maximum length of an ID, in bytes. This is our limit: Clerk's IDs have 32 bytes.
const MAX_BYTES: usize = 256;

/// An ID that is safe in a path: it cannot reach another endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceId(String);

impl ResourceId {
    /// Validates the ID that a parameter holds, or the slug of an organization. `None` is a value that is not text.
    ///
    /// # Errors
    /// [`Error::InvalidId`] if it is empty, too long, `.`, `..` or, for a user, `count`, or contains white space, a
    /// control character, U+FFFD, `/` or `\`, also if percent-encoded any number of times, or if decoding does not
    /// result in UTF-8.
    pub fn new(parameter: IdParameter, id: Option<&str>) -> Result<ResourceId, Error> {
        let reject = |reason| Err(Error::InvalidId { parameter, reason });
        let Some(id) = id else {
            return reject("must be a string.");
        };
        if id.is_empty() {
            return reject("must not be empty.");
        }
        if id.len() > MAX_BYTES {
            return reject("must not be longer than 256 bytes.");
        }
        let Ok(decoded) = String::from_utf8(decoded(id)) else {
            return reject("must be valid UTF-8 after percent-decoding.");
        };
        if decoded
            .chars()
            .any(|char| char.is_whitespace() || char.is_control())
        {
            return reject("must not contain white space or a control character.");
        }
        // JavaScript replaces an unpaired surrogate with this character, so the ID would become another one.
        if decoded.chars().any(|char| char == '\u{fffd}') {
            return reject("must not contain an unpaired surrogate or U+FFFD.");
        }
        let leads_away = decoded.bytes().any(|byte| matches!(byte, b'/' | b'\\'));
        // `/users/count` is the number of users.
        let is_count = parameter == IdParameter::UserId && decoded == "count";
        if leads_away || is_count || matches!(&*decoded, "." | "..") {
            return reject(
                "must not contain / or \\, and must not be ., .. or, for a user, count: the request would reach another endpoint.",
            );
        }
        Ok(ResourceId(id.to_owned()))
    }

    /// The ID as a path segment.
    #[must_use]
    pub fn encoded(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        self.push_encoded(&mut out);
        out
    }

    /// Appends the ID as a path segment.
    pub fn push_encoded(&self, out: &mut String) {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
                out.push(char::from(byte));
            } else {
                percent::push(out, byte);
            }
        }
    }
}

/// The ID after repeated percent-decoding, including that of a percent sign (`%252e`), in one pass: the result of a
/// chain of servers that each decode once.
fn decoded(id: &str) -> Vec<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16);
    let mut out: Vec<u8> = Vec::with_capacity(id.len());
    for byte in id.bytes() {
        out.push(byte);
        while let [.., b'%', high, low] = out.as_slice()
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            out.truncate(out.len() - 3);
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
        }
    }
    out
}
