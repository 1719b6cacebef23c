//! A text that has some shapes and lacks others.

use crate::hir::{FactId, ListId, ListValues, TextPattern};
use crate::space::{Axis, Region, Space};

/// How many texts of a list are tried where facts are compared.
const LISTED: usize = 64;

/// What a region asks of a text, besides its key.
struct Wanted<'s> {
    shapes: Vec<(&'s TextPattern, bool)>,
    lists: Vec<(ListId, bool)>,
}

impl Space<'_> {
    /// Whether a text lies in the region, as far as the axes of its fact say.
    pub fn has_text(&self, fact: FactId, region: &Region, text: &str) -> bool {
        self.fits(fact, region, &self.wanted(fact, region), text)
    }

    /// A text that lies in the region, if one is found: one that tests name, else one of the shapes that are asked for,
    /// else one of a list.
    pub fn text(&self, fact: FactId, region: &Region) -> Option<String> {
        let wanted = self.wanted(fact, region);
        let fits = |text: &str| self.fits(fact, region, &wanted, text);
        let between = if wanted.shapes.iter().any(|(_, wanted)| *wanted) { "~" } else { "any" };
        let named = self.texts(fact).find(|text| fits(text)).map(str::to_owned);
        let invented = || Some(invented(&wanted.shapes, between)).filter(|text| fits(text));
        let listed = || {
            let inside = wanted.lists.iter().filter(|(_, wanted)| *wanted);
            let mut texts = inside.flat_map(|(list, _)| match &self.lists[*list].values {
                ListValues::Texts(texts) => texts.as_slice(),
                ListValues::Digits(_) => &[],
            });
            texts.find(|text| fits(text)).cloned()
        };
        named.or_else(invented).or_else(listed)
    }

    /// Texts of `fact` that lie in the region, as far as its own axes say: of those that tests of any of `facts` name, of
    /// those of lists that it is to be in, and of as many others as there are `facts`.
    pub(super) fn some_texts(&self, fact: FactId, facts: &[FactId], region: &Region) -> Vec<String> {
        let wanted = self.wanted(fact, region);
        let named = facts.iter().flat_map(|id| self.texts(*id)).map(str::to_owned);
        let listed = facts.iter().flat_map(|id| self.wanted(*id, region).lists).filter(|(_, wanted)| *wanted);
        let listed = listed.flat_map(|(list, _)| match &self.lists[list].values {
            ListValues::Texts(texts) => texts.iter().take(LISTED).cloned().collect(),
            ListValues::Digits(_) => vec![],
        });
        let is_other = |text: &String| {
            facts.iter().all(|id| self.key_of_text(*id, text) == 0)
                && self.lists.iter().all(|(_, list)| !list.has_text(text))
        };
        let others = (0..).map(|number: u32| format!("any{number}")).filter(is_other).take(facts.len());
        let all = named.chain(listed).chain(others).chain(self.text(fact, region));
        all.filter(|text| self.fits(fact, region, &wanted, text)).collect()
    }

    /// Whether such texts are enough to know whether any are in some order, since no shapes are asked of them and no two
    /// lists.
    pub(super) fn are_enough(&self, facts: &[FactId], region: &Region) -> bool {
        let open = |id: &&FactId| region.side(self.axis(**id)).is_none_or(|keys| keys.contains(0));
        let wanted = facts.iter().filter(open).map(|id| self.wanted(*id, region));
        let mut lists = vec![];
        for Wanted { shapes, lists: asked } in wanted {
            lists.extend(asked.into_iter().filter(|(_, wanted)| *wanted).map(|(list, _)| list));
            if !shapes.is_empty() {
                return false;
            }
        }
        lists.windows(2).all(|pair| matches!(pair, [one, other] if one == other))
    }

    /// A text that begins, ends and holds what the region asks for, with `between` in the gaps. What the region forbids
    /// may be in it.
    pub fn shaped_text(&self, fact: FactId, region: &Region, between: &str) -> String {
        invented(&self.wanted(fact, region).shapes, between)
    }

    fn fits(&self, fact: FactId, region: &Region, wanted: &Wanted<'_>, text: &str) -> bool {
        region.side(self.axis(fact)).is_none_or(|keys| keys.contains(self.key_of_text(fact, text)))
            && wanted.shapes.iter().all(|(pattern, wanted)| pattern.matches(text) == *wanted)
            && wanted.lists.iter().all(|(list, wanted)| self.lists[*list].has_text(text) == *wanted)
    }

    fn wanted(&self, fact: FactId, region: &Region) -> Wanted<'_> {
        let mut wanted = Wanted { shapes: vec![], lists: vec![] };
        for (axis, keys) in region.sides() {
            match self.axes.at(*axis) {
                Some(Axis::Pattern(of, pattern)) if *of == fact => {
                    wanted.shapes.push((pattern, keys.contains(1)));
                }
                Some(Axis::Listed(of, list)) if *of == fact => wanted.lists.push((*list, keys.contains(1))),
                _ => {}
            }
        }
        wanted
    }
}

/// A text that begins, ends and holds what is wanted, with something between that no policy asks for.
fn invented(shapes: &[(&TextPattern, bool)], between: &str) -> String {
    let wanted = || shapes.iter().filter(|(_, wanted)| *wanted).map(|(pattern, _)| *pattern);
    let longest = |part: fn(&TextPattern) -> Option<&String>| {
        wanted().filter_map(part).max_by_key(|text| text.len()).cloned().unwrap_or_default()
    };
    let start = longest(|pattern| match pattern {
        TextPattern::StartsWith(text) => Some(text),
        _ => None,
    });
    let end = longest(|pattern| match pattern {
        TextPattern::EndsWith(text) => Some(text),
        _ => None,
    });
    let mut text = start + between;
    for pattern in wanted() {
        if let TextPattern::Contains(part) = pattern {
            text += part;
            text += between;
        }
    }
    text + &end
}
