//! The calls for organizations and memberships: the fixtures that the npm package's tests read too, and the local
//! Backend API.

use clerk_metadata_client::{
    Client, Error, GetOrganization, HttpResponse, LocalBackend, Organization,
    OrganizationMembership, private_metadata, public_metadata, unsafe_metadata,
};
use serde_json::{Value, json};

use crate::support::{Script, fixture};

const MEMBERSHIP_METADATA: &str = "updateOrganizationMembershipMetadata";

/// The result of a call of a case.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // a value of a test
enum Found {
    Organization(Box<Organization>),
    Membership(Box<OrganizationMembership>),
}

/// Makes the call of a case; `None` if its arguments cannot be written in Rust.
async fn call(client: &Client, operation: &str, args: &[Value]) -> Option<Result<Found, Error>> {
    let id = args[0].as_str();
    let outcome = match operation {
        "getOrganization" => client
            .get_organization(get_organization(&args[0])?)
            .await
            .map(|organization| Found::Organization(Box::new(organization))),
        "updateOrganizationMetadata" => client
            .update_organization_metadata(id?, &args[1])
            .await
            .map(|organization| Found::Organization(Box::new(organization))),
        "replaceOrganizationMetadata" => client
            .replace_organization_metadata(id?, &args[1])
            .await
            .map(|organization| Found::Organization(Box::new(organization))),
        _ => {
            let mut metadata = args[0].clone();
            let members = metadata.as_object_mut().unwrap();
            let [organization_id, user_id] =
                ["organizationId", "userId"].map(|name| members.remove(name).unwrap());
            client
                .update_organization_membership_metadata(
                    organization_id.as_str()?,
                    user_id.as_str()?,
                    &metadata,
                )
                .await
                .map(|membership| Found::Membership(Box::new(membership)))
        }
    };
    Some(outcome)
}

fn get_organization(params: &Value) -> Option<GetOrganization> {
    let mut built = match (params["organizationId"].as_str(), params["slug"].as_str()) {
        (Some(id), _) => GetOrganization::id(id),
        (None, Some(slug)) => GetOrganization::slug(slug),
        _ => return None,
    };
    for (name, value) in params.as_object().unwrap() {
        match (name.as_str(), value.as_bool()) {
            ("organizationId" | "slug", _) => {}
            ("includeMembersCount", Some(true)) => built = built.include_members_count(),
            _ => return None,
        }
    }
    Some(built)
}

const ORGANIZATION: &str = r#"{"object":"organization","id":"org_1"}"#;
const MEMBERSHIP: &str = r#"{"object":"organization_membership","id":"orgmem_1"}"#;

#[tokio::test]
async fn requests() {
    let mut calls = 0;
    for case in fixture("organization_requests") {
        let name = &case["name"];
        let operation = case["operation"].as_str().unwrap();
        let body = if operation == MEMBERSHIP_METADATA {
            MEMBERSHIP
        } else {
            ORGANIZATION
        };
        let script = Script::always(200, body);
        let args = case["args"].as_array().unwrap();
        let Some(outcome) = call(&script.client(), operation, args).await else {
            continue;
        };
        calls += 1;
        let requests = script.requests();
        if let Some(expected) = case.get("error") {
            let error = outcome.unwrap_err();
            assert_eq!(Some(error.code()), expected["code"].as_str(), "{name}");
            assert_eq!(error.path(), expected["path"].as_str(), "{name}");
            assert_eq!(
                Some(error.to_string().as_str()),
                expected["message"].as_str(),
                "{name}"
            );
            assert!(requests.is_empty(), "{name}");
            continue;
        }
        outcome.unwrap();
        let [request] = requests.as_slice() else {
            panic!("{name}: {} requests", requests.len())
        };
        let expected = &case["request"];
        let path = request.url.strip_prefix("https://api.clerk.com");
        assert_eq!(Some(request.method), expected["method"].as_str(), "{name}");
        assert_eq!(path, expected["path"].as_str(), "{name}");
        assert_eq!(request.body.as_deref(), expected["body"].as_str(), "{name}");
    }
    assert!(calls >= 16, "{calls} calls");
}

