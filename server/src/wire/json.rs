//! Reads JSON value by value, with no tree in between. It takes what `serde_json` takes, and leaves to that what is rare:
//! escapes, numbers that are not whole, and to say what is wrong where it stops.

use std::borrow::Cow;

#[cfg(test)]
mod tests;

/// How deep objects and lists may nest.
const DEPTH: u8 = 127;

/// A JSON text, and how far it is read.
#[derive(Debug)]
pub(super) struct Json<'j> {
    text: &'j str,
    // INVARIANT: between two characters of the text, or at its end.
    at: usize,
    /// How many objects and lists are open.
    depth: u8,
    /// Whether one has just been opened.
    fresh: bool,
    /// The last value that was a string with escapes.
    unescaped: String,
}

/// A value as JSON gives it; an object or a list is then open, and its members or items are to be read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given<'v> {
    Null,
    Flag(bool),
    /// A number without fraction and exponent that fits in 64 bits, with or without a sign, and is not -0.
    Whole(i128),
    /// Any other number.
    Fraction,
    Text(&'v str),
    List,
    Object,
}

/// That the text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotJson;

impl<'j> Json<'j> {
    /// The beginning of a text.
    pub(super) fn new(text: &'j str) -> Self {
        Self { text, at: 0, depth: 0, fresh: false, unescaped: String::new() }
    }

