//! A call: a user ID on the first line, then one line for each of the three fields. An empty line omits the field.

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use clerk_metadata::core::request::operation::Parameters;
use clerk_metadata::core::{
    Error, Field, IdParameter, Input, JsonObject, MetadataParams, Operation, Owner,
    PreparedRequest, ResourceId,
};
use serde_json::Value;

use super::oracle;
use super::percent_encoding::percent_decoded;

/// Checks the request that is sent, or the error.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut lines = text.splitn(4, '\n');
    let id = lines.next().unwrap_or_default();
    let mut field = || lines.next().filter(|line| !line.is_empty());
    let texts = [field(), field(), field()];
    let params = parse_params(texts);
    let result = params.clone().and_then(|params| {
        params.validate(Owner::User)?;
        Ok(params.body())
    });
    check_body(texts, result);
    if let Ok(params) = params {
        check_requests(id, params);
    }
}

fn parse_params(texts: [Option<&str>; 3]) -> Result<MetadataParams<'_>, Error> {
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

/// Whether a field must be accepted. `None` if the oracle cannot determine its size.
fn is_acceptable(text: &str) -> Option<bool> {
    if !oracle::is_json(text)
        || !text.trim_matches(oracle::SPACE).starts_with('{')
        || oracle::depth(text) > MAX_DEPTH
    {
        return Some(false);
    }
    // The stored value is never larger than the text.
    if text.len() <= MAX_FIELD_BYTES {
        return Some(true);
    }
    let mut value = oracle::value(text)?;
    let written = value.to_string();
    let is_serializer_output = written == text;
    drop_nulls(&mut value);
    // `serde_json` writes exponents with a sign, which the text may omit.
    let bytes = value.to_string().replace("e+", "e").len();
    if bytes > MAX_FIELD_BYTES {
        return Some(false);
    }
    // The size is only exact for the output of a serializer. Other texts may contain unnecessary escapes or
    // repeated keys, which are counted as written.
    (is_serializer_output && bytes == value.to_string().len()).then_some(true)
}

fn drop_nulls(value: &mut Value) {
    if let Value::Object(members) = value {
        members.retain(|_, value| !value.is_null());
        members.values_mut().for_each(drop_nulls);
    }
}

fn check_body(texts: [Option<&str>; 3], result: Result<String, Error>) {
    let present: Vec<_> = Field::ALL
        .into_iter()
        .zip(texts)
        .filter_map(|(field, text)| Some((field, text?)))
        .collect();
    let acceptable: Vec<_> = present
        .iter()
        .map(|(_, text)| is_acceptable(text))
        .collect();
    match result {
        Ok(body) => {
            assert!(!present.is_empty(), "a body without fields");
            assert!(
                !acceptable.contains(&Some(false)),
                "a field should have been rejected"
            );
            let members = oracle::object(&body).expect("an object");
            assert_eq!(members.len(), present.len());
            for (field, text) in present {
                assert_eq!(
                    members[field.wire()].get(),
                    text.trim_matches(oracle::SPACE)
                );
            }
        }
        Err(error) => {
            assert!(
                present.is_empty()
                    || acceptable
                        .iter()
                        .any(|acceptable| *acceptable != Some(true)),
                "rejected without a reason: {error}"
            );
            match error {
                Error::TooDeep { limit } => assert_eq!(limit, MAX_DEPTH),
                Error::InvalidParams { path, .. } => {
                    let named = Field::ALL.iter().any(|field| field.name() == path);
                    assert!(named || (present.is_empty() && path == "params"), "{path}");
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

fn check_requests(id: &str, metadata: MetadataParams<'_>) {
    let input = Input {
        user_id: Some(id),
        organization_id: Some(id),
        metadata,
        list: None,
    };
    let user_id = ResourceId::new(IdParameter::UserId, Some(id));
    let organization_id = ResourceId::new(IdParameter::OrganizationId, Some(id));
    for (name, expected_id) in [
        ("updateUserMetadata", &user_id),
        ("replaceUserMetadata", &user_id),
        ("getUser", &user_id),
        ("updateOrganizationMetadata", &organization_id),
        (
            "updateOrganizationMembershipMetadata",
            &organization_id.clone().and(user_id.clone()),
        ),
    ] {
        let operation = Operation::named(name).unwrap();
        let owner = match operation.parameters {
            Parameters::Metadata(owner) => Some(owner),
            _ => None,
        };
        let has_body = owner.is_some();
        let request = match (PreparedRequest::new(operation, &input), expected_id) {
            (Ok(request), Ok(_)) => request,
            (Err(error), Err(expected)) => {
                assert_eq!(&error, expected);
                continue;
            }
            (Err(_), Ok(_)) => {
                assert!(owner.is_some_and(|owner| metadata.validate(owner).is_err()));
                continue;
            }
            (Ok(request), Err(_)) => panic!("a rejected ID was sent to {}", request.path),
        };
        assert_eq!(request.method, operation.method);
        assert_eq!(request.body.is_some(), has_body);
        let segments: Vec<_> = request.path.split('/').collect();
        let ids = match segments.as_slice() {
            ["", "users", user] if !has_body => vec![(user, true)],
            ["", "users", user, "metadata"] if has_body => vec![(user, true)],
            ["", "organizations", organization, "metadata"] => vec![(organization, false)],
            [
                "",
                "organizations",
                organization,
                "memberships",
                user,
                "metadata",
            ] => {
                vec![(organization, false), (user, true)]
            }
            _ => panic!("unexpected path: {}", request.path),
        };
        for (segment, is_user) in ids {
            assert_one_segment(id, segment, is_user);
        }
    }
}

/// Checks that the segment stays one segment no matter how often it is decoded, that it never becomes a dot
/// segment or another endpoint, and that decoding it once yields the ID.
fn assert_one_segment(id: &str, segment: &str, is_user: bool) {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte);
    assert!(
        !segment.is_empty() && segment.bytes().all(is_allowed),
        "{segment}"
    );
    let mut bytes = percent_decoded(segment.as_bytes());
    assert_eq!(bytes, id.as_bytes());
    loop {
        assert!(!bytes.contains(&b'/') && !bytes.contains(&b'\\'), "{id:?}");
        assert!(
            bytes != b"." && bytes != b".." && !(is_user && bytes == b"count"),
            "{id:?}"
        );
        let is_control_or_space = |byte: &u8| byte.is_ascii_control() || *byte == b' ';
        assert!(!bytes.iter().any(is_control_or_space), "{id:?}");
        let next = percent_decoded(&bytes);
        if next == bytes {
            break;
        }
        bytes = next;
    }
    assert!(String::from_utf8(bytes).is_ok(), "{id:?}");
}
