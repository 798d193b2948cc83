//! The options of a client.

use crate::support::{SentRequest, cases, fixture, of_user, sent, text};
use clerk_metadata::core::{Config, Error, Options};
use proptest::prelude::*;

fn sent_by(config: &Config) -> SentRequest {
    sent(config, "getUser", of_user("user_1")).unwrap()
}

fn request(options: &Options) -> SentRequest {
    sent_by(&Config::new(options).unwrap())
}

fn rejection(options: &Options) -> Error {
    Config::new(options).unwrap_err()
}

fn header(request: &SentRequest, name: &str) -> String {
    let mut values = request.headers.iter().filter(|(found, _)| *found == name);
    values.next().unwrap().1.clone()
}

/// A string of a case, owned.
fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn with_key() -> Options {
    Options {
        secret_key: owned(Some("sk_test_fake")),
        ..Options::default()
    }
}

#[test]
fn secret_keys_accepted() {
    for case in cases(&fixture("config.json")["secretKeys"]["accepted"]) {
        let key = text(case, "secretKey");
        let options = Options {
            secret_key: owned(Some(key)),
            ..Options::default()
        };
        assert_eq!(
            header(&request(&options), "authorization"),
            format!("Bearer {key}")
        );
        let shown = format!("{:?}", Config::new(&options).unwrap());
        let expected = format!("secret_key: {},", text(case, "shown"));
        assert!(shown.contains(&expected), "{shown}");
    }
}

#[test]
fn secret_keys_refused() {
    for case in cases(&fixture("config.json")["secretKeys"]["refused"]) {
        let key = case["secretKey"].as_str();
        let error = rejection(&Options {
            secret_key: owned(key),
            ..Options::default()
        });
        assert_eq!(error.code(), text(case, "code"), "{case}");
        assert_eq!(error.path(), Some("secretKey"), "{case}");
        assert!(error.to_string().contains(text(case, "reason")), "{error}");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("hid"), "{shown}");
        }
    }
}

#[test]
fn api_urls() {
    let fixture = fixture("config.json");
    for case in cases(&fixture["apiUrls"]["accepted"]) {
        let options = Options {
            api_url: owned(case["apiUrl"].as_str()),
            ..with_key()
        };
        let expected = format!("{}/v1/users/user_1", text(case, "base"));
        assert_eq!(request(&options).url, expected, "{case}");
    }
    for case in cases(&fixture["apiUrls"]["refused"]) {
        let url = text(case, "apiUrl");
        let outcome = Config::new(&Options {
            api_url: owned(Some(url)),
            ..with_key()
        });
        let Err(error) = outcome else {
            panic!("{url} was accepted")
        };
        assert_eq!(
            (error.code(), error.path()),
            ("invalid_option", Some("apiUrl"))
        );
        assert!(
            error.to_string().contains(text(case, "reason")),
            "{url}: {error}"
        );
        // It may hold a password.
        assert!(!error.to_string().contains("password@"), "{error}");
    }
}

#[test]
fn api_versions() {
    let fixture = fixture("config.json");
    for case in cases(&fixture["apiVersions"]["accepted"]) {
        let options = Options {
            api_version: owned(case["apiVersion"].as_str()),
            ..with_key()
        };
        let expected = format!(
            "https://api.clerk.com/{}/users/user_1",
            text(case, "segment")
        );
        assert_eq!(request(&options).url, expected);
    }
    for version in cases(&fixture["apiVersions"]["refused"]) {
        let error = rejection(&Options {
            api_version: owned(version.as_str()),
            ..with_key()
        });
        assert_eq!(
            (error.code(), error.path()),
            ("invalid_option", Some("apiVersion")),
            "{version}"
        );
    }
}

#[test]
fn a_path_without_the_version() {
    for (api_url, expected) in [
        (None, "https://api.clerk.com/users/user_1"),
        (
            Some("https://example.com/proxy/"),
            "https://example.com/proxy/users/user_1",
        ),
    ] {
        let options = Options {
            api_url: owned(api_url),
            skip_api_version: true,
            ..with_key()
        };
        assert_eq!(request(&options).url, expected);
    }
}

#[test]
fn user_agents() {
    let fixture = fixture("config.json");
    for case in cases(&fixture["userAgents"]["accepted"]) {
        let options = Options {
            user_agent: owned(case["userAgent"].as_str()),
            ..with_key()
        };
        let expected = text(case, "header").replace("{version}", env!("CARGO_PKG_VERSION"));
        assert_eq!(header(&request(&options), "user-agent"), expected);
    }
    for agent in cases(&fixture["userAgents"]["refused"]) {
        let error = rejection(&Options {
            user_agent: owned(agent.as_str()),
            ..with_key()
        });
        assert_eq!(
            (error.code(), error.path()),
            ("invalid_option", Some("userAgent")),
            "{agent}"
        );
    }
}

/// The part of a URL that a browser or `fetch` would take for its host.
fn host(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap();
    rest.split(['/', '?', '#', '\\']).next().unwrap()
}

