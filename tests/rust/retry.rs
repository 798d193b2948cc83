//! Which failures are retried, and that the documentation says the same.

use std::collections::BTreeSet;

use clerk_metadata::core::Error;
use clerk_metadata::core::call::retry::{RETRIED_ERROR, is_retried_status, is_retryable};

use crate::error::{Case, all, api, unexpected};

const STATUSES: std::ops::RangeInclusive<u16> = 100..=599;

/// The statuses in a text such as `408, 409 and 520 to 524`. A number after `to` ends a range.
fn statuses(text: &str) -> BTreeSet<u16> {
    let mut statuses = BTreeSet::new();
    let mut last: Option<u16> = None;
    let mut is_range = false;
    for word in text.split(|char: char| !char.is_ascii_alphanumeric()) {
        match word.parse().ok().filter(|status| STATUSES.contains(status)) {
            Some(status) => {
                let first = if is_range { last.unwrap() } else { status };
                statuses.extend(first..=status);
                last = Some(status);
                is_range = false;
            }
            None if word == "to" => is_range = true,
            None => {}
        }
    }
    statuses
}

/// The list of statuses in a document: from the first `408` to the end of its sentence.
fn listed(document: &str) -> &str {
    let (_, list) = document.split_once(" 408,").expect("a list of statuses");
    list.split_once('.').expect("a sentence").0
}

#[test]
fn the_documentation_lists_the_retried_statuses() {
    let (locked_status, locked_code) = RETRIED_ERROR;
    let mut retried: BTreeSet<u16> = STATUSES
        .filter(|status| is_retried_status(*status))
        .collect();
    retried.insert(locked_status);
    let page = include_str!("../../docs/retries.md");
    let types = include_str!("../../pkg/types/options.d.ts");
    for document in [page, types] {
        let list = format!("408,{}", listed(document));
        assert_eq!(statuses(&list), retried, "{list}");
        let words: Vec<_> = list.split_whitespace().collect();
        let locked = format!("{locked_status} `{locked_code}`");
        assert!(words.join(" ").contains(&locked), "{list}");
    }
}

/// The page offers to try again after the same failures.
#[test]
fn the_admin_page_lists_the_retried_statuses() {
    let page = include_str!("../../www/src/errors.ts");
    let (_, list) = page.split_once("[408,").expect("a list of statuses");
    let (list, _) = list.split_once(']').expect("the end of the list");
    let retried = STATUSES.filter(|status| is_retried_status(*status));
    assert_eq!(statuses(&format!("408,{list}")), retried.collect());
}

#[test]
fn a_response_is_retried_by_its_status_and_code() {
    let (locked_status, locked_code) = RETRIED_ERROR;
    for status in STATUSES {
        let retried = is_retried_status(status);
        assert_eq!(is_retryable(&api(status, &[])), retried, "{status}");
        assert_eq!(is_retryable(&api(status, &["other"])), retried, "{status}");
        assert_eq!(
            is_retryable(&api(status, &["other", locked_code])),
            retried || status == locked_status,
            "{status}"
        );
        assert!(!is_retryable(&unexpected(status)), "{status}");
    }
}

#[test]
fn statuses_that_are_final() {
    for status in [
        400, 401, 403, 404, 409, 413, 415, 422, 425, 501, 505, 519, 525, 526, 527, 529, 531,
    ] {
        assert!(!is_retryable(&api(status, &["any"])), "{status}");
    }
}

#[test]
fn connection_failures_and_timeouts_are_retried() {
    for Case { error, code, .. } in all() {
        assert_eq!(is_retryable(&error), code == "connection_failed", "{code}");
    }
    for status in [None, Some(200)] {
        assert!(is_retryable(&Error::Timeout { limit: 1.0, status }));
        assert!(is_retryable(&Error::Connection {
            reason: String::new(),
            status
        }));
    }
}
