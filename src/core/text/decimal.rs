//! Whole numbers as text: small ones, by digits alone.

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

/// Appends a number.
pub fn push(out: &mut String, number: u32) {
    if number >= 10 {
        push(out, number / 10);
    }
    out.push(char::from_digit(number % 10, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::{parse, push};

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
    fn writes_what_it_reads() {
        for number in [0, 9, 10, 8192, u32::MAX] {
            let mut text = String::new();
            push(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }
}
