//! A region to one of its payments, spelled out.

use crate::diagnostic::{Witness, WitnessValue};
use crate::hir::{FactId, TextPattern, Type, Value};
use crate::space::{ABSENT, Axis, AxisId, KeySet, Region, Space};

impl Space<'_> {
    /// A payment of a region that holds nothing impossible; nothing if no text could be found that has all the
    /// shapes asked of it, or if the region depends on an opaque axis.
    pub fn witness(&self, region: &Region) -> Option<Witness> {
        let opaque = |(axis, _): &(AxisId, KeySet)| matches!(self.axes.at(*axis), Some(Axis::Opaque(_)));
        if region.sides().iter().any(opaque) {
            return None;
        }
        let mut facts = vec![];
        for (id, fact) in self.facts.given() {
            let axis = self.axis(id);
            let keys = region.side(axis).cloned().unwrap_or_else(|| self.whole(axis));
            let value = match fact.ty {
                // A fact that says nothing is left out where it may be.
                _ if fact.optional && keys.contains(ABSENT) => None,
                Type::Text => match self.text(id, &keys, region) {
                    None if !keys.contains(ABSENT) => return None,
                    text => text.map(WitnessValue::Text),
                },
                _ => keys.least().filter(|&key| key != ABSENT).and_then(|key| spell(&fact.ty, key)),
            };
            facts.extend(value.map(|value| (fact.name.clone(), value)));
        }
        Some(Witness { facts })
    }

    /// A text of the shapes that the region asks for.
    fn text(&self, fact: FactId, keys: &KeySet, region: &Region) -> Option<String> {
        let shapes: Vec<(&TextPattern, bool)> = self
            .axes
            .iter()
            .filter_map(|(axis, kind)| match kind {
                Axis::Pattern(of, pattern) if *of == fact => {
                    let side = region.side(axis)?;
                    Some((pattern, side.contains(1)))
                }
                _ => None,
            })
            .collect();
        let fits = |text: &str| shapes.iter().all(|(pattern, wanted)| pattern.matches(text) == *wanted);
        let named = (1..).zip(self.texts(fact)).find(|&(key, text)| keys.contains(key) && fits(text));
        let free = || {
            let text = invented(&shapes);
            (keys.contains(0) && fits(&text) && !self.texts(fact).any(|known| known == text)).then_some(text)
        };
        named.map(|(_, text)| text.to_owned()).or_else(free)
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

/// The value of a key, as a policy spells it.
fn spell(ty: &Type, key: u64) -> Option<WitnessValue> {
    Some(match (ty, ty.value(key)?) {
        (_, Value::Flag(flag)) => WitnessValue::Flag(flag),
        (Type::OneOf(names), Value::OneOf(place)) => {
            WitnessValue::Word(names.get(usize::from(place))?.clone())
        }
        (_, Value::Country(country)) => WitnessValue::Word(country.code().to_owned()),
        (Type::Percent, Value::Whole(points)) => WitnessValue::Percent(points),
        (Type::Duration, Value::Whole(millis)) => WitnessValue::Duration(millis),
        (_, Value::Whole(number)) => WitnessValue::Whole(number),
        (_, Value::Digits(digits)) => WitnessValue::Word(digits.to_string()),
        (_, Value::Money(money)) => WitnessValue::Money(money),
        _ => return None,
    })
}
