//! The date of an HTTP header, in the three formats of RFC 9110, section 5.6.7:
//!
//! ```text
//! Sun, 06 Nov 1994 08:49:37 GMT     the current format
//! Sunday, 06-Nov-94 08:49:37 GMT    RFC 850, obsolete
//! Sun Nov  6 08:49:37 1994          asctime(), obsolete
//! ```

use crate::core::text::calendar::days_since_1970;
use crate::core::text::decimal;

const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// The seconds since 1970 of a date; `None` if it is not a date. The weekday is ignored. The formats differ only in the
/// order of their parts.
///
/// `now`, in seconds since 1970, determines the century of a two-digit year.
#[must_use]
pub fn seconds(header: &str, now: f64) -> Option<f64> {
    let separates = |byte: &u8| matches!(byte, b' ' | b'\t' | b',' | b'-' | b':');
    let mut numbers = [0; 5];
    let (mut place, mut words, mut month) = (0, 0, 0);
    for part in header.as_bytes().split(separates) {
        match part.first() {
            None => {}
            Some(b'0'..=b'9') => {
                *numbers.get_mut(place)? = decimal::parse(part, 9999)?;
                place += 1;
            }
            Some(_) => {
                match words {
                    0 => {} // the weekday
                    1 => {
                        month = (1..)
                            .zip(MONTHS.chunks(3))
                            .find(|(_, name)| *name == part)?
                            .0
                    }
                    2 if part == b"GMT" => {}
                    _ => return None,
                }
                words += 1;
            }
        }
    }
    let [day, second, third, fourth, fifth] = numbers;
    let (year, hour, minute, second) = match words {
        2 => (fifth, second, third, fourth),
        3 => (second, third, fourth, fifth),
        _ => return None,
    };
    let is_valid = place == numbers.len()
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60; // a leap second
    let time = hour * 3600 + minute * 60 + second;
    let days = |year: u32| days_since_1970(year as i32, month, day as i32);
    let at = |year| f64::from(days(year)) * 86400.0 + f64::from(time);
    let mut year = year;
    if year < 100 {
        // The latest year with these digits that is at most 50 years from now.
        year += 1900;
        while year < 9900 && at(year + 50) <= now {
            year += 100;
        }
    }
    (is_valid && year >= 1900).then(|| at(year))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const THEN: f64 = 784_111_777.0;
    /// Thu, 26 Nov 2026 12:00:00 GMT
    const NOW: f64 = 1_795_694_400.0;

    #[test]
    fn has_three_formats() {
        for (header, expected) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(THEN)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(THEN)),
            ("Sun Nov  6 08:49:37 1994", Some(THEN)),
            ("Sun Nov 06 08:49:37 1994", Some(THEN)),
            (" Sun, 06 Nov 1994 08:49:37 GMT\t", Some(THEN)),
            ("Mon, 06 Nov 1994 08:49:37 GMT", Some(THEN)),
            ("Thu, 26 Nov 2026 12:00:00 GMT", Some(NOW)),
            ("Thursday, 26-Nov-26 12:00:00 GMT", Some(NOW)),
            ("Thu Nov 26 12:00:00 2026", Some(NOW)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0.0)),
            ("Tue, 29 Feb 2000 00:00:00 GMT", Some(951_782_400.0)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", Some(951_868_800.0)),
            ("Sat, 31 Dec 2016 23:59:60 GMT", Some(1_483_228_800.0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(253_402_300_799.0)),
        ] {
            assert_eq!(seconds(header, NOW), expected, "{header}");
        }
    }

    #[test]
    fn is_nothing_else() {
        for header in [
            "",
            " ",
            "soon",
            "1",
            "06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 GMT+1",
            "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 gmt",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 +8:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 19940 08:49:37 GMT",
            "Sunday, 06-Nov-194 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37:00 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT",
            "Nov 6 08:49:37 1994",
            "Sun, 06 Nov 1899 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994 GMT",
            "2026-11-26T12:00:00Z",
        ] {
            assert_eq!(seconds(header, NOW), None, "{header}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_at_most_50_years_from_now() {
        let year_2000 = 946_684_800.0;
        for (header, now, same) in [
            (
                "Sunday, 06-Nov-94 08:49:37 GMT",
                NOW,
                "Sun, 06 Nov 1994 08:49:37 GMT",
            ),
            (
                "Sunday, 06-Nov-27 08:49:37 GMT",
                NOW,
                "Sun, 06 Nov 2027 08:49:37 GMT",
            ),
            (
                "Thursday, 26-Nov-76 12:00:00 GMT",
                NOW,
                "Thu, 26 Nov 2076 12:00:00 GMT",
            ),
            (
                "Thursday, 26-Nov-76 12:00:01 GMT",
                NOW,
                "Thu, 26 Nov 1976 12:00:01 GMT",
            ),
            (
                "Monday, 01-Jan-77 00:00:00 GMT",
                NOW,
                "Mon, 01 Jan 1977 00:00:00 GMT",
            ),
            (
                "Saturday, 01-Jan-00 00:00:00 GMT",
                year_2000 - 1.0,
                "Sat, 01 Jan 2000 00:00:00 GMT",
            ),
            (
                "Friday, 31-Dec-99 23:59:59 GMT",
                year_2000,
                "Fri, 31 Dec 1999 23:59:59 GMT",
            ),
            (
                "Friday, 31-Dec-99 23:59:59 GMT",
                0.0,
                "Fri, 31 Dec 1999 23:59:59 GMT",
            ),
            (
                "Sunday, 06-Nov-94 08:49:37 GMT",
                f64::INFINITY,
                "Sun, 06 Nov 9994 08:49:37 GMT",
            ),
        ] {
            assert_eq!(seconds(header, now), seconds(same, now), "{header}");
        }
        for now in [f64::NAN, f64::NEG_INFINITY, -1e18] {
            assert!(seconds("Sunday, 06-Nov-94 08:49:37 GMT", now).is_some());
        }
    }
}