proptest! {
    /// Whatever the options are, no text shows the key.
    #[test]
    fn no_text_shows_the_key(
        prefix in prop::sample::select(vec!["sk_test_", "sk_live_", "pk_test_", ""]),
        secret in "[A-Za-z0-9]{12}",
        suffix in prop::sample::select(vec!["", "\n", " ", "é"]),
        api_url in prop::option::of("(https?://)?[a-z.:@/]{0,12}"),
        api_version in prop::option::of("[a-z/]{0,4}"),
        user_agent in prop::option::of("[ -~\n]{0,6}"),
    ) {
        let key = format!("{prefix}{secret}{suffix}");
        let config = Config::new(&Options {
            secret_key: Some(key.clone()),
            api_url,
            api_version,
            user_agent,
        ..Options::default()
        });
        let mut shown = vec![format!("{config:?} {config:#?}")];
        match config {
            Err(error) => shown.push(error.to_string()),
            Ok(config) => {
                let request = sent_by(&config);
                prop_assert_eq!(header(&request, "authorization"), format!("Bearer {key}"));
                shown.push(format!("{} {:?}", request.url, request.body));
            }
        }
        for shown in shown {
            prop_assert!(!shown.contains(&secret), "{shown}");
        }
    }

    /// A URL that passes leads where it seems to lead.
    #[test]
    fn an_accepted_url_is_plain(url in "[a-zA-Z]{0,5}(://|:|//)[a-z0-9.:@/?#%\\[\\]\\\\ \n-]{0,20}") {
        let outcome = Config::new(&Options { api_url: Some(url.clone()), ..with_key() });
        let Ok(config) = outcome else { return Ok(()) };
        let made = sent_by(&config).url;
        prop_assert_eq!(&made, &format!("{}/v1/users/user_1", url.trim_end_matches('/')));
        prop_assert!(!host(&made).contains(['@', '%', ' ', '\n']));
        prop_assert!(!host(&made).is_empty());
        let is_https = made.get(..8).unwrap().eq_ignore_ascii_case("https://");
        let is_local = host(&made).starts_with("127.")
            || host(&made).starts_with("[::1]")
            || host(&made).to_lowercase().split(':').next().unwrap().ends_with("localhost");
        prop_assert!(is_https || is_local, "{made}");
    }
}

#[test]
fn the_key_is_looked_at_first() {
    let error = rejection(&Options {
        api_url: owned(Some("nowhere")),
        ..Options::default()
    });
    assert_eq!(error, Error::MissingSecretKey);
}

#[test]
fn retries_and_timeouts() {
    let with = |max_retries, timeout| {
        Config::new(&Options {
            max_retries,
            timeout,
            ..with_key()
        })
    };
    for max_retries in [None, Some(0.0), Some(5.0), Some(4_294_967_295.0)] {
        assert!(with(max_retries, None).is_ok(), "{max_retries:?}");
    }
    for max_retries in [-1.0, 0.5, f64::NAN, f64::INFINITY, 4_294_967_296.0] {
        let error = with(Some(max_retries), None).unwrap_err();
        assert_eq!(error.path(), Some("maxRetries"), "{max_retries}");
    }
    for timeout in [1.0, 0.5, 2_147_483_647.0, f64::INFINITY] {
        let config = with(None, Some(timeout)).unwrap();
        assert_eq!(config.timeout(), timeout);
    }
    for timeout in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY, 2_147_483_648.0] {
        let error = with(None, Some(timeout)).unwrap_err();
        assert_eq!(error.path(), Some("timeout"), "{timeout}");
    }
}

#[test]
fn http_to_a_host_that_is_named() {
    let hosts = [
        "backend".to_owned(),
        "10.0.0.7".to_owned(),
        "[fd00::1]".to_owned(),
    ];
    let with = |api_url| {
        Config::new(&Options {
            api_url: owned(Some(api_url)),
            insecure_hosts: hosts.to_vec(),
            ..with_key()
        })
    };
    for url in [
        "http://backend",
        "http://Backend:4100/x",
        "http://10.0.0.7:1",
        "http://[fd00::1]:80",
        "http://127.0.0.1",
    ] {
        assert!(with(url).is_ok(), "{url}");
    }
    for url in [
        "http://backend.example.com",
        "http://xbackend",
        "http://10.0.0.70",
        "http://[fd00::2]",
        "http://fd00::1",
        "http://user@backend",
        "ftp://backend",
    ] {
        assert_eq!(with(url).unwrap_err().path(), Some("apiUrl"), "{url}");
    }
}

#[test]
fn a_page_is_no_place_for_a_key() {
    let on = |is_page, allow_in_page| {
        Config::new(&Options {
            is_page,
            allow_in_page,
            ..with_key()
        })
    };
    assert!(on(true, true).is_ok());
    assert!(on(false, true).is_ok());
    let error = on(true, false).unwrap_err();
    assert_eq!(error.path(), Some("dangerouslyAllowBrowser"));
    assert!(!error.to_string().contains("sk_test_fake"));
}