#[tokio::test]
async fn responses() {
    for case in fixture("organization_responses") {
        let name = &case["name"];
        let body = case["body"].to_string();
        let script = Script::new(move |_, _| Ok(HttpResponse::new(200, body.as_str())));
        let operation = case["operation"].as_str().unwrap();
        let args = match operation {
            "getOrganization" => vec![json!({ "organizationId": "org_1" })],
            MEMBERSHIP_METADATA => {
                vec![json!({ "organizationId": "org_1", "userId": "user_1", "publicMetadata": {} })]
            }
            _ => vec![json!("org_1"), json!({ "publicMetadata": {} })],
        };
        let outcome = call(&script.client(), operation, &args).await.unwrap();
        let result = &case["result"];
        match (outcome, case.get("error")) {
            (Ok(Found::Organization(organization)), None) => {
                check_organization(name, &organization, result);
                assert_eq!(organization.json(), case["body"].to_string(), "{name}");
            }
            (Ok(Found::Membership(membership)), None) => {
                assert_eq!(
                    Some(membership.id.as_str()),
                    result["id"].as_str(),
                    "{name}"
                );
                assert_eq!(membership.role, result["role"].as_str().unwrap_or_default());
                assert_eq!(json!(membership.permissions), result["permissions"]);
                assert_eq!(
                    membership.public_metadata::<Value>().unwrap(),
                    result["publicMetadata"]
                );
                assert_eq!(
                    membership.private_metadata::<Value>().unwrap(),
                    result["privateMetadata"]
                );
                assert_eq!(
                    membership.organization.is_none(),
                    result["organization"].is_null()
                );
                if let Some(organization) = &membership.organization {
                    check_organization(name, organization, &result["organization"]);
                    let sent = case["body"]["organization"].to_string();
                    assert_eq!(organization.json(), sent, "{name}");
                }
                let user = &result["publicUserData"];
                assert_eq!(membership.public_user_data.is_none(), user.is_null());
                if let Some(found) = &membership.public_user_data {
                    assert_eq!(Some(found.user_id.as_str()), user["userId"].as_str());
                    assert_eq!(found.identifier.as_deref(), user["identifier"].as_str());
                    assert_eq!(found.last_name.as_deref(), user["lastName"].as_str());
                }
            }
            (Err(error), Some(expected)) => {
                assert_eq!(Some(error.code()), expected["code"].as_str(), "{name}");
                let message = expected["message"].as_str().unwrap();
                assert!(error.to_string().starts_with(message), "{name}: {error}");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
    }
}

fn check_organization(name: &Value, organization: &Organization, expected: &Value) {
    assert_eq!(
        Some(organization.id.as_str()),
        expected["id"].as_str(),
        "{name}"
    );
    assert_eq!(
        organization.name,
        expected["name"].as_str().unwrap_or_default()
    );
    assert_eq!(
        organization.slug,
        expected["slug"].as_str().unwrap_or_default()
    );
    assert_eq!(json!(organization.image_url), expected["imageUrl"]);
    assert_eq!(json!(organization.has_image), expected["hasImage"]);
    assert_eq!(
        organization.created_at,
        expected["createdAt"].as_i64().unwrap_or_default()
    );
    assert_eq!(
        organization.members_count,
        expected["membersCount"].as_i64()
    );
    assert_eq!(
        organization.created_by.as_deref(),
        expected["createdBy"].as_str()
    );
    let public: Value = organization.public_metadata().unwrap();
    let private: Value = organization.private_metadata().unwrap();
    assert_eq!(
        (&public, &private),
        (&expected["publicMetadata"], &expected["privateMetadata"])
    );
}

#[tokio::test]
async fn metadata_in_the_local_backend() {
    let backend = LocalBackend::new();
    backend.create_user(&json!({ "id": "user_ada" })).unwrap();
    let organization = json!({ "id": "org_acme", "name": "Acme", "slug": "acme", "public_metadata": { "plan": { "name": "pro" } } });
    backend.create_organization(&organization).unwrap();
    backend
        .create_membership(
            "org_acme",
            &json!({ "user_id": "user_ada", "role": "org:admin" }),
        )
        .unwrap();
    let client = Client::builder()
        .secret_key("sk_test_any")
        .transport(backend)
        .build()
        .unwrap();

    let patch = public_metadata(json!({ "plan": { "seats": 20 } }));
    let updated = client
        .update_organization_metadata("org_acme", &patch)
        .await
        .unwrap();
    assert_eq!(
        updated.public_metadata::<Value>().unwrap(),
        json!({ "plan": { "name": "pro", "seats": 20 } })
    );
    let private = private_metadata(json!({ "a": 1 }));
    let replaced = client
        .replace_organization_metadata("org_acme", &private)
        .await
        .unwrap();
    assert_eq!(
        replaced.private_metadata::<Value>().unwrap(),
        json!({ "a": 1 })
    );

    let membership = client
        .update_organization_membership_metadata(
            "org_acme",
            "user_ada",
            &public_metadata(json!({ "team": "a" })),
        )
        .await
        .unwrap();
    assert_eq!(membership.role, "org:admin");
    assert_eq!(membership.organization.unwrap().slug, "acme");
    assert_eq!(membership.public_user_data.unwrap().user_id, "user_ada");

    let found = client
        .get_organization(GetOrganization::slug("acme").include_members_count())
        .await
        .unwrap();
    assert_eq!(
        (found.name.as_str(), found.members_count),
        ("Acme", Some(1))
    );
    let missing = client.get_organization("org_nobody").await.unwrap_err();
    assert_eq!(missing.status(), Some(404));
    let rejected = client
        .update_organization_metadata("org_acme", &unsafe_metadata(json!({})))
        .await
        .unwrap_err();
    assert_eq!(rejected.code(), "invalid_params");
}

/// What `serde_json` reads back from what it has written.
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> (String, T) {
    let text = serde_json::to_string(value).unwrap();
    let read = serde_json::from_str(&text).unwrap();
    (text, read)
}

#[test]
fn they_serialize_without_loss() {
    let organization = r#"{"object":"organization","id":"org_1","name":"Acme","public_metadata":{"n":1.50},"created_at":1600000000000,"missing_member_with_elevated_permissions":true,"brand_new":[9007199254740993]}"#;
    let found = Organization::from_json(&format!(" {organization}\n")).unwrap();
    assert_eq!(found.json(), organization);
    assert_eq!(round_trip(&found), (organization.to_owned(), found.clone()));
    let flag = found.field::<bool>("missing_member_with_elevated_permissions");
    assert_eq!(flag.unwrap(), Some(true));
    assert_eq!(found.field::<bool>("other").unwrap(), None);
    assert!(found.field::<bool>("name").is_err());

    let text = format!(
        r#"{{"object":"organization_membership","id":"orgmem_1","role":"org:admin","organization":{organization},"public_user_data":{{"user_id":"user_1","brand_new":1.0}},"private_metadata":{{"n":2.0}}}}"#
    );
    let membership = OrganizationMembership::from_json(&text).unwrap();
    assert_eq!(round_trip(&membership), (text.clone(), membership.clone()));
    assert_eq!(membership.organization.unwrap(), found);
    assert_eq!(membership.public_user_data.unwrap().user_id, "user_1");

    // A struct of a program that stores them.
    #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
    struct Cached {
        at: i64,
        organization: Organization,
    }
    let cached = Cached {
        at: 1,
        organization: found,
    };
    assert_eq!(round_trip(&cached).1, cached);
}

#[test]
fn other_json_is_rejected() {
    let message = |error: serde_json::Error| error.to_string();
    for text in [
        "{}",
        "[]",
        "null",
        r#"{"object":"user","id":"user_1"}"#,
        r#"{"object":"organization"}"#,
        "{",
    ] {
        let error = Organization::from_json(text).unwrap_err();
        assert_eq!(
            message(error),
            "not an organization of the Backend API",
            "{text}"
        );
        let error = OrganizationMembership::from_json(text).unwrap_err();
        assert_eq!(
            message(error),
            "not a membership of the Backend API",
            "{text}"
        );
    }
    let wrong = serde_json::from_str::<Organization>(r#"{"id":"org_1"}"#).unwrap_err();
    assert!(message(wrong).starts_with("not an organization of the Backend API"));
}

#[tokio::test]
async fn a_missing_administrator_is_reported_if_the_call_asks() {
    let backend = LocalBackend::new();
    backend
        .create_organization(&json!({ "id": "org_acme" }))
        .unwrap();
    let client = Client::builder()
        .secret_key("sk_test_any")
        .transport(backend)
        .build()
        .unwrap();
    let flag = |organization: Organization| {
        organization
            .field::<bool>("missing_member_with_elevated_permissions")
            .unwrap()
    };
    let params = GetOrganization::id("org_acme").include_missing_member_with_elevated_permissions();
    assert_eq!(
        flag(client.get_organization(params).await.unwrap()),
        Some(true)
    );
    assert_eq!(
        flag(client.get_organization("org_acme").await.unwrap()),
        None
    );
}
