//! References from node to node, with the kind of what they lead to, so that no header is loaded to learn it.

/// A reference to a node or to the end of a walk.
///
/// ```text
///  31   29 28                          0
/// ┌───────┬─────────────────────────────┐
/// │ kind  │ number of the rule, or word │
/// └───────┴─────────────────────────────┘
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ref(u32);

/// What a reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The rule of that number.
    Rule,
    /// No rule.
    Nothing,
    /// A test whose table has an entry a key.
    Direct,
    /// A test of up to four cuts.
    Four,
    /// A test of up to eight cuts.
    Eight,
    /// A test of many cuts.
    Many,
    /// A leaf of up to 64 boxes.
    Leaf,
    /// A leaf of up to 256 boxes.
    Broad,
}

const SHIFT: u32 = 29;

impl Ref {
    /// No rule is met.
    pub(super) const NOTHING: Self = Self(1 << SHIFT);
    /// The greatest number of a rule or a word.
    pub(super) const MAX: u32 = (1 << SHIFT) - 1;

    /// A reference of a kind; the place is at most [`Ref::MAX`].
    pub(super) fn new(kind: Kind, place: u32) -> Self {
        Self(((kind as u32) << SHIFT) | place.min(Self::MAX))
    }

    /// A rule.
    pub(super) fn rule(rule: u32) -> Self {
        Self::new(Kind::Rule, rule)
    }

    /// The reference that these bits are.
    #[inline]
    pub(super) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Its bits.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// What it leads to.
    #[inline]
    pub(super) fn kind(self) -> Kind {
        match self.0 >> SHIFT {
            0 => Kind::Rule,
            1 => Kind::Nothing,
            2 => Kind::Direct,
            3 => Kind::Four,
            4 => Kind::Eight,
            5 => Kind::Many,
            6 => Kind::Leaf,
            _ => Kind::Broad,
        }
    }

    /// The number of the rule, or of the first word of the node.
    #[inline]
    pub(super) fn place(self) -> u32 {
        self.0 & Self::MAX
    }
}
