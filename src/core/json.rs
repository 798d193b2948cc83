//! A scanner of JSON text that copies nothing: it finds where values begin and end.
//!
//! A `User` is renamed from text to text (see [`resource`](super::resource)), so its values are
//! never parsed here: numbers stay as written, and the host's `JSON.parse` does the rest. A
//! general parser would triple the wasm. It accepts exactly JSON (RFC 8259), nested to any depth.

/// The text is not JSON, seen at this byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson {
    /// Offset in bytes from the start of the text.
    pub at: usize,
}

/// A place in a JSON text.
struct Scanner<'a> {
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

/// Checks that there is nothing but space.
///
/// # Errors
/// [`NotJson`] where there is more.
pub fn end(text: &str) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(text);
    scanner.space();
    if scanner.peek().is_none() {
        Ok(())
    } else {
        scanner.fail()
    }
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
/// been visited. What follows the object is given, not looked at.
///
/// `visit` is a `dyn`: for each closure of its own the wasm would hold all of this once more.
pub fn members<'a>(
    object: &'a str,
    visit: &mut dyn FnMut(&'a str, &'a str),
) -> Result<&'a str, NotJson> {
    let mut scanner = Scanner::new(object);
    scanner.expect(b'{')?;
    scanner.space();
    if scanner.eat(b'}') {
        return Ok(scanner.rest());
    }
    loop {
        let key = scanner.key()?;
        let value = scanner.value()?;
        visit(key, value);
        scanner.space();
        if scanner.eat(b'}') {
            return Ok(scanner.rest());
        }
        scanner.expect(b',')?;
    }
}

/// Calls `visit` with each element of an array, in order.
///
/// # Errors
/// [`NotJson`] where `array` is not the text of an array; what comes before the place has then
/// been visited. What follows the array is not looked at.
pub fn elements<'a>(array: &'a str, visit: &mut dyn FnMut(&'a str)) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(array);
    scanner.expect(b'[')?;
    scanner.space();
    if scanner.eat(b']') {
        return Ok(());
    }
    loop {
        visit(scanner.value()?);
        scanner.space();
        if scanner.eat(b']') {
            return Ok(());
        }
        scanner.expect(b',')?;
    }
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
    fn new(text: &'a str) -> Self {
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

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> Result<&'a str, NotJson> {
        match self.text.get(start..self.at) {
            Some(part) => Ok(part),
            None => self.fail(),
        }
    }

    /// A key with its colon.
    fn key(&mut self) -> Result<&'a str, NotJson> {
        self.space();
        let key = self.string()?;
        self.space();
        self.expect(b':')?;
        Ok(key)
    }

    /// A value, and nothing but space after it.
    fn only_value(&mut self) -> Result<&'a str, NotJson> {
        let value = self.value()?;
        self.space();
        match self.peek() {
            None => Ok(value),
            Some(_) => self.fail(),
        }
    }

    /// One value of any kind. A list of open containers stands in for recursion, so that no
    /// nesting can overflow the stack.
    fn value(&mut self) -> Result<&'a str, NotJson> {
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
            let plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
            self.at += rest.iter().take_while(|byte| plain(byte)).count();
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
