//! References from node to node, with the kind of what they lead to, so that no header is loaded to learn it.

/// A reference to a node or to the end of a walk.
///
/// ```text
///  31  30 29                           0
/// ┌──────┬──────────────────────────────┐
/// │ kind │ number of the rule or node   │
/// └──────┴──────────────────────────────┘
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ref(u32);

/// What a reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The rule of that number.
    Rule(u32),
    /// No rule.
    Nothing,
    /// The test at that place.
    Test(usize),
    /// The leaf at that place.
    Leaf(usize),
}

const SHIFT: u32 = 30;
const NUMBER: u32 = (1 << SHIFT) - 1;

impl Ref {
    /// No rule is met.
    pub(super) const NOTHING: Self = Self(1 << SHIFT);

    /// A rule.
    pub(super) fn rule(rule: u32) -> Self {
        Self::new(0, rule)
    }

    /// The test that is made next, after `before` others.
    pub(super) fn test(before: usize) -> Self {
        Self::new(2, u32::try_from(before).unwrap_or(NUMBER))
    }

    /// The leaf that is made next, after `before` others.
    pub(super) fn leaf(before: usize) -> Self {
        Self::new(3, u32::try_from(before).unwrap_or(NUMBER))
    }

    fn new(kind: u32, number: u32) -> Self {
        Self((kind << SHIFT) | number.min(NUMBER))
    }

    /// What it leads to.
    #[inline]
    pub(super) fn target(self) -> Target {
        let number = self.0 & NUMBER;
        match self.0 >> SHIFT {
            0 => Target::Rule(number),
            1 => Target::Nothing,
            2 => Target::Test(number as usize),
            _ => Target::Leaf(number as usize),
        }
    }
}
