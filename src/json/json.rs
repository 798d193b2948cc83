//! A scanner of JSON text that copies nothing: it finds where values begin and end.
//!
//! A `User` is renamed from text to text (see [`resource`](crate::resource)), so its values are
//! never parsed here: numbers stay as written, and the host's `JSON.parse` does the rest. A
//! general parser would triple the wasm. It accepts exactly JSON (RFC 8259), nested to any depth.

/// The text is not JSON, seen at this byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson {
    /// Offset in bytes from the start of the text.
    pub at: usize,
}

/// A place in a JSON text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The deepest nesting met so far.
    deepest: usize,
}

/// Checks that `text` is one JSON value, and gives it without the space around it.
///
/// # Errors
/// [`NotJson`] with the place of the first byte that cannot be JSON.
pub fn value(text: &str) -> Result<&str, NotJson> {
    Scanner::new(text).only_value()
}

/// Checks that `text` is one JSON value, and says how deep its objects and arrays nest: not at
/// all for `1`, one deep for `{}`.
///
/// # Errors
/// [`NotJson`] with the place of the first byte that cannot be JSON.
pub fn depth(text: &str) -> Result<usize, NotJson> {
    let mut scanner = Scanner::new(text);
    scanner.only_value()?;
    Ok(scanner.deepest)
}

/// Calls `visit` with the key (as written, without quotes) and the value of each member of an
/// object, in order, repeated keys included.
///
/// # Errors
/// [`NotJson`] where `object` is not the text of an object; what comes before the place has then
/// been visited. What follows the object is not looked at.
///
/// `visit` is a `dyn`: for each closure of its own the wasm would hold all of this once more.
pub fn members<'a>(
    object: &'a str,
    visit: &mut dyn FnMut(&'a str, &'a str),
) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(object);
    let mut more = scanner.opens(b'{', b'}')?;
    while more {
        let key = scanner.key()?;
        let value = scanner.value()?;
        visit(key, value);
        more = scanner.goes_on(b'}')?;
    }
    Ok(())
}

/// Calls `visit` with each element of an array, in order.
///
/// # Errors
/// [`NotJson`] where `array` is not the text of an array; what comes before the place has then
/// been visited. What follows the array is not looked at.
pub fn elements<'a>(array: &'a str, visit: &mut dyn FnMut(&'a str)) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(array);
    let mut more = scanner.opens(b'[', b']')?;
    while more {
        visit(scanner.value()?);
        more = scanner.goes_on(b']')?;
    }
    Ok(())
}

/// The value of a member of an object; of several with the name, the last, as `JSON.parse` does.
#[must_use]
pub fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let mut found = None;
    members(object, &mut |key, value| {
        if is(key, name) {
            found = Some(value);
        }
    })
    .ok()?;
    found
}

/// Whether a key, as written, means `name`.
#[must_use]
pub fn is(key: &str, name: &str) -> bool {
    // An escape makes it longer.
    if key.len() < name.len() || (key.len() == name.len() && key != name) {
        return false;
    }
    if key.bytes().any(|byte| byte == b'\\') {
        unescape(key) == name
    } else {
        key == name
    }
}

/// The text of a JSON string; `None` for any other value.
#[must_use]
pub fn string(value: &str) -> Option<String> {
    value.strip_prefix('"')?.strip_suffix('"').map(unescape)
}

