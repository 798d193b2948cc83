//! The header `Retry-After`.

use crate::core::response::http_date;
use crate::core::text::decimal;

/// The wait of a `Retry-After` in seconds: a whole number, or a date relative to `now`, which is in seconds since 1970.
/// The result of a date in the past is 0.
#[must_use]
pub fn seconds(header: &str, now: f64) -> Option<f64> {
    let digits = header.as_bytes().trim_ascii();
    if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
        // Longer than 136 years is capped.
        return Some(f64::from(
            decimal::parse(digits, u32::MAX).unwrap_or(u32::MAX),
        ));
    }
    let until = http_date::seconds(header, now)? - now;
    Some(until.ceil().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn is_a_number_or_a_date() {
        let now = 784_111_777.0; // Sun, 06 Nov 1994 08:49:37 GMT
        for (header, expected) in [
            ("0", Some(0.0)),
            (" 120 ", Some(120.0)),
            ("99999999999", Some(4_294_967_295.0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0.0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30.0)),
            ("Sunday, 06-Nov-94 08:50:07 GMT", Some(30.0)),
            ("Sun Nov  6 08:50:07 1994", Some(30.0)),
            ("Mon, 07 Nov 1994 08:49:37 GMT", Some(86400.0)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0.0)),
            ("1.5", None),
            ("-1", None),
            ("5, 6", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(seconds(header, now), expected, "{header}");
        }
        // The time of receipt may have a fraction; the wait is rounded up.
        assert_eq!(
            seconds("Sun, 06 Nov 1994 08:49:40 GMT", now + 0.5),
            Some(3.0)
        );
        assert_eq!(
            seconds("Sun, 06 Nov 1994 08:49:40 GMT", f64::NAN),
            Some(0.0)
        );
    }
}
