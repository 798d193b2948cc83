//! The header `Retry-After`.

use super::decimal;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The seconds that a `Retry-After` asks to wait: a whole number of them, or a date
/// (`Sun, 06 Nov 1994 08:49:37 GMT`), counted from `now`, in milliseconds since 1970. A date that
/// has passed gives 0.
#[must_use]
pub fn seconds(header: &str, now: f64) -> Option<f64> {
    let header = header.trim_ascii();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than four billion seconds are as good as for ever.
        return Some(f64::from(
            decimal::parse(header, u32::MAX).unwrap_or(u32::MAX),
        ));
    }
    let until = date(header)? - (now / 1000.0);
    Some(until.ceil().max(0.0))
}

/// Seconds since 1970 of a date in the one form that HTTP writes.
fn date(text: &str) -> Option<f64> {
    let mut parts = text.split(' ');
    let mut next = || parts.next();
    let _weekday = next().filter(|name| name.ends_with(','))?;
    let day = number(next()?, 1, 31)?;
    let month = next()?;
    let month = (1u32..).zip(MONTHS).find(|(_, name)| *name == month)?.0;
    let year = number(next()?, 1970, 9999)?;
    let mut clock = next()?.split(':');
    let mut unit = |max| number(clock.next()?, 0, max);
    let (hour, minute, second) = (unit(23)?, unit(59)?, unit(60)?);
    if next()? != "GMT" || next().is_some() {
        return None;
    }
    let days = days_since_1970(year, month, day);
    Some(f64::from(days) * 86400.0 + f64::from(hour * 3600 + minute * 60 + second))
}

fn number(text: &str, min: u32, max: u32) -> Option<u32> {
    decimal::parse(text, max).filter(|number| *number >= min)
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
