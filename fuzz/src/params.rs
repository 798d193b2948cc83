//! A call: a user id on the first line, then a line for each of the three fields, empty for none.

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use clerk_metadata::core::request::operation::Parameters;
use clerk_metadata::core::{
    Error, Field, Input, JsonObject, MetadataParams, Operation, PreparedRequest, UserId,
};
use serde_json::Value;

use super::oracle;

/// Checks what is sent, or why nothing is.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut lines = text.splitn(4, '\n');
    let id = lines.next().unwrap_or_default();
    let mut field = || lines.next().filter(|line| !line.is_empty());
    let texts = [field(), field(), field()];
    let params = params(texts);
    let result = params.clone().and_then(|params| params.body());
    body(texts, result);
    if let Ok(params) = params {
        request(id, params);
    }
}

fn params(texts: [Option<&str>; 3]) -> Result<MetadataParams<'_>, Error> {
    let mut fields = [None; 3];
    for ((field, text), name) in fields.iter_mut().zip(texts).zip(Field::ALL) {
        if let Some(text) = text {
            *field = Some(JsonObject::parse(name.name(), text)?);
        }
    }
    let [public, private, unsafe_] = fields;
    Ok(MetadataParams {
        public,
        private,
        unsafe_,
    })
}

/// Whether a field is to be taken; `None` where the oracle cannot tell its size.
fn fits(text: &str) -> Option<bool> {
    if !oracle::is_json(text)
        || !text.trim_matches(oracle::SPACE).starts_with('{')
        || oracle::depth(text) > MAX_DEPTH
    {
        return Some(false);
    }
    // What it leaves behind is at most the text itself.
    if text.len() <= MAX_FIELD_BYTES {
        return Some(true);
    }
    let mut value = oracle::value(text)?;
    let written = value.to_string();
    let plain = written == text;
    drop_nulls(&mut value);
    // The exponent of a number is written with a sign by `serde_json`, and maybe without in the
    // text.
    let bytes = value.to_string().replace("e+", "e").len();
    if bytes > MAX_FIELD_BYTES {
        return Some(false);
    }
    // Only a text as a serializer writes it is counted exactly: another may hold escapes that need
    // not be, or a key twice, which count as written.
    (plain && bytes == value.to_string().len()).then_some(true)
}

fn drop_nulls(value: &mut Value) {
    if let Value::Object(members) = value {
        members.retain(|_, value| !value.is_null());
        members.values_mut().for_each(drop_nulls);
    }
}

fn body(texts: [Option<&str>; 3], result: Result<String, Error>) {
    let given: Vec<_> = Field::ALL
        .into_iter()
        .zip(texts)
        .filter_map(|(field, text)| Some((field, text?)))
        .collect();
    let fitting: Vec<_> = given.iter().map(|(_, text)| fits(text)).collect();
    match result {
        Ok(body) => {
            assert!(!given.is_empty(), "a body of nothing");
            assert!(
                !fitting.contains(&Some(false)),
                "it should have been refused"
            );
            let members = oracle::object(&body).expect("an object");
            assert_eq!(members.len(), given.len());
            for (field, text) in given {
                assert_eq!(
                    members[field.wire()].get(),
                    text.trim_matches(oracle::SPACE)
                );
            }
        }
        Err(error) => {
            assert!(
                given.is_empty() || fitting.iter().any(|fits| *fits != Some(true)),
                "refused for nothing: {error}"
            );
            match error {
                Error::TooDeep { limit } => assert_eq!(limit, MAX_DEPTH),
                Error::InvalidParams { path, .. } => {
                    let named = Field::ALL.iter().any(|field| field.name() == path);
                    assert!(named || (given.is_empty() && path == "params"), "{path}");
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

fn request(id: &str, metadata: MetadataParams<'_>) {
    let input = Input {
        user_id: id,
        metadata,
        list: None,
    };
    let user_id = UserId::new(id);
    for name in ["updateUserMetadata", "replaceUserMetadata", "getUser"] {
        let operation = Operation::named(name).unwrap();
        let has_body = operation.parameters == Parameters::Metadata;
        let request = match (PreparedRequest::new(operation, &input), &user_id) {
            (Ok(request), Ok(_)) => request,
            (Err(error), Err(expected)) => {
                assert_eq!(&error, expected);
                continue;
            }
            (Err(_), Ok(_)) => {
                assert!(has_body && metadata.body().is_err());
                continue;
            }
            (Ok(request), Err(_)) => panic!("a rejected ID was sent to {}", request.path),
        };
        assert_eq!(request.method, operation.method);
        assert_eq!(request.body.is_some(), has_body);
        let segments: Vec<_> = request.path.split('/').collect();
        let segment = match segments.as_slice() {
            ["", "users", segment] if !has_body => segment,
            ["", "users", segment, "metadata"] if has_body => segment,
            _ => panic!("another path: {}", request.path),
        };
        one_segment(id, segment);
    }
}

/// However many servers decode it, it stays one segment that is no dot segment and no other
/// endpoint, and where one does it is the id.
fn one_segment(id: &str, segment: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte);
    assert!(
        !segment.is_empty() && segment.bytes().all(plain),
        "{segment}"
    );
    let mut bytes = oracle::percent_decoded(segment.as_bytes());
    assert_eq!(bytes, id.as_bytes());
    loop {
        assert!(!bytes.contains(&b'/') && !bytes.contains(&b'\\'), "{id:?}");
        assert!(
            bytes != b"." && bytes != b".." && bytes != b"count",
            "{id:?}"
        );
        let control = |byte: &u8| byte.is_ascii_control() || *byte == b' ';
        assert!(!bytes.iter().any(control), "{id:?}");
        let next = oracle::percent_decoded(&bytes);
        if next == bytes {
            break;
        }
        bytes = next;
    }
    assert!(String::from_utf8(bytes).is_ok(), "{id:?}");
}