    /// The next value.
    #[inline]
    pub(super) fn value(&mut self) -> Result<Given<'_>, NotJson> {
        match self.peek()? {
            b'"' => match self.string()? {
                Cow::Borrowed(text) => Ok(Given::Text(text)),
                Cow::Owned(text) => {
                    self.unescaped = text;
                    Ok(Given::Text(&self.unescaped))
                }
            },
            b'{' => self.open(Given::Object),
            b'[' => self.open(Given::List),
            b't' => self.word("true", Given::Flag(true)),
            b'f' => self.word("false", Given::Flag(false)),
            b'n' => self.word("null", Given::Null),
            _ => self.number(),
        }
    }

    /// The name of the next member of the open object, whose value comes next; nothing where the object ends.
    #[expect(clippy::inline_always, reason = "a tenth of the time to read a payment")]
    #[inline(always)]
    pub(super) fn member(&mut self) -> Result<Option<Cow<'j, str>>, NotJson> {
        if !self.go_on(b'}')? {
            return Ok(None);
        }
        if self.peek()? != b'"' {
            return Err(NotJson);
        }
        let name = self.string()?;
        if self.peek()? != b':' {
            return Err(NotJson);
        }
        self.at += 1;
        Ok(Some(name))
    }

    /// Whether the open list has one more item, which comes next, or ends here.
    pub(super) fn item(&mut self) -> Result<bool, NotJson> {
        self.go_on(b']')
    }

    /// Whether there is nothing behind the value that was read.
    pub(super) fn end(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Ok(_) => Err(NotJson),
            Err(NotJson) => Ok(()),
        }
    }

    /// Whether what is open goes on, with a comma unless it has just been opened, or ends here.
    #[inline]
    fn go_on(&mut self, end: u8) -> Result<bool, NotJson> {
        let fresh = std::mem::take(&mut self.fresh);
        match self.peek()? {
            byte if byte == end => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            b',' if !fresh => {
                self.at += 1;
                Ok(true)
            }
            _ if fresh => Ok(true),
            _ => Err(NotJson),
        }
    }

    fn open(&mut self, given: Given<'static>) -> Result<Given<'static>, NotJson> {
        self.at += 1;
        self.depth += 1;
        self.fresh = true;
        if self.depth > DEPTH { Err(NotJson) } else { Ok(given) }
    }

    fn word(&mut self, word: &str, given: Given<'static>) -> Result<Given<'static>, NotJson> {
        let is_there = self.rest().starts_with(word.as_bytes());
        self.at += word.len();
        if is_there { Ok(given) } else { Err(NotJson) }
    }

    /// The first byte that is no white space, which is not passed.
    #[inline]
    fn peek(&mut self) -> Result<u8, NotJson> {
        loop {
            match self.here() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte.ok_or(NotJson),
            }
        }
    }

    #[inline]
    fn rest(&self) -> &'j [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The string that begins here.
    #[expect(clippy::inline_always, reason = "a fifth of the time to read a payment")]
    #[inline(always)]
    fn string(&mut self) -> Result<Cow<'j, str>, NotJson> {
        let start = self.at + 1;
        self.at = start;
        match self.special()? {
            b'"' => {
                let text = self.text.get(start..self.at).ok_or(NotJson)?;
                self.at += 1;
                Ok(Cow::Borrowed(text))
            }
            b'\\' => self.escaped(start - 1).map(Cow::Owned),
            _ => Err(NotJson),
        }
    }

    /// The rest of a string with escapes, of which `start` is the first quote.
    #[cold]
    fn escaped(&mut self, start: usize) -> Result<String, NotJson> {
        while self.special()? == b'\\' {
            // A backslash and what it escapes, which is never more than one byte: else it is no JSON.
            self.at += 2;
        }
        self.at += 1;
        let whole = self.text.get(start..self.at).ok_or(NotJson)?;
        serde_json::from_str(whole).map_err(|_| NotJson)
    }

    /// Goes to the next byte of a string that is a quote, a backslash or a control character.
    #[inline]
    fn special(&mut self) -> Result<u8, NotJson> {
        // Most strings end within sixteen bytes, so that these are looked at as one number.
        while let Some(some) = self.rest().first_chunk() {
            let found = specials(u128::from_le_bytes(*some));
            self.at += found.trailing_zeros() as usize / 8;
            if found != 0 {
                return self.here().ok_or(NotJson);
            }
        }
        let few = self.rest();
        let place = few.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ');
        self.at += place.ok_or(NotJson)?;
        self.here().ok_or(NotJson)
    }

    /// The number that begins here.
    fn number(&mut self) -> Result<Given<'static>, NotJson> {
        let start = self.at;
        let negative = self.here() == Some(b'-');
        self.at += usize::from(negative);
        let number = match self.here() {
            Some(b'0') if !negative => {
                self.at += 1;
                Some(0)
            }
            Some(b'1'..=b'9') => self.digits(),
            _ => None,
        };
        match (number, self.here()) {
            (None, _) | (_, Some(b'.' | b'e' | b'E')) => self.other_number(start),
            (Some(number), _) if negative => Ok(Given::Whole(-i128::from(number))),
            (Some(number), _) => Ok(Given::Whole(number.into())),
        }
    }

    /// The number that the digits here spell; nothing if there are so many that 64 bits may not hold it.
    fn digits(&mut self) -> Option<u64> {
        let (start, mut number) = (self.at, 0_u64);
        while let Some(digit @ b'0'..=b'9') = self.here() {
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        (self.at - start < 19).then_some(number)
    }

    /// A number that begins at `start` and is long, or not whole, or none.
    #[cold]
    fn other_number(&mut self, start: usize) -> Result<Given<'static>, NotJson> {
        self.at = start;
        while let Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') = self.here() {
            self.at += 1;
        }
        let number = self.text.get(start..self.at).ok_or(NotJson)?;
        let number: serde_json::Number = serde_json::from_str(number).map_err(|_| NotJson)?;
        Ok(number.as_i128().map_or(Given::Fraction, Given::Whole))
    }

    #[inline]
    fn here(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// The highest bit of each byte that is a quote, a backslash or a control character. A byte above the lowest such one may
/// be marked though it is none.
fn specials(bytes: u128) -> u128 {
    const ONES: u128 = u128::from_ne_bytes([1; 16]);
    let below = |least: u128, bytes: u128| bytes.wrapping_sub(ONES * least) & !bytes;
    let quote = bytes ^ (ONES * u128::from(b'"'));
    let backslash = bytes ^ (ONES * u128::from(b'\\'));
    (below(b' '.into(), bytes) | below(1, quote) | below(1, backslash)) & (ONES << 7)
}
