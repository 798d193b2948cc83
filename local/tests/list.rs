//! Lists: filters, order, pages, counts.

use crate::common::Server;
use clerk_metadata::core::request::list_params::{Kind, PARAMETERS};

fn server() -> Server {
    let mut server = Server::new();
    for body in [
        r#"{"id":"user_1","created_at":1000,"updated_at":4000,"email_address":["Cy@example.com","cy@work.test"],"first_name":"Cy","last_name":"Xu","username":"cy","phone_number":["+15550100001"],"external_id":"e1","last_active_at":50,"last_sign_in_at":10,"external_accounts":[{"provider":"oauth_google","provider_user_id":"1"}]}"#,
        r#"{"id":"user_2","created_at":3000,"updated_at":3000,"email_address":["ada@example.com"],"first_name":"Ada","last_name":"Young","external_id":"e2","last_active_at":70,"web3_wallet":["0x00000000000000000000000000000000000000Aa"],"external_accounts":[{"provider":"oauth_x","provider_user_id":"1"},{"provider":"oauth_github","provider_user_id":"1"}]}"#,
        r#"{"id":"user_3","created_at":2000,"updated_at":2000,"first_name":"Bo","username":"Bo_Zed","banned":true,"last_sign_in_at":30,"phone_number":["+15550100003"],"external_accounts":[{"provider":"oauth_google","provider_user_id":"2"}]}"#,
        r#"{"id":"user_4","created_at":2000,"updated_at":1000,"email_address":["bo+tag@example.com"],"last_name":"Adams"}"#,
    ] {
        server.create(body);
    }
    server
}

#[test]
fn filters_order_and_pages() {
    let table = [
        // Order. Of two users with equal values, the one created later sorts as the larger.
        ("", "2 4 3 1"),
        ("order_by=-created_at", "2 4 3 1"),
        ("order_by=%2Bcreated_at", "1 3 4 2"),
        ("order_by=+created_at", "1 3 4 2"),
        ("order_by=created_at", "1 3 4 2"),
        ("order_by=updated_at", "4 3 2 1"),
        ("order_by=email_address", "1 2 4 3"),
        ("order_by=-email_address", "3 4 2 1"),
        ("order_by=first_name", "2 3 1 4"),
        ("order_by=last_name", "4 1 2 3"),
        ("order_by=username", "3 1 2 4"),
        ("order_by=phone_number", "1 3 2 4"),
        ("order_by=web3wallet", "2 1 3 4"),
        ("order_by=last_active_at", "1 2 3 4"),
        ("order_by=-last_sign_in_at", "4 2 3 1"),
        ("order_by=username&order_by=nonsense", "3 1 2 4"),
        // Pages.
        ("limit=1", "2"),
        ("limit=2&offset=1", "4 3"),
        ("limit=500&offset=3", "1"),
        ("offset=4", ""),
        ("offset=99999999999999", ""),
        ("starting_after=user_4", "3 1"),
        ("starting_after=user_2&limit=1", "4"),
        ("starting_after=user_3&order_by=created_at", "4 2"),
        ("starting_after=user_1", ""),
        ("starting_after=user_4&offset=0&query=cy", "1"),
        // Users selected by identifier.
        ("user_id=user_1&user_id=user_3", "3 1"),
        ("user_id[]=user_1&user_id%5B%5D=user_3", "3 1"),
        ("user_id=%2Buser_1", "1"),
        ("user_id=+user_1", "1"),
        ("user_id=-user_1", "2 4 3"),
        ("user_id=user_1&user_id=-user_1", ""),
        ("user_id=user_1,user_3", ""),
        ("user_id=nobody", ""),
        ("external_id=e1&external_id=e2", "2 1"),
        ("external_id=-e1", "2 4 3"),
        ("email_address=cy@example.com", "1"),
        ("email_address=CY@WORK.TEST", "1"),
        ("email_address=bo%2Btag@example.com", "4"),
        (
            "email_address=ada@example.com&email_address=nobody@example.com",
            "2",
        ),
        ("username=BO_ZED", "3"),
        ("phone_number=%2B15550100001", "1"),
        ("phone_number=+15550100001", "1"),
        (
            "web3_wallet=0x00000000000000000000000000000000000000aA",
            "2",
        ),
        ("email_address=ada@example.com&user_id=user_1", ""),
        ("username=cy&external_id=e1&email_address=cy@work.test", "1"),
        ("organization_id=org_1", ""),
        ("organization_id=-org_1", "2 4 3 1"),
        ("provider=oauth_google&provider_user_id=1", "1"),
        ("provider=oauth_github&provider_user_id=1", "2"),
        (
            "provider=oauth_google&provider_user_id=1&provider_user_id=2&provider_user_id=3",
            "3 1",
        ),
        (
            "provider=oauth_google&provider_user_id[]=2&banned=true",
            "3",
        ),
        ("provider=google&provider_user_id=1", ""),
        ("provider=oauth_google&provider_user_id=nobody", ""),
        // Search texts.
        ("query=ADA", "2 4"),
        ("query=work.test", "1"),
        ("query=0100003", "3"),
        ("query=ada+young", "2"),
        ("query=user_4", "4"),
        ("query=zed", "3"),
        ("query=0000aa", "2"),
        ("query=", "2 4 3 1"),
        ("email_address_query=EXAMPLE", "2 4 1"),
        ("phone_number_query=555", "3 1"),
        ("username_query=o_z", "3"),
        ("name_query=y", "2 1"),
        ("query=bo&username_query=bo", "3"),
        // States and times.
        ("banned=true", "3"),
        ("banned=false", "2 4 1"),
        ("created_at_after=1000", "2 4 3"),
        ("created_at_before=2000", "1"),
        ("created_at_after=1000&created_at_before=3000", "4 3"),
        ("last_active_at_after=50", "2"),
        ("last_active_at_since=50", "2 1"),
        ("last_active_at_before=70", "1"),
        ("last_sign_in_at_after=10", "3"),
        ("last_sign_in_at_before=30", "1"),
    ];
    let mut server = server();
    for (query, expected) in table {
        let response = server.get(&format!("/v1/users?{query}"));
        assert_eq!(response.status, 200, "{query}: {}", response.body);
        let ids: Vec<_> = response
            .ids()
            .iter()
            .map(|id| id.trim_start_matches("user_"))
            .collect();
        assert_eq!(ids.join(" "), expected, "{query}");
        if ["starting", "offset=", "limit="]
            .iter()
            .all(|part| !query.contains(part))
        {
            let count = server.get(&format!("/v1/users/count?{query}"));
            assert_eq!(count.body["object"], "total_count");
            assert_eq!(count.body["total_count"], ids.len(), "{query}");
        }
    }
}

