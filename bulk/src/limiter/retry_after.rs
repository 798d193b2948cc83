//! The wait that a `Retry-After` asks for.

use clerk_metadata::core::response::{http_date, retry_after};

/// The wait in milliseconds. In addition to what the client accepts, a number of seconds may have a fraction. A date is
/// relative to the header `Date`, if there is one, because the clock of the host may be wrong; otherwise to
/// `epoch_ms`, the host's time in milliseconds since 1970.
#[must_use]
pub fn wait(header: &str, date: Option<&str>, epoch_ms: f64) -> Option<f64> {
    let host = epoch_ms / 1_000.0;
    let now = date
        .and_then(|date| http_date::seconds(date, host))
        .unwrap_or(host);
    let seconds = retry_after::seconds(header, now).or_else(|| fraction(header.trim()))?;
    Some(seconds * 1_000.0)
}

/// `1.5`. Not parsed as a float, whose parser takes 20 KB of wasm.
fn fraction(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once('.')?;
    let digits = || whole.bytes().chain(decimals.bytes());
    if digits().next().is_none() || !digits().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits().fold(0.0, |number, byte| number * 10.0 + f64::from(byte - b'0'));
    let scale = i32::try_from(decimals.len()).ok()?;
    Some(number / 10_f64.powi(scale)).filter(|seconds| seconds.is_finite())
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn is_a_number_or_a_date() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        for (header, expected) in [
            ("0", Some(0.0)),
            ("7", Some(7_000.0)),
            ("1.5", Some(1_500.0)),
            (" .25 ", Some(250.0)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3_000.0)),
            ("Sun, 06 Nov 1994 08:49:30 GMT", Some(0.0)),
            ("99999999999", Some(4_294_967_295_000.0)),
            ("-1", None),
            ("1e3", None),
            ("inf", None),
            ("NaN", None),
            (".", None),
            ("1.2.3", None),
            ("1.x", None),
            ("5.", Some(5_000.0)),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(wait(header, date, 0.0), expected, "{header}");
        }
        let header = "Sun, 06 Nov 1994 08:49:40 GMT";
        assert_eq!(wait(header, None, 784_111_777_000.0), Some(3_000.0));
        assert_eq!(
            wait(header, Some("no date"), 784_111_777_000.0),
            Some(3_000.0)
        );
    }
}
