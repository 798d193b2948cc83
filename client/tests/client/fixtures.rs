//! The fixtures that the npm package's tests read too.

use clerk_metadata_client::{Client, Error, HttpResponse, User};
use serde_json::{Value, json};

use crate::support::{Script, USER, fixture};

async fn call(
    client: &Client,
    operation: &str,
    user_id: &str,
    params: &Value,
) -> Result<User, Error> {
    match operation {
        "updateUserMetadata" => client.update_user_metadata(user_id, params).await,
        "replaceUserMetadata" => client.replace_user_metadata(user_id, params).await,
        "getUser" => client.get_user(user_id).await,
        _ => panic!("{operation} is not an operation of one user"),
    }
}

fn build(script: &Script, config: &Value) -> Result<Client, Error> {
    let mut builder = Client::builder().transport(script.clone());
    for (name, value) in config.as_object().unwrap() {
        let value = value.as_str().unwrap();
        builder = match name.as_str() {
            "secretKey" => builder.secret_key(value),
            "apiUrl" => builder.api_url(value),
            "apiVersion" => builder.api_version(value),
            "userAgent" => builder.user_agent(value),
            _ => panic!("{name} is not an option"),
        };
    }
    builder.build()
}

#[tokio::test]
async fn requests() {
    for case in fixture("requests") {
        let name = &case["name"];
        let script = Script::always(200, USER);
        let outcome = match build(&script, &case["config"]) {
            Ok(client) => {
                let (operation, id) = (
                    case["operation"].as_str().unwrap(),
                    case["userId"].as_str().unwrap(),
                );
                call(&client, operation, id, &case["params"]).await
            }
            Err(error) => Err(error),
        };
        let requests = script.requests();
        if let Some(expected) = case.get("error") {
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                (
                    expected["code"].as_str().unwrap(),
                    expected["path"].as_str()
                ),
                "{name}"
            );
            assert_eq!((requests.len(), error.attempts()), (0, 0), "{name}");
            continue;
        }
        assert_eq!(outcome.unwrap().id, "user_1", "{name}");
        let [request] = requests.as_slice() else {
            panic!("{name}: {} requests", requests.len())
        };
        let expected = &case["request"];
        assert_eq!(
            (request.method, request.url.as_str()),
            (
                expected["method"].as_str().unwrap(),
                expected["url"].as_str().unwrap()
            )
        );
        assert_eq!(request.body.as_deref(), expected["body"].as_str(), "{name}");
        let headers: Value = request
            .headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        let text = expected["headers"]
            .to_string()
            .replace("{version}", env!("CARGO_PKG_VERSION"));
        assert_eq!(
            headers,
            serde_json::from_str::<Value>(&text).unwrap(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn responses() {
    for case in fixture("responses") {
        let (name, response) = (&case["name"], case["response"].clone());
        let script = Script::new(move |_, _| {
            let status = u16::try_from(response["status"].as_u64().unwrap()).unwrap();
            let mut sent = HttpResponse::new(status, response["body"].as_str().unwrap());
            for (name, value) in response["headers"].as_object().unwrap() {
                sent = sent.header(name, value.as_str().unwrap());
            }
            Ok(sent)
        });
        let outcome = script
            .builder()
            .max_retries(0)
            .build()
            .unwrap()
            .get_user("user_1")
            .await;
        match case.get("error") {
            Some(expected) => check_error(name, &outcome.unwrap_err(), expected),
            None => check_user(
                name,
                &outcome.unwrap(),
                case["response"]["body"].as_str().unwrap(),
                &case,
            ),
        }
    }
}

fn check_error(name: &Value, error: &Error, expected: &Value) {
    assert_eq!(Some(error.code()), expected["code"].as_str(), "{name}");
    assert_eq!(
        error.status().map(u64::from),
        expected["status"].as_u64(),
        "{name}"
    );
    assert_eq!(
        error.clerk_trace_id(),
        expected["clerkTraceId"].as_str(),
        "{name}"
    );
    assert_eq!(
        error.retry_after().map(|wait| wait.as_secs_f64()),
        expected["retryAfter"].as_f64(),
        "{name}"
    );
    assert_eq!(
        Some(error.is_retryable()),
        expected["retryable"].as_bool(),
        "{name}"
    );
    if let Some(message) = expected["message"].as_str() {
        assert_eq!(
            error.to_string(),
            format!("{message} (GET /v1/users/user_1)"),
            "{name}"
        );
    }
    let errors = expected["errors"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    assert_eq!(error.api_errors().len(), errors.len(), "{name}");
    for (item, expected) in error.api_errors().iter().zip(errors) {
        assert_eq!(
            (Some(item.code.as_str()), Some(item.message.as_str())),
            (expected["code"].as_str(), expected["message"].as_str())
        );
        assert_eq!(
            item.long_message.as_deref(),
            expected["longMessage"].as_str(),
            "{name}"
        );
        assert_eq!(
            serde_json::from_str::<Value>(&item.meta).unwrap(),
            expected["meta"],
            "{name}"
        );
    }
}

fn check_user(name: &Value, user: &User, body: &str, case: &Value) {
    let expected = case.get("user").unwrap_or(&case["userIncludes"]);
    if let Some(id) = expected["id"].as_str() {
        assert_eq!(user.id, id, "{name}");
    }
    let metadata = [
        ("publicMetadata", user.public_metadata::<Value>().unwrap()),
        ("privateMetadata", user.private_metadata::<Value>().unwrap()),
        ("unsafeMetadata", user.unsafe_metadata::<Value>().unwrap()),
    ];
    for (field, actual) in metadata {
        if let Some(expected) = expected.get(field) {
            assert_eq!(&actual, expected, "{name}: {field}");
        }
    }
    if let Some(addresses) = expected["emailAddresses"].as_array() {
        let expected: Vec<&str> = addresses
            .iter()
            .map(|address| address["id"].as_str().unwrap())
            .collect();
        let actual: Vec<&str> = user
            .email_addresses
            .iter()
            .map(|address| address.id.as_str())
            .collect();
        assert_eq!(actual, expected, "{name}");
    }
    for (field, actual) in [
        ("firstName", &user.first_name),
        ("username", &user.username),
        ("locale", &user.locale),
    ] {
        if let Some(expected) = expected.get(field) {
            assert_eq!(actual.as_deref(), expected.as_str(), "{name}: {field}");
        }
    }
    assert_eq!(user.json(), body.trim(), "{name}");
}

/// Every field of the fixture with all fields is read, the nested ones too.
#[tokio::test]
async fn a_user_with_all_fields() {
    let case = fixture("responses")
        .into_iter()
        .find(|case| case["name"] == "a user with all fields")
        .unwrap();
    let body = case["response"]["body"].as_str().unwrap().to_owned();
    let user = Script::new(move |_, _| Ok(HttpResponse::new(200, body.clone())))
        .client()
        .get_user("user_1")
        .await
        .unwrap();
    let address = &user.email_addresses[0];
    assert_eq!(address.email_address, "ada@example.com");
    let verification = address.verification.as_ref().unwrap();
    assert_eq!(
        (
            verification.status.as_str(),
            verification.attempts,
            verification.expire_at
        ),
        ("verified", Some(1), Some(1_700_000_600_000))
    );
    assert_eq!(
        (
            address.linked_to[0].id.as_str(),
            address.linked_to[0].kind.as_str()
        ),
        ("idn_4", "oauth_google")
    );
    assert_eq!(user.phone_numbers[0].phone_number, "+15555550100");
    assert!(
        user.phone_numbers[0].reserved_for_second_factor
            && user.phone_numbers[0].verification.is_none()
    );
    let account = &user.external_accounts[0];
    assert_eq!(
        (
            account.provider_user_id.as_str(),
            account.approved_scopes.as_str()
        ),
        ("g-1", "email profile")
    );
    assert_eq!(
        account.public_metadata::<Value>().unwrap(),
        json!({ "snake_case": 1 })
    );
    let url = account
        .verification
        .as_ref()
        .unwrap()
        .external_verification_redirect_url
        .as_deref();
    assert_eq!(url, Some("https://accounts.example/o"));
    assert_eq!(user.enterprise_accounts[0].provider, "saml_okta");
    assert!(
        user.web3_wallets[0]
            .verification
            .as_ref()
            .unwrap()
            .nonce
            .as_deref()
            == Some("abc")
    );
}

#[tokio::test]
async fn unknown_fields_and_numbers_are_kept_as_written() {
    const BODY: &str = r#"{"object":"user","id":"user_1","brand_new":{"a":1},"public_metadata":{"n":9007199254740993,"x":1.0,"y":1e400}}"#;
    let user = Script::always(200, BODY)
        .client()
        .get_user("user_1")
        .await
        .unwrap();
    assert_eq!(serde_json::to_string(&user).unwrap(), BODY);
    assert_eq!(
        user.field::<Value>("brand_new").unwrap(),
        Some(json!({ "a": 1 }))
    );
    assert_eq!(user.field::<Value>("other").unwrap(), None);
    assert!(user.field::<u32>("brand_new").is_err());
    let metadata: Value = user.public_metadata().unwrap();
    assert_eq!(
        metadata.to_string(),
        r#"{"n":9007199254740993,"x":1.0,"y":1e+400}"#
    );
}

/// Clerk changes the type of a field: the call has taken effect and must not fail.
#[tokio::test]
async fn fields_of_another_type_have_their_empty_value() {
    const BODY: &str = r#"{"object":"user","id":"user_1","first_name":7,"banned":"no","created_at":"x","email_addresses":{"a":1},"public_metadata":{"a":1}}"#;
    let user = Script::always(200, BODY)
        .client()
        .get_user("user_1")
        .await
        .unwrap();
    assert_eq!(
        (
            user.first_name.as_deref(),
            user.banned,
            user.created_at,
            user.email_addresses.len()
        ),
        (None, false, 0, 0)
    );
    assert_eq!(user.public_metadata::<Value>().unwrap(), json!({ "a": 1 }));
    assert_eq!(user.field::<u32>("first_name").unwrap(), Some(7));
}

#[test]
fn a_user_survives_a_round_trip_through_json() {
    const BODY: &str = r#"{"object":"user","id":"user_1","first_name":"Ada","created_at":7,"brand_new":1.0,"public_metadata":{"a":[1.50]}}"#;
    let user: User = serde_json::from_str(BODY).unwrap();
    assert_eq!(user, User::from_json(BODY).unwrap());
    assert_eq!(
        (user.first_name.as_deref(), user.created_at, user.json()),
        (Some("Ada"), 7, BODY)
    );
    let text = serde_json::to_string(&[&user]).unwrap();
    assert_eq!(text, format!("[{BODY}]"));
    assert_eq!(serde_json::from_str::<Vec<User>>(&text).unwrap(), [user]);
    for other in [
        "[]",
        "{}",
        r#"{"object":"organization","id":"org_1"}"#,
        "null",
    ] {
        assert!(serde_json::from_str::<User>(other).is_err(), "{other}");
    }
}
