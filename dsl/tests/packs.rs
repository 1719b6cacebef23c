//! Packs of invariants, imported into policies that have what they ask for, or not.

use waypost_dsl::diagnostic::Colour;
use waypost_dsl::hir::{Date, Policy};
use waypost_dsl::{Code, Diagnostic, Diagnostics, Sources, Unreadable, check, load, render};

const PACK: &str = r#"
let pack_scope = method is card and issuer in [DE, FR] and channel is not phone
invariant "asked" effective from 2021-01-01 until 2027-06-30 when pack_scope: authenticate never frictionless
invariant "small" when pack_scope and fraud_rate > 0.13%: authenticate never frictionless
invariant "small again" when fraud_rate > 0.13% and amount.currency is INR: authenticate never frictionless
let pack_final = [lost_card, stolen_card]
invariant "four attempts" when attempt > 4 or decline in pack_final: retry always stop
"#;

const STAGES: &str = "
connector adyen {}
authenticate { otherwise -> challenge }
route { otherwise -> adyen }
";

const HELP: &str = "help: the head of that file says what it needs: declare it, or leave the import out";

/// What is made of a policy that imports a pack, and what is found.
fn checked(main: &str, pack: &str) -> (Sources, Option<Policy>, Vec<Diagnostic>) {
    let main = format!("policy shop\nimport \"../packs/pack.way\"\n{main}");
    let mut read = |path: &str| match path {
        "shop/shop.way" => Ok(main.clone()),
        "packs/pack.way" => Ok(pack.to_owned()),
        _ => Err(Unreadable("no such file".into())),
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load("shop/shop.way", &mut read, &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics);
    (loaded.sources, policy, diagnostics.into_sorted())
}

fn printed(main: &str, pack: &str) -> String {
    let (sources, _, found) = checked(main, pack);
    let print = |one: &Diagnostic| render(one, &sources, &|path| path.to_owned(), Colour::Never);
    found.iter().map(print).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_policy_that_has_what_a_pack_asks_for_gets_its_invariants() {
    let facts = "
facts {
  amount money in EUR, INR
  method one of card, wallet
  issuer country
  channel one of web, phone
  fraud_rate percent, optional
}
retry { otherwise -> stop }";
    let (_, policy, found) = checked(&[facts, STAGES].concat(), PACK);
    assert_eq!(found, []);
    let policy = policy.unwrap();
    let on = |year| policy.invariants_on(Date::constant(year, 1, 1)).count();
    assert_eq!([on(2020), on(2021), on(2027), on(2028)], [3, 4, 4, 3]);
}

#[test]
fn all_that_a_policy_lacks_is_one_fault_of_its_import() {
    let facts = "facts {\n  amount money in EUR\n  method one of card, wallet\n  channel one of web, app\n}";
    let told = printed(&[facts, STAGES].concat(), PACK);
    let wanted = "error[WP0511]: `../packs/pack.way` asks for the facts `issuer` and `fraud_rate`, the value `phone` of \
                  `channel`, the value `INR` of `amount.currency` and the stage `retry`, which this policy does not have";
    assert!(told.starts_with(&format!("{wanted}\n --> shop/shop.way:2:8\n")), "{told}");
    assert!(told.ends_with(HELP), "{told}");
    assert_eq!(told.matches("error").count(), 1, "{told}");
}

#[test]
fn a_single_fact_that_is_not_there_is_named() {
    let pack = "invariant \"a\" when issuer is DE: route never adyen";
    let wanted = r#"error[WP0511]: `../packs/pack.way` asks for the fact `issuer`, which this policy does not have
 --> shop/shop.way:2:8
  |
2 | import "../packs/pack.way"
  |        ^^^^^^^^^^^^^^^^^^^
  |
 ::: packs/pack.way:1:20
  |
1 | invariant "a" when issuer is DE: route never adyen
  |                    ------ it is asked for here
  |
"#;
    assert_eq!(printed(STAGES, pack), [wanted, HELP].concat());
}

#[test]
fn a_slip_in_a_name_of_the_pack_itself_is_told_where_it_stands() {
    let pack = "let pack_scope = amount > 3\ninvariant \"a\" when pack_scop: route never adyen";
    let facts = "facts { amount integer 0 to 9 }";
    let (_, _, found) = checked(&[facts, STAGES].concat(), pack);
    let told: Vec<(Code, &str)> = found.iter().map(|one| (one.code, one.message.as_str())).collect();
    assert_eq!(told, [(Code::UnknownFact, "there is no fact `pack_scop`")]);
}

#[test]
fn a_file_that_declares_facts_as_well_is_no_pack() {
    let shared = "facts { risk integer 0 to 9 }\ninvariant \"a\" when issuer is DE: route never adyen";
    let (_, _, found) = checked(STAGES, shared);
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::UnknownFact]);
}
