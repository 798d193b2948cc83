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

/// A string of a case, as an option takes it.
fn option_text(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn with_key() -> Options {
    Options {
        secret_key: option_text(Some("sk_test_fake")),
        ..Options::default()
    }
}

fn assert_invalid(name: &str, options: &Options) {
    let error = rejection(options);
    assert_eq!(error.code(), "invalid_option", "{error}");
    assert_eq!(error.path(), Some(name), "{error}");
}

#[test]
fn accepted_secret_keys_are_sent() {
    for case in cases(&fixture("config.json")["secretKeys"]["accepted"]) {
        let key = text(case, "secretKey");
        let options = Options {
            secret_key: option_text(Some(key)),
            ..Options::default()
        };
        assert_eq!(
            header(&request(&options), "authorization"),
            format!("Bearer {key}")
        );
        let debug = format!("{:?}", Config::new(&options).unwrap());
        let expected = format!("secret_key: {},", text(case, "debug"));
        assert!(debug.contains(&expected), "{debug}");
    }
}

#[test]
fn invalid_secret_keys_are_rejected() {
    for case in cases(&fixture("config.json")["secretKeys"]["rejected"]) {
        let key = case["secretKey"].as_str();
        let error = rejection(&Options {
            secret_key: option_text(key),
            ..Options::default()
        });
        assert_eq!(error.code(), text(case, "code"), "{case}");
        assert_eq!(error.path(), Some("secretKey"), "{case}");
        assert!(error.to_string().contains(text(case, "reason")), "{error}");
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("hid"), "{text}");
        }
    }
}

#[test]
fn api_urls_are_accepted_or_rejected() {
    let fixture = fixture("config.json");
    for case in cases(&fixture["apiUrls"]["accepted"]) {
        let options = Options {
            api_url: option_text(case["apiUrl"].as_str()),
            ..with_key()
        };
        let expected = format!("{}/v1/users/user_1", text(case, "base"));
        assert_eq!(request(&options).url, expected, "{case}");
    }
    for case in cases(&fixture["apiUrls"]["rejected"]) {
        let url = text(case, "apiUrl");
        let outcome = Config::new(&Options {
            api_url: option_text(Some(url)),
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
        // The URL may contain a password.
        assert!(!error.to_string().contains("password@"), "{error}");
    }
}

#[test]
fn api_versions_are_accepted_or_rejected() {
    let fixture = fixture("config.json");
    for case in cases(&fixture["apiVersions"]["accepted"]) {
        let options = Options {
            api_version: option_text(case["apiVersion"].as_str()),
            ..with_key()
        };
        let expected = format!(
            "https://api.clerk.com/{}/users/user_1",
            text(case, "segment")
        );
        assert_eq!(request(&options).url, expected);
    }
    for version in cases(&fixture["apiVersions"]["rejected"]) {
        let api_version = option_text(version.as_str());
        assert_invalid(
            "apiVersion",
            &Options {
                api_version,
                ..with_key()
            },
        );
    }
}

#[test]
fn the_version_can_be_omitted_from_the_path() {
    for (api_url, expected) in [
        (None, "https://api.clerk.com/users/user_1"),
        (
            Some("https://example.com/proxy/"),
            "https://example.com/proxy/users/user_1",
        ),
    ] {
        let options = Options {
            api_url: option_text(api_url),
            skip_api_version: true,
            ..with_key()
        };
        assert_eq!(request(&options).url, expected);
    }
}

#[test]
fn user_agents_are_accepted_or_rejected() {
    let fixture = fixture("config.json");
    for case in cases(&fixture["userAgents"]["accepted"]) {
        let options = Options {
            user_agent: option_text(case["userAgent"].as_str()),
            ..with_key()
        };
        let expected = text(case, "header").replace("{version}", env!("CARGO_PKG_VERSION"));
        assert_eq!(header(&request(&options), "user-agent"), expected);
    }
    for agent in cases(&fixture["userAgents"]["rejected"]) {
        let user_agent = option_text(agent.as_str());
        assert_invalid(
            "userAgent",
            &Options {
                user_agent,
                ..with_key()
            },
        );
    }
}

/// The part of a URL that a browser or `fetch` would take for its host.
fn host(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap();
    rest.split(['/', '?', '#', '\\']).next().unwrap()
}

proptest! {
    /// No text contains the key, for any options.
    #[test]
    fn no_text_contains_the_key(
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
        let mut texts = vec![format!("{config:?} {config:#?}")];
        match config {
            Err(error) => texts.push(error.to_string()),
            Ok(config) => {
                let request = sent_by(&config);
                prop_assert_eq!(header(&request, "authorization"), format!("Bearer {key}"));
                texts.push(format!("{} {:?}", request.url, request.body));
            }
        }
        for text in texts {
            prop_assert!(!text.contains(&secret), "{text}");
        }
    }

    /// The host of an accepted URL is the one that a reader sees in it.
    #[test]
    fn an_accepted_url_has_an_unambiguous_host(url in "[a-zA-Z]{0,5}(://|:|//)[a-z0-9.:@/?#%\\[\\]\\\\ \n-]{0,20}") {
        let outcome = Config::new(&Options { api_url: Some(url.clone()), ..with_key() });
        let Ok(config) = outcome else { return Ok(()) };
        let request_url = sent_by(&config).url;
        prop_assert_eq!(&request_url, &format!("{}/v1/users/user_1", url.trim_end_matches('/')));
        prop_assert!(!host(&request_url).contains(['@', '%', ' ', '\n']));
        prop_assert!(!host(&request_url).is_empty());
        let is_https = request_url.get(..8).unwrap().eq_ignore_ascii_case("https://");
        let is_local = host(&request_url).starts_with("127.")
            || host(&request_url).starts_with("[::1]")
            || host(&request_url).to_lowercase().split(':').next().unwrap().ends_with("localhost");
        prop_assert!(is_https || is_local, "{request_url}");
    }
}

#[test]
fn the_key_is_validated_first() {
    let error = rejection(&Options {
        api_url: option_text(Some("nowhere")),
        ..Options::default()
    });
    assert_eq!(error, Error::MissingSecretKey);
}

#[test]
fn max_retries_and_timeout_have_limits() {
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
fn http_is_allowed_for_the_listed_hosts() {
    let hosts = [
        "backend".to_owned(),
        "10.0.0.7".to_owned(),
        "[fd00::1]".to_owned(),
    ];
    let with = |api_url| {
        Config::new(&Options {
            api_url: option_text(Some(api_url)),
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
fn a_key_in_a_browser_page_is_rejected() {
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