/// The client's table of parameters defines which parameters exist.
#[test]
fn every_parameter_of_the_client_is_supported() {
    let mut server = server();
    for parameter in PARAMETERS {
        let name = parameter.wire();
        let value = match parameter.kind {
            Kind::Number => "1",
            Kind::Flag => "true",
            Kind::Text if name == "order_by" => "created_at",
            Kind::Text | Kind::Texts | Kind::Id => "user_1",
        };
        let other = match name.as_str() {
            "provider" => "&provider_user_id=1",
            "provider_user_id" => "&provider=oauth_google",
            _ => "",
        };
        for path in ["/users", "/users/count"] {
            let response = server.get(&format!("/v1{path}?{name}={value}{other}"));
            assert_eq!(response.status, 200, "{path} {name}: {}", response.body);
        }
    }
}

#[test]
fn provider_and_provider_user_id_require_each_other() {
    let mut server = server();
    for path in ["/users", "/users/count"] {
        for (present, missing) in [
            ("provider", "provider_user_id"),
            ("provider_user_id", "provider"),
        ] {
            let response = server.get(&format!("/v1{path}?{present}=1"));
            assert_eq!(response.status, 422);
            assert_eq!(
                response.codes(),
                [("form_conditional_param_missing", missing)]
            );
        }
        let ids = "&provider_user_id=1".repeat(101);
        let response = server.get(&format!("/v1{path}?provider=oauth_google{ids}"));
        let expected = [("form_param_array_size_exceeded", "provider_user_id")];
        assert_eq!(response.codes(), expected);
    }
}

#[test]
fn a_count_ignores_the_page() {
    let mut server = server();
    let count = server.get("/v1/users/count?limit=1&offset=3&order_by=username");
    assert_eq!(count.body["total_count"], 4);
    let count = server.get("/v1/users/count?starting_after=user_1");
    assert_eq!(count.body["total_count"], 4);
    assert_eq!(Server::new().get("/v1/users/count").body["total_count"], 0);
    assert_eq!(Server::new().get("/v1/users").raw.body, "[]");
}

#[test]
fn the_default_limit_is_ten() {
    let mut server = Server::new();
    server.backend.seed(600, server.now, &mut ()).unwrap();
    for (query, length) in [
        ("", 10),
        ("?limit=500", 500),
        ("?limit=500&offset=500", 100),
    ] {
        assert_eq!(server.get(&format!("/v1/users{query}")).ids().len(), length);
    }
}

#[test]
fn pages_add_up_to_the_whole_list() {
    let mut server = Server::new();
    server.backend.seed(97, server.now, &mut ()).unwrap();
    for order in [
        "created_at",
        "-created_at",
        "-email_address",
        "last_active_at",
        "first_name",
        "username",
    ] {
        let whole = server.get(&format!("/v1/users?limit=500&order_by={order}"));
        let mut joined = Vec::new();
        for offset in (0..97).step_by(10) {
            let page = server.get(&format!("/v1/users?order_by={order}&offset={offset}"));
            joined.extend(page.ids().into_iter().map(str::to_owned));
        }
        assert_eq!(joined, whole.ids(), "{order}");
    }
    let whole = server.get("/v1/users?limit=500");
    let mut joined: Vec<String> = Vec::new();
    loop {
        let cursor = joined
            .last()
            .map(|id| format!("&starting_after={id}"))
            .unwrap_or_default();
        let page = server.get(&format!("/v1/users?limit=7{cursor}"));
        if page.ids().is_empty() {
            break;
        }
        joined.extend(page.ids().into_iter().map(str::to_owned));
    }
    assert_eq!(joined, whole.ids());
}
