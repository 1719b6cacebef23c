//! The facts that the policies have, with one value of every class that their tests tell apart.

use waypost_dsl::diagnostic::WitnessValue;
use waypost_dsl::hir::Money;
use waypost_dsl::iso::Currency;

/// A fact that a policy may have.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) declared: &'static str,
    /// The fact that must be there too.
    pub(crate) needs: Option<&'static str>,
    /// The facts that `against` compares it with.
    pub(crate) tests: &'static [&'static str],
    /// Comparisons with the fact that it needs.
    pub(crate) against: &'static [&'static str],
    pub(crate) may_be_absent: bool,
}

/// Tests of the shapes of `t`, which only some policies have.
pub(crate) const SHAPES: [&str; 4] =
    ["t starts with \"a\"", "t ends with \"b\"", "t contains \"ab\"", "t starts with \"ab\""];

pub(crate) const KINDS: [Kind; 13] = [
    Kind::always("f", "flag", &["f"]),
    Kind::always("m", "one of a, b, c", &["m is a", "m is b", "m in [a, c]", "m is c"]),
    Kind::always("n", "integer 0 to 4", &["n is 2", "n <= 1", "n > 2", "n in [0, 3 .. 4]", "n >= 1"]),
    Kind {
        needs: Some("n"),
        against: &["n < k", "n is k", "k <= n", "n > k"],
        ..Kind::always("k", "integer 1 to 3", &["k is 1", "k >= 2", "k in [1, 3]"])
    },
    Kind {
        may_be_absent: true,
        needs: Some("n"),
        against: &["n < j", "j is n", "j <= n"],
        ..Kind::always("j", "integer -1 to 2, optional", &["j is 1", "j >= 0", "j < 0"])
    },
    Kind::always(
        "x",
        "money in EUR, USD",
        &["x <= 1.00 EUR", "x > 2.00 EUR", "x in 1.00 EUR .. 2.00 EUR", "x.currency is USD", "x >= 4.00 USD"],
    ),
    Kind {
        needs: Some("x"),
        against: &["x < y", "y <= x", "x is y"],
        ..Kind::always("y", "money in EUR, USD", &["y <= 1.00 EUR", "y > 2.00 EUR", "y.currency is EUR"])
    },
    Kind::always("d", "digits 1 to 3", &["d starts with 4", "d in [42, 50 .. 59]", "d in long", "d in [6]"]),
    Kind::always("t", "text", &["t is \"a\"", "t in [\"a\", \"b\"]", "t in words", "t is \"w7\""]),
    Kind {
        needs: Some("t"),
        against: &["t is u", "u is t"],
        ..Kind::always("u", "text", &["u is \"a\"", "u in [\"b\", \"w7\"]"])
    },
    Kind {
        may_be_absent: true,
        needs: Some("m"),
        against: &["m is o"],
        ..Kind::always("o", "one of a, b, c, only when m in [a, b]", &["o is a", "o in [b, c]"])
    },
    Kind {
        may_be_absent: true,
        ..Kind::always("p", "percent, optional", &["p < 10.00%", "p in [5.00% .. 20.00%]"])
    },
    Kind {
        may_be_absent: true,
        needs: Some("f"),
        ..Kind::always("q", "one of r, s, only when f, optional", &["q is r", "q is s"])
    },
];

impl Kind {
    const fn always(name: &'static str, declared: &'static str, tests: &'static [&'static str]) -> Self {
        Self { name, declared, needs: None, tests, against: &[], may_be_absent: false }
    }

    /// The fact of that name.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// A value of each class, and `None` where it may be absent.
    pub(crate) fn values(&self, shapes: bool) -> Vec<Option<WitnessValue>> {
        let words =
            |words: &[&str]| words.iter().map(|word| WitnessValue::Word((*word).to_owned())).collect();
        let texts =
            |texts: &[&str]| texts.iter().map(|text| WitnessValue::Text((*text).to_owned())).collect();
        let present: Vec<WitnessValue> = match self.name {
            "f" => vec![WitnessValue::Flag(false), WitnessValue::Flag(true)],
            "m" | "o" => words(&["a", "b", "c"]),
            "q" => words(&["r", "s"]),
            "n" => (0..=4).map(WitnessValue::Whole).collect(),
            "k" => (1..=3).map(WitnessValue::Whole).collect(),
            "j" => (-1..=2).map(WitnessValue::Whole).collect(),
            "p" => [499, 500, 999, 1_000, 2_000, 2_001].map(WitnessValue::Percent).to_vec(),
            "x" | "y" => amounts(),
            "d" => words(&["3", "4", "5", "42", "43", "50", "60", "420", "430", "500", "600", "700"]),
            _ if shapes => {
                texts(&["a", "b", "w7", "w8", "w9", "y", "z", "ab", "ax", "xb", "xabx", "axab", "axb", "abx"])
            }
            _ => texts(&["a", "b", "w7", "w8", "w9", "y", "z"]),
        };
        present.into_iter().map(Some).chain(self.may_be_absent.then_some(None)).collect()
    }
}

/// Amounts on all thresholds and on both sides of each, two of a kind where two may be compared.
fn amounts() -> Vec<WitnessValue> {
    let of = |code: &str, minors: &[u64]| -> Vec<WitnessValue> {
        let currency = Currency::from_code(code).unwrap();
        minors.iter().map(|&minor| WitnessValue::Money(Money { minor, currency })).collect()
    };
    let euros = of("EUR", &[50, 51, 100, 150, 151, 200, 250, 251]);
    let dollars = of("USD", &[100, 101, 200, 300, 301, 400, 500, 501]);
    [euros, dollars].concat()
}
