//! What the head of each pack says, and how its names are chosen.

use std::collections::BTreeSet;

use waypost_dsl::ast::{Condition, ItemKind, LetBody};

use crate::{Pack, packs};

/// What is told of the last attempt in `retry` and has to be declared nowhere.
const GIVEN: [&str; 3] = ["attempt", "connector", "decline"];

/// The facts that a pack tests.
fn asked_for(pack: &Pack) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for item in &pack.tree.items {
        match &item.kind {
            ItemKind::Let(item) => {
                if let LetBody::Condition(body) = &item.body {
                    tested(body, &mut names);
                }
            }
            ItemKind::Invariant(item) => item.when.iter().for_each(|when| tested(when, &mut names)),
            _ => {}
        }
    }
    let own = format!("{}_", pack.name);
    names.retain(|name| !name.starts_with(&own) && !GIVEN.contains(name));
    names
}

fn tested<'a>(condition: &'a Condition, names: &mut BTreeSet<&'a str>) {
    match condition {
        Condition::Not(inner, _) => tested(inner, names),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| tested(part, names)),
        Condition::Test(test) => {
            let name = test.fact.text.as_str();
            names.insert(name.strip_suffix(".currency").unwrap_or(name));
        }
        Condition::Broken => {}
    }
}

/// The lines of the comment that a pack begins with.
fn head(pack: &Pack) -> Vec<&str> {
    pack.text.lines().map_while(|line| line.strip_prefix('#')).collect()
}

#[test]
fn the_head_of_a_pack_lists_the_facts_that_it_asks_for_and_no_others() {
    for pack in packs() {
        let lines = head(&pack);
        let begin = lines.iter().position(|line| line.starts_with(" Needs ")).unwrap();
        let listed = lines[begin..].iter().skip_while(|line| !line.starts_with("   "));
        let listed = listed.map_while(|line| line.strip_prefix("   "));
        let listed: BTreeSet<&str> = listed.map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(listed, asked_for(&pack), "{}", pack.name);
    }
}

#[test]
fn the_head_of_a_pack_says_where_it_was_read_and_what_it_does_not_cover() {
    for pack in packs() {
        let head = head(&pack).join("\n");
        for said in ["Read at", "retrieved 20", "Not covered"] {
            assert!(head.contains(said), "{} does not say {said}", pack.name);
        }
    }
}

#[test]
fn every_invariant_of_a_pack_says_from_when_on_it_holds() {
    for pack in packs() {
        for invariant in pack.invariants() {
            let dated = invariant.effective.as_ref().is_some_and(|days| days.from.is_some());
            assert!(dated, "{} of {}", invariant.name.text, pack.name);
        }
    }
}

#[test]
fn the_names_of_a_pack_begin_with_its_own_so_that_they_meet_no_others() {
    for pack in packs() {
        for item in &pack.tree.items {
            if let ItemKind::Let(item) = &item.kind {
                assert!(item.name.text.starts_with(&format!("{}_", pack.name)), "{}", item.name.text);
            }
        }
    }
}
