//! Parses dates in RFC 3339, the format that `POST /users` accepts.

use clerk_metadata::core::text::calendar::days_since_1970;

/// The milliseconds since 1970 of a date such as `2012-10-20T07:15:20.902Z`, or `None` if it is not a valid
/// date.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let [year, month, day] = numbers(date, [4, 2, 2], '-')?;
    let (clock, offset_minutes) = split_offset(time)?;
    let (clock, fraction) = clock
        .split_once('.')
        .map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
    let [hour, minute, second] = numbers(clock, [2, 2, 2], ':')?;
    let in_range = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        // A leap second counts as the second after it.
        && second <= 60;
    if !in_range {
        return None;
    }
    let millis = match fraction {
        None => 0,
        Some(digits) => milliseconds(digits)?,
    };
    let days = i64::from(days_since_1970(year, month, day));
    let minutes = days * 1440 + i64::from(hour * 60 + minute - offset_minutes);
    Some((minutes * 60 + i64::from(second)) * 1000 + millis)
}

/// The time of day, and its offset from UTC in minutes.
fn split_offset(time: &str) -> Option<(&str, i32)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (clock, offset) = time.split_at_checked(at)?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let [hours, minutes] = numbers(offset.get(1..)?, [2, 2], ':')?;
    (hours < 24 && minutes < 60).then_some((clock, sign * (hours * 60 + minutes)))
}

/// Parses numbers of exactly these widths, separated by `separator`.
fn numbers<const N: usize>(text: &str, widths: [usize; N], separator: char) -> Option<[i32; N]> {
    let mut parts = text.split(separator);
    let mut found = [0; N];
    for (number, width) in found.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

fn milliseconds(digits: &str) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.bytes().map(|byte| i64::from(byte - b'0'));
    Some(
        digits
            .chain([0, 0])
            .take(3)
            .fold(0, |sum, digit| sum * 10 + digit),
    )
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_rfc3339;

    #[test]
    fn dates() {
        let table = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2012-10-20T07:15:20.902Z", Some(1_350_717_320_902)),
            ("2012-10-20T09:15:20.902+02:00", Some(1_350_717_320_902)),
            ("2012-10-20t07:15:20.9z", Some(1_350_717_320_900)),
            ("2000-02-29T00:00:00Z", Some(951_782_400_000)),
            ("2024-12-31T23:59:59.9999Z", Some(1_735_689_599_999)),
            ("1969-12-31T23:59:59Z", Some(-1000)),
            ("2023-02-29T00:00:00Z", None),
            ("2023-13-01T00:00:00Z", None),
            ("2023-01-01T24:00:00Z", None),
            ("2023-01-01T00:00:00", None),
            ("2023-01-01T00:00:00.Z", None),
            ("2023-01-01", None),
            ("2023-1-1T00:00:00Z", None),
            ("2023-01-01T00:00:00+2:00", None),
            ("1700690400000", None),
            ("", None),
            ("é-é-éTé", None),
        ];
        for (text, millis) in table {
            assert_eq!(parse_rfc3339(text), millis, "{text}");
        }
    }
}
