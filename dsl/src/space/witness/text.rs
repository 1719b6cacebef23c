//! A text that has some shapes and lacks others.

use crate::hir::{FactId, ListId, ListValues, TextPattern};
use crate::space::{Axis, KeySet, Region, Space};

/// What a region asks of a text, besides its key.
struct Wanted<'s> {
    shapes: Vec<(&'s TextPattern, bool)>,
    lists: Vec<(ListId, bool)>,
}

impl Space<'_> {
    /// A text of the shapes that the region asks for.
    pub(super) fn text(&self, fact: FactId, keys: &KeySet, region: &Region) -> Option<String> {
        let wanted = self.wanted(fact, region);
        let fits = |text: &str| {
            wanted.shapes.iter().all(|(pattern, wanted)| pattern.matches(text) == *wanted)
                && wanted.lists.iter().all(|(list, wanted)| self.lists[*list].has_text(text) == *wanted)
        };
        let free =
            |text: &str| keys.contains(0) && fits(text) && !self.texts(fact).any(|known| known == text);
        let named = (1..).zip(self.texts(fact)).find(|&(key, text)| keys.contains(key) && fits(text));
        let invented = || Some(invented(&wanted.shapes)).filter(|text| free(text));
        let listed = || {
            let inside = wanted.lists.iter().filter(|(_, wanted)| *wanted);
            let mut texts = inside.flat_map(|(list, _)| match &self.lists[*list].values {
                ListValues::Texts(texts) => texts.as_slice(),
                ListValues::Digits(_) => &[],
            });
            texts.find(|text| free(text)).cloned()
        };
        named.map(|(_, text)| text.to_owned()).or_else(invented).or_else(listed)
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
fn invented(shapes: &[(&TextPattern, bool)]) -> String {
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
    if !wanted().any(|_| true) {
        return "any".to_owned();
    }
    let mut text = start + "~";
    for pattern in wanted() {
        if let TextPattern::Contains(part) = pattern {
            text += part;
            text += "~";
        }
    }
    text + &end
}