/// A string as written between its quotes, with its escapes resolved. Half a surrogate pair, which
/// JSON allows and UTF-8 cannot hold, becomes U+FFFD.
#[must_use]
pub fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    let mut high: Option<u32> = None;
    while let Some(char) = chars.next() {
        let unit = match char {
            '\\' => match chars.next() {
                Some('u') => unit(&mut chars),
                Some('n') => u32::from('\n'),
                Some('t') => u32::from('\t'),
                Some('r') => u32::from('\r'),
                Some('b') => 8,
                Some('f') => 12,
                Some(same) => u32::from(same),
                None => break,
            },
            plain => u32::from(plain),
        };
        let scalar = match (high.take(), unit) {
            (Some(first), 0xDC00..=0xDFFF) => 0x10000 + ((first - 0xD800) << 10) + (unit - 0xDC00),
            (earlier, _) => {
                if earlier.is_some() {
                    out.push(char::REPLACEMENT_CHARACTER);
                }
                if (0xD800..=0xDBFF).contains(&unit) {
                    high = Some(unit);
                    continue;
                }
                unit
            }
        };
        out.push(char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if high.is_some() {
        out.push(char::REPLACEMENT_CHARACTER);
    }
    out
}

/// Four hexadecimal digits.
fn unit(chars: &mut std::str::Chars<'_>) -> u32 {
    chars
        .by_ref()
        .take(4)
        .fold(0, |unit, digit| unit * 16 + digit.to_digit(16).unwrap_or(0))
}

/// Writes `text` as a JSON string.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{0}'..='\u{1f}' => {
                out.push_str("\\u00");
                for digit in [u32::from(char) >> 4, u32::from(char) & 15] {
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}

impl<'a> Scanner<'a> {
    /// The begin of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Scanner {
            text,
            at: 0,
            deepest: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fail<T>(&self) -> Result<T, NotJson> {
        Err(NotJson { at: self.at })
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.eat(byte) { Ok(()) } else { self.fail() }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Whether the next value begins with a byte.
    pub fn is_before(&mut self, byte: u8) -> bool {
        self.space();
        self.peek() == Some(byte)
    }

    /// Enters an object or an array; whether there is something in it.
    ///
    /// # Errors
    /// [`NotJson`] where that does not follow.
    pub fn opens(&mut self, open: u8, close: u8) -> Result<bool, NotJson> {
        self.space();
        self.expect(open)?;
        self.space();
        Ok(!self.eat(close))
    }

    /// Whether another part of an object or an array follows; else it is left.
    ///
    /// # Errors
    /// [`NotJson`] where that does not follow.
    pub fn goes_on(&mut self, close: u8) -> Result<bool, NotJson> {
        self.space();
        if self.eat(close) {
            return Ok(false);
        }
        self.expect(b',')?;
        Ok(true)
    }

    /// Checks that nothing but space follows.
    ///
    /// # Errors
    /// [`NotJson`] where that does not follow.
    pub fn end(&mut self) -> Result<(), NotJson> {
        self.space();
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fail(),
        }
    }

    fn since(&self, start: usize) -> Result<&'a str, NotJson> {
        match self.text.get(start..self.at) {
            Some(part) => Ok(part),
            None => self.fail(),
        }
    }

    /// A key, as written, with its colon.
    ///
    /// # Errors
    /// [`NotJson`] where that does not follow.
    pub fn key(&mut self) -> Result<&'a str, NotJson> {
        self.space();
        let key = self.string()?;
        self.space();
        self.expect(b':')?;
        Ok(key)
    }

    /// A value, and nothing but space after it.
    fn only_value(&mut self) -> Result<&'a str, NotJson> {
        let value = self.value()?;
        self.end()?;
        Ok(value)
    }

    /// One value of any kind. A list of open containers stands in for recursion, so that no
    /// nesting can overflow the stack.
    ///
    /// # Errors
    /// [`NotJson`] where none follows.
    pub fn value(&mut self) -> Result<&'a str, NotJson> {
        self.space();
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.deepest = self.deepest.max(open.len() + 1);
                    self.space();
                    if !self.eat(b'}') {
                        open.push(b'}');
                        self.key()?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.deepest = self.deepest.max(open.len() + 1);
                    self.space();
                    if !self.eat(b']') {
                        open.push(b']');
                        continue;
                    }
                }
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                _ => return self.fail(),
            }
            // A value has ended: close what ends with it, up to the next comma.
            loop {
                let Some(&close) = open.last() else {
                    return self.since(start);
                };
                self.space();
                if self.eat(b',') {
                    if close == b'}' {
                        self.key()?;
                    }
                    break;
                }
                self.expect(close)?;
                open.pop();
            }
        }
    }

    /// A string, given as written between its quotes.
    fn string(&mut self) -> Result<&'a str, NotJson> {
        self.expect(b'"')?;
        let start = self.at;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            self.at += plain_bytes(rest);
            match self.peek() {
                Some(b'"') => {
                    let raw = self.since(start)?;
                    self.at += 1;
                    return Ok(raw);
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                            self.at += 1;
                        }
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                                    return self.fail();
                                }
                                self.at += 1;
                            }
                        }
                        _ => return self.fail(),
                    }
                }
                _ => return self.fail(),
            }
        }
    }

    fn number(&mut self) -> Result<(), NotJson> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            self.fail()
        } else {
            Ok(())
        }
    }

    fn word(&mut self, word: &str) -> Result<(), NotJson> {
        word.bytes().try_for_each(|byte| self.expect(byte))
    }
}

/// How many bytes there are before the first that cannot stand in a string as it is: a quote, a
/// backslash, a control character. Eight at a time, for most of an answer is strings.
fn plain_bytes(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    // The lowest byte below `n` (at most 128) has its high bit set; a borrow only reaches those above.
    let below = |word: u64, n: u64| word.wrapping_sub(EACH * n) & !word & (EACH << 7);
    let (words, rest) = bytes.as_chunks::<8>();
    for (before, word) in (0..).step_by(8).zip(words) {
        let word = u64::from_le_bytes(*word);
        let same = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
        let found = below(word, 0x20) | same(b'"') | same(b'\\');
        if found != 0 {
            return before + found.trailing_zeros() as usize / 8;
        }
    }
    let plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    words.len() * 8 + rest.iter().take_while(|byte| plain(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::plain_bytes;

    #[test]
    fn plain_bytes_end_at_the_first_that_is_not() {
        for special in 0..=255u8 {
            let is_plain = !matches!(special, b'"' | b'\\' | 0..0x20);
            for before in 0..20 {
                for after in [0, 1, 9] {
                    let mut bytes = vec![b'!'; before];
                    bytes.push(special);
                    bytes.extend(vec![b'\xff'; after]);
                    let expected = if is_plain { bytes.len() } else { before };
                    assert_eq!(plain_bytes(&bytes), expected, "{bytes:?}");
                    bytes.extend(*b"\"\\\0");
                    let expected = if is_plain { bytes.len() - 3 } else { before };
                    assert_eq!(plain_bytes(&bytes), expected, "{bytes:?}");
                }
            }
        }
    }
}
