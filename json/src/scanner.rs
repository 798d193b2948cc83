//! The scanner itself: a place in a text, and the ways on from it.

/// The text is not JSON, seen at this byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson {
    /// Offset in bytes from the start of the text.
    pub at: usize,
}

/// What an object or an array counts for, besides the values in it, in units of a number in an array: roughly what
/// each takes in the memory of a JavaScript engine.
pub const CONTAINER_COST: usize = 16;
/// What a string counts for, a member of an object (for its key), and a field of a resource.
pub const MEMBER_COST: usize = 4;

/// A place in a JSON text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The deepest nesting met so far.
    pub(crate) deepest: usize,
    /// How many values may still be read.
    left: usize,
    over_limit: bool,
}

impl<'a> Scanner<'a> {
    /// The begin of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Scanner::limited(text, usize::MAX)
    }

    /// The start of a text of which at most so many values are read: a number or a word in an array is
    /// one, a string or a member [`MEMBER_COST`], an object or an array [`CONTAINER_COST`]. More of them fail like a
    /// text that is not JSON, and [`is_over_limit`](Self::is_over_limit) tells the two apart.
    ///
    /// The length of a text does not bound what a reader makes of it: `[[],[],…]` takes thirty times
    /// as much in the memory of a JavaScript engine.
    #[must_use]
    pub fn limited(text: &'a str, values: usize) -> Self {
        Scanner {
            text,
            at: 0,
            deepest: 0,
            left: values,
            over_limit: false,
        }
    }

    /// Whether reading failed because of a limit.
    #[must_use]
    pub fn is_over_limit(&self) -> bool {
        self.over_limit
    }

    /// The length of the whole text, in bytes.
    pub(crate) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// Fails because of a limit.
    pub(crate) fn fail_over_limit<T>(&mut self) -> Result<T, NotJson> {
        self.over_limit = true;
        self.fail()
    }

    /// Counts values.
    pub(crate) fn count(&mut self, values: usize) -> Result<(), NotJson> {
        match self.left.checked_sub(values) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => self.fail_over_limit(),
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
    pub(crate) fn only_value(&mut self) -> Result<&'a str, NotJson> {
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
        let limit = self.left;
        let mut values = 0;
        loop {
            self.space();
            let first = self.peek();
            values += match first {
                Some(b'{' | b'[') => CONTAINER_COST,
                Some(b'"') => MEMBER_COST,
                _ if open.last() == Some(&b'}') => MEMBER_COST,
                _ => 1,
            };
            if values > limit {
                return self.fail_over_limit();
            }
            match first {
                Some(first @ (b'{' | b'[')) => {
                    let close = if first == b'{' { b'}' } else { b']' };
                    self.at += 1;
                    self.deepest = self.deepest.max(open.len() + 1);
                    self.space();
                    if !self.eat(close) {
                        open.push(close);
                        if close == b'}' {
                            self.key()?;
                        }
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
                    self.count(values)?;
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
/// backslash, a control character. Eight at a time, for most of a response is strings.
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
