//! Policies with other white space and with comments in odd places.

use std::sync::LazyLock;

use proptest::prelude::*;
use waypost_dsl::syntax::{Token, lex};
use waypost_dsl::{Diagnostics, Sources};

use super::{check, corpus};

static CORPUS: LazyLock<Vec<(String, String)>> = LazyLock::new(corpus);

const SPACES: [&str; 4] = [" ", "   ", "\t", " \t "];
const LINES: [&str; 8] = [
    "\n",
    "\n\n",
    "\r\n\r\n\n",
    "\n      ",
    " # why\n",
    "\n# above\n",
    "\n\n  # one {\n\n# two\n",
    "# ä\r\n",
];

/// The text with other white space between its words; `choices` says which and where.
fn mangled(text: &str, choices: &[u8]) -> String {
    let mut sources = Sources::default();
    let id = sources.add("case.way", text);
    let lexed = lex(id, text, &mut Diagnostics::default());
    let mut out = String::new();
    let mut before = Token::OpenBrace;
    // How many braces of a table are open, and one more from its name on.
    let mut in_table = 0;
    for (place, (token, span)) in lexed.tokens.iter().enumerate() {
        let choice = usize::from(choices[place % choices.len()]) + place / choices.len();
        match token {
            Token::Head => continue,
            Token::Row => {
                out.push_str(if choice.is_multiple_of(3) { " # row\n\n" } else { "\n" });
                continue;
            }
            Token::Table => in_table = 1,
            Token::OpenBrace if in_table > 0 => in_table += 1,
            Token::CloseBrace if in_table == 2 => in_table = 0,
            Token::CloseBrace if in_table > 0 => in_table -= 1,
            _ => {}
        }
        if in_table == 0 && choice.is_multiple_of(4) && may_begin_line(before, *token) {
            out.push_str(LINES[choice / 4 % LINES.len()]);
        } else if !out.ends_with('\n') {
            out.push_str(SPACES[choice % SPACES.len()]);
        }
        out.push_str(&text[span.range()]);
        before = *token;
    }
    out
}

/// Whether a line may begin between these two. A name may not begin one everywhere: there it would begin a new thing.
fn may_begin_line(before: Token, token: Token) -> bool {
    use Token::{And, Arrow, Comma, Equals, In, Is, Not, OpenBrace, OpenBracket, OpenParen, Or, When};
    use Token::{By, Fee, Name, Of, Per, Serves, To, With};
    let is_word = matches!(token, Name | By | Per | Fee | Serves | With | Of | To);
    let goes_on = matches!(
        before,
        And | Arrow | Comma | Equals | In | Is | Not | OpenBrace | OpenBracket | OpenParen | Or | When
    );
    !is_word || goes_on
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn white_space_and_comments_anywhere_lose_nothing(
        which: prop::sample::Index,
        choices in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let (name, text) = which.get(&CORPUS);
        check(name, &mangled(text, &choices));
    }
}
