//! Compares the texts of JSON numbers by value, without rounding.

/// Whether two scalars are the same number, such as `1e2` and `100.0`. Literals are compared as written.
#[must_use]
pub fn equal(left: &str, right: &str) -> bool {
    match (Decimal::parse(left), Decimal::parse(right)) {
        (Some(left), Some(right)) => left.equals(&right),
        _ => left == right,
    }
}

/// A number as `digits × 10^exponent`, without zeros at either end.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Decimal<'a>> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if !rest.starts_with(|char: char| char.is_ascii_digit()) {
            return None;
        }
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, saturating(exponent)),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Some(Decimal {
            negative,
            whole,
            fraction,
            exponent,
        })
    }

    /// The significant digits, and the power of ten of the last one.
    fn normalized(&self) -> (Vec<u8>, i64) {
        let mut digits: Vec<u8> = self.whole.bytes().chain(self.fraction.bytes()).collect();
        let fraction = i64::try_from(self.fraction.len()).unwrap_or(i64::MAX);
        let mut exponent = self.exponent.saturating_sub(fraction);
        while digits.last() == Some(&b'0') {
            digits.pop();
            exponent = exponent.saturating_add(1);
        }
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..zeros);
        (digits, exponent)
    }

    fn equals(&self, other: &Decimal<'_>) -> bool {
        let (left, right) = (self.normalized(), other.normalized());
        if left.0.is_empty() || right.0.is_empty() {
            return left.0.is_empty() && right.0.is_empty();
        }
        self.negative == other.negative && left == right
    }
}

/// An exponent. One with more digits than a number can have is the largest.
fn saturating(exponent: &str) -> i64 {
    let (negative, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    let value = digits.bytes().fold(0_i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit.wrapping_sub(b'0')))
    });
    if negative {
        value.saturating_neg()
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::equal;

    #[test]
    fn compares_numbers() {
        for (left, right) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("0.001", "1E-3"),
            ("-0", "0"),
            ("0e999999999999999999999", "0"),
            ("12345678901234567890", "1234567890123456789e1"),
        ] {
            assert!(equal(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("1", "-1"),
            ("1", "10"),
            ("9007199254740993", "9007199254740992"),
            ("1e400", "1e401"),
            ("true", "1"),
            ("1", "null"),
        ] {
            assert!(!equal(left, right), "{left} {right}");
        }
    }
}
