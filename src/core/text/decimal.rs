//! Whole numbers as text, by digits alone.

/// The number that digits alone make, up to `max`.
#[must_use]
pub fn parse(text: &[u8], max: u32) -> Option<u32> {
    let mut number: u32 = 0;
    for byte in text {
        let digit = char::from(*byte).to_digit(10)?;
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    (!text.is_empty() && number <= max).then_some(number)
}

/// The largest whole number that a double represents exactly, as it does all below it.
pub const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Appends a whole number from 0 to [`MAX_SAFE_INTEGER`]. Not a `u64`: the division of 64-bit integers would be a large
/// part of the core in JavaScript.
pub fn push(out: &mut String, number: f64) {
    let tens = (number / 10.0).floor();
    if tens > 0.0 {
        push(out, tens);
    }
    out.push(char::from_digit((number - tens * 10.0) as u32, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::{MAX_SAFE_INTEGER, parse, push};

    #[test]
    fn takes_digits_up_to_a_number() {
        for (text, number) in [
            ("0", Some(0)),
            ("255", Some(255)),
            ("007", Some(7)),
            ("256", None),
            ("+1", None),
            ("1 ", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse(text.as_bytes(), 255), number, "{text}");
        }
        assert_eq!(parse(b"4294967295", u32::MAX), Some(u32::MAX));
    }

    #[test]
    fn writes_whole_numbers() {
        let powers = (0..16).map(|exponent| 10_u64.pow(exponent));
        let largest = MAX_SAFE_INTEGER as u64;
        for number in powers.flat_map(|power| [power - 1, power, power * 9 - 1, largest - power]) {
            let number = number.min(largest);
            let mut text = String::new();
            push(&mut text, number as f64);
            assert_eq!(text, number.to_string());
        }
    }
}
