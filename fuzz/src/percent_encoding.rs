//! Percent-decoding as servers do it, to compare with. The tests in `tests/rust` use this file too.

/// One pass of percent-decoding, as one server does it. Invalid escapes are kept.
pub fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let digit = |index: usize| char::from(*bytes.get(index)?).to_digit(16);
    let mut out = Vec::new();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] == b'%'
            && let (Some(high), Some(low)) = (digit(index + 1), digit(index + 2))
        {
            out.push(u8::try_from(high * 16 + low).unwrap());
            index += 3;
        } else {
            out.push(bytes[index]);
            index += 1;
        }
    }
    out
}
