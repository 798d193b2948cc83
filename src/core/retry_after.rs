//! The header `Retry-After`.

use super::decimal;

const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// The seconds that a `Retry-After` asks to wait: a whole number of them, or a date
/// (`Sun, 06 Nov 1994 08:49:37 GMT`), counted from `now`, in milliseconds since 1970. A date that
/// has passed gives 0.
#[must_use]
pub fn seconds(header: &str, now: f64) -> Option<f64> {
    let header = header.as_bytes().trim_ascii();
    if !header.is_empty() && header.iter().all(u8::is_ascii_digit) {
        // More than four billion seconds are as good as for ever.
        return Some(f64::from(
            decimal::parse(header, u32::MAX).unwrap_or(u32::MAX),
        ));
    }
    let until = date(header)? - (now / 1000.0);
    Some(until.ceil().max(0.0))
}

/// Seconds since 1970 of a date in the one form that HTTP writes, which has one length.
fn date(text: &[u8]) -> Option<f64> {
    let is = |from, part: &[u8]| text.get(from..from + part.len()) == Some(part);
    let number = |from, length, min, max| {
        decimal::parse(text.get(from..from + length)?, max).filter(|number| *number >= min)
    };
    let form = text.len() == 29
        && is(3, b", ")
        && is(7, b" ")
        && is(11, b" ")
        && is(16, b" ")
        && is(19, b":")
        && is(22, b":")
        && is(25, b" GMT");
    if !form {
        return None;
    }
    let (month, _) = (1..).zip(MONTHS).find(|(_, name)| is(8, name))?;
    let days = days_since_1970(number(12, 4, 1970, 9999)?, month, number(5, 2, 1, 31)?);
    let time = number(17, 2, 0, 23)? * 3600 + number(20, 2, 0, 59)? * 60 + number(23, 2, 0, 60)?;
    Some(f64::from(days) * 86400.0 + f64::from(time))
}

/// With years that begin in March, the leap day is the last one of its year.
fn days_since_1970(year: u32, month: u32, day: u32) -> u32 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days_of_months = (153 * month + 2) / 5;
    year * 365 + leap_days + days_of_months + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn is_a_number_or_a_date() {
        let now = 784_111_777_000.0; // Sun, 06 Nov 1994 08:49:37 GMT
        for (header, expected) in [
            ("0", Some(0.0)),
            (" 120 ", Some(120.0)),
            ("99999999999", Some(4_294_967_295.0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0.0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30.0)),
            ("Mon, 07 Nov 1994 08:49:37 GMT", Some(86400.0)),
            ("Tue, 29 Feb 2000 00:00:00 GMT", Some(167_670_623.0)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", Some(167_757_023.0)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0.0)),
            ("Sun, 06 Nov 1994 08:49:37", None),
            ("Sun, 06 Nov 1994 08:49:37 GMT+1", None),
            ("Sun, 06 Foo 1994 08:49:37 GMT", None),
            ("Sun, 32 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 +8:49:37 GMT", None),
            ("Sun, 06 Nov 0001 08:49:37 GMT", None),
            ("1.5", None),
            ("-1", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(seconds(header, now), expected, "{header}");
        }
    }
}
