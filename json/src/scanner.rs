//! The scanner: a position in a text, and functions that advance it.

/// The text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson {
    /// The offset of the first invalid byte.
    pub at: usize,
}

/// The cost of an object or an array, without its values. The unit is the cost of a number in an array. Costs
/// approximate the memory in a JavaScript engine.
pub const CONTAINER_COST: usize = 16;
/// The cost of a string, of a member of an object (for its key), and of a field of a resource.
pub const MEMBER_COST: usize = 4;

/// A position in a JSON text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The deepest nesting so far.
    pub(crate) deepest: usize,
    /// The remaining cost budget.
    budget: usize,
    over_limit: bool,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Scanner::limited(text, usize::MAX)
    }

    /// A scanner at the start of a text, with a limit on the total cost of its values: 1 for a number or a
    /// literal in an array, [`MEMBER_COST`] for a string or a member, [`CONTAINER_COST`] for an object or an
    /// array. Exceeding the limit fails like invalid JSON; [`is_over_limit`](Self::is_over_limit)
    /// distinguishes the two.
    ///
    /// The length of a text does not limit the memory of its parsed value: `[[],[],…]` takes thirty times its
    /// length in a JavaScript engine.
    #[must_use]
    pub fn limited(text: &'a str, max_cost: usize) -> Self {
        Scanner {
            text,
            at: 0,
            deepest: 0,
            budget: max_cost,
            over_limit: false,
        }
    }

    /// Whether scanning failed because of a limit.
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

    /// Subtracts a cost from the budget.
    ///
    /// # Errors
    /// [`NotJson`] if it exceeds the budget.
    pub fn add_cost(&mut self, cost: usize) -> Result<(), NotJson> {
        match self.budget.checked_sub(cost) {
            Some(budget) => {
                self.budget = budget;
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

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.skip(byte) { Ok(()) } else { self.fail() }
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Whether the next value starts with this byte.
    pub fn is_before(&mut self, byte: u8) -> bool {
        self.skip_whitespace();
        self.peek() == Some(byte)
    }

    /// Reads the opening bracket of an object or an array. Returns whether it has an item.
    ///
    /// # Errors
    /// [`NotJson`] if the text continues differently.
    pub fn open(&mut self, open: u8, close: u8) -> Result<bool, NotJson> {
        self.skip_whitespace();
        self.expect(open)?;
        self.skip_whitespace();
        Ok(!self.skip(close))
    }

    /// Reads a comma or the closing bracket. Returns whether another item follows.
    ///
    /// # Errors
    /// [`NotJson`] if the text continues differently.
    pub fn has_next(&mut self, close: u8) -> Result<bool, NotJson> {
        self.skip_whitespace();
        if self.skip(close) {
            return Ok(false);
        }
        self.expect(b',')?;
        Ok(true)
    }

    /// Checks that only white space follows.
    ///
    /// # Errors
    /// [`NotJson`] if the text continues differently.
    pub fn end(&mut self) -> Result<(), NotJson> {
        self.skip_whitespace();
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fail(),
        }
    }

    fn text_since(&self, start: usize) -> Result<&'a str, NotJson> {
        match self.text.get(start..self.at) {
            Some(part) => Ok(part),
            None => self.fail(),
        }
    }

    /// Reads a key and its colon, and returns the key as written.
    ///
    /// # Errors
    /// [`NotJson`] if the text continues differently.
    pub fn key(&mut self) -> Result<&'a str, NotJson> {
        self.skip_whitespace();
        let key = self.string()?;
        self.skip_whitespace();
        self.expect(b':')?;
        Ok(key)
    }

    /// Reads a value that only white space may follow.
    pub(crate) fn only_value(&mut self) -> Result<&'a str, NotJson> {
        let value = self.value()?;
        self.end()?;
        Ok(value)
    }

    /// Reads one value of any type. A list of open containers replaces recursion, so deep nesting cannot
    /// overflow the stack.
    ///
    /// # Errors
    /// [`NotJson`] if no valid value follows.
    pub fn value(&mut self) -> Result<&'a str, NotJson> {
        self.skip_whitespace();
        let start = self.at;
        let mut open: Vec<u8> = Vec::new();
        let limit = self.budget;
        let mut cost = 0;
        loop {
            self.skip_whitespace();
            let first = self.peek();
            cost += match first {
                Some(b'{' | b'[') => CONTAINER_COST,
                Some(b'"') => MEMBER_COST,
                _ if open.last() == Some(&b'}') => MEMBER_COST,
                _ => 1,
            };
            if cost > limit {
                return self.fail_over_limit();
            }
            match first {
                Some(first @ (b'{' | b'[')) => {
                    let close = if first == b'{' { b'}' } else { b']' };
                    self.at += 1;
                    self.deepest = self.deepest.max(open.len() + 1);
                    self.skip_whitespace();
                    if !self.skip(close) {
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
                Some(b't') => self.literal("true")?,
                Some(b'f') => self.literal("false")?,
                Some(b'n') => self.literal("null")?,
                _ => return self.fail(),
            }
            // A value has ended: close the containers that end after it, up to the next comma.
            loop {
                let Some(&close) = open.last() else {
                    self.add_cost(cost)?;
                    return self.text_since(start);
                };
                self.skip_whitespace();
                if self.skip(b',') {
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

    /// Reads a string, and returns it as written between its quotes.
    fn string(&mut self) -> Result<&'a str, NotJson> {
        self.expect(b'"')?;
        let start = self.at;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            self.at += plain_bytes(rest);
            match self.peek() {
                Some(b'"') => {
                    let raw = self.text_since(start)?;
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
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            if !self.skip(b'+') {
                self.skip(b'-');
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

    fn literal(&mut self, literal: &str) -> Result<(), NotJson> {
        literal.bytes().try_for_each(|byte| self.expect(byte))
    }
}

/// The number of bytes before the first quote, backslash or control character. Reads eight bytes at a time,
/// because most of a response is strings.
fn plain_bytes(bytes: &[u8]) -> usize {
    const EVERY_BYTE: u64 = u64::from_le_bytes([1; 8]);
    // The lowest byte below `n` (at most 128) has its high bit set; a borrow only reaches those above.
    let below = |word: u64, n: u64| word.wrapping_sub(EVERY_BYTE * n) & !word & (EVERY_BYTE << 7);
    let (words, rest) = bytes.as_chunks::<8>();
    for (before, word) in (0..).step_by(8).zip(words) {
        let word = u64::from_le_bytes(*word);
        let equal = |byte: u8| below(word ^ (EVERY_BYTE * u64::from(byte)), 1);
        let found = below(word, 0x20) | equal(b'"') | equal(b'\\');
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
    fn plain_bytes_stop_at_the_first_special_byte() {
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
