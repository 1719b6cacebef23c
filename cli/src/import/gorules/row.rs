//! Rows of a decision table: what each asks, and the facts that it asks of.

use indexmap::IndexMap;

use crate::import::gorules::cell;
use crate::import::gorules::model::{Input, Table};
use crate::import::gorules::test::{LEAST, MOST, Test, Values};
use crate::import::report::Report;
use crate::import::way::facts::{Facts, Kind};
use crate::import::way::names::is_name;

/// What a row asks: of each input that it says something about, by its place, one test.
pub(super) type Asked = Vec<(usize, Test)>;

/// What each row asks, or why Way cannot.
pub(super) fn all(table: &Table) -> Vec<Result<Asked, String>> {
    let mut rows: Vec<Result<Asked, String>> = table
        .rules
        .iter()
        .map(|row| {
            let mut asked = vec![];
            for (place, input) in table.inputs.iter().enumerate() {
                let cell = row.get(&input.id).map_or("", |cell| cell.trim());
                if cell.is_empty() {
                    continue;
                }
                let field = path(input).map_err(|what| format!("{what}: `{cell}`"))?;
                let test =
                    cell::test(cell).map_err(|what| format!("`{field}` is tested with `{cell}`: {what}"))?;
                asked.push((place, test));
            }
            Ok(asked)
        })
        .collect();
    if table.hit_policy != "first" {
        let what = format!(
            "the hit policy `{}` wants all rows that are met, and Way takes the first",
            table.hit_policy
        );
        rows.fill(Err(what));
    }
    rows
}

/// The path that the cells of an input are tests of.
pub(super) fn path(input: &Input) -> Result<&str, String> {
    let field = input.field.as_deref().map_or("", str::trim);
    let is_path = field.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    });
    match (field, is_path) {
        ("", _) => Err("a condition that is no test of one field".to_owned()),
        (field, true) => Ok(field),
        (field, false) => Err(format!("a test of `{field}`, which Way would have to compute")),
    }
}

/// Declares a fact for each field that is tested, of the type of its first test; rows that test it otherwise come out
/// as an error.
pub(super) fn declare(
    table: &Table,
    rows: &mut [Result<Asked, String>],
    facts: &mut Facts,
    report: &mut Report,
) {
    let mut kinds: IndexMap<&str, Kind> = IndexMap::new();
    for (place, test) in rows.iter().flatten().flatten() {
        let field = table.inputs.get(*place).and_then(|input| path(input).ok());
        if let (Some(field), Some(kind)) = (field, kind(&test.values)) {
            let known = kinds.entry(field).or_insert(kind);
            if (*known, kind) == (Kind::OneOf, Kind::Text) {
                *known = Kind::Text;
            }
        }
    }
    for row in rows.iter_mut() {
        let Ok(asked) = row else { continue };
        let odd = asked.iter().find_map(|(place, test)| {
            let field = path(table.inputs.get(*place)?).ok()?;
            let (known, kind) = (*kinds.get(field)?, kind(&test.values)?);
            let fits = known == kind || (known, kind) == (Kind::Text, Kind::OneOf);
            (!fits).then(|| {
                format!("`{field}` is compared with {}, and above with {}", kind.describe(), known.describe())
            })
        });
        if let Some(what) = odd {
            *row = Err(what);
        }
    }
    for (place, input) in table.inputs.iter().enumerate() {
        let is_tested = rows.iter().flatten().flatten().any(|(tested, _)| *tested == place);
        if let (true, Ok(field)) = (is_tested, path(input)) {
            if !kinds.contains_key(field) {
                let what = format!("no cell tells what values `{field}` has");
                report.note("the facts", what, "it is declared as a text");
            }
            facts.declare(field, field, kinds.get(field).copied().unwrap_or(Kind::Text), true);
        }
    }
}

/// The type of a fact that has these values.
fn kind(values: &Values) -> Option<Kind> {
    match values {
        Values::None | Values::All => None,
        Values::Flags { .. } => Some(Kind::Flag),
        Values::Numbers(_) => Some(Kind::Integer(LEAST, MOST)),
        Values::Pattern(..) => Some(Kind::Text),
        Values::Texts { texts, .. } => {
            let named = texts.iter().all(|text| is_name(text) && text != "other");
            Some(if named { Kind::OneOf } else { Kind::Text })
        }
    }
}
