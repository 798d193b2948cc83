//! Dates of the Gregorian calendar as day numbers.

/// Days from January 1, 1970 to a date from the year 0 on. A month has at most 31 days here: a day past
/// the end of its month is one of the next month.
#[must_use]
pub const fn days_since_1970(year: i32, month: i32, day: i32) -> i32 {
    // With years that begin in March, the leap day is the last day of its year.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    // A whole cycle of leap years later, so that no division is of a negative number.
    let year = year + 400;
    let leap_days = year / 4 - year / 100 + year / 400;
    let days_of_months = (153 * month + 2) / 5;
    year * 365 + leap_days + days_of_months + day - 865_566
}

#[cfg(test)]
mod tests {
    use super::days_since_1970;

    #[test]
    fn counts_days() {
        for ((year, month, day), days) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((0, 1, 1), -719_528),
            ((0, 2, 29), -719_469),
            ((0, 3, 1), -719_468),
            ((2000, 2, 29), 11_016),
            ((2000, 3, 1), 11_017),
            ((2100, 3, 1), 47_541),
            ((2023, 2, 29), 19_417),
            ((9999, 12, 31), 2_932_896),
        ] {
            assert_eq!(
                days_since_1970(year, month, day),
                days,
                "{year}-{month}-{day}"
            );
        }
    }
}
