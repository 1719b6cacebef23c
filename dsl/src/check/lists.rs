//! Lists whose values stand in files: a column of a file, value by value, by the type that the list has.

mod column;

use std::collections::BTreeMap;

use crate::ast::{self, TypeArgs};
use crate::check::codes::unknown_country;
use crate::check::collect::Declarations;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hir::{Digits, List, ListId, ListValues, Lists, Type, WholeRange};
use crate::iso::Country;
use crate::literal;
use crate::load::{Loaded, MAX_LIST_BYTES};
use crate::source::Span;
use column::Cell;

/// How many faults of one file are told.
const MAX_FAULTS: usize = 5;
/// The types of lists.
const TYPES: &str = "the values of a list are `digits`, `text`, `country` or `integer`";

/// The lists of a policy by their names.
pub(super) type Named<'a> = BTreeMap<&'a str, Checked>;

/// What a list holds.
#[derive(Debug, Clone)]
pub(super) enum Checked {
    /// Digits or texts.
    Kept(ListId),
    /// Places in the list of all countries.
    Countries(Vec<u16>),
    /// Whole numbers.
    Wholes(Vec<WholeRange>),
    /// Something is wrong with it, which is told.
    Broken,
}

/// Reads the lists that are declared.
pub(super) fn check<'a>(
    loaded: &Loaded,
    declared: &Declarations<'a>,
    diagnostics: &mut Diagnostics,
) -> (Lists, Named<'a>) {
    let (mut lists, mut named) = (Lists::default(), Named::new());
    for (name, list) in &declared.lists {
        let checked = values(loaded, list, diagnostics).map(|values| match values {
            Values::Digits(values) => Checked::Kept(lists.add(kept(name, ListValues::Digits(values)))),
            Values::Texts(texts) => Checked::Kept(lists.add(kept(name, ListValues::Texts(texts)))),
            Values::Countries(places) => Checked::Countries(places),
            Values::Wholes(ranges) => Checked::Wholes(ranges),
        });
        named.insert(name, checked.unwrap_or(Checked::Broken));
    }
    (lists, named)
}

fn kept(name: &str, values: ListValues) -> List {
    List { name: name.to_owned(), values }
}

/// How many lines of its file hold a value of the list, sound or not; nothing if there is no such file.
pub(crate) fn count(loaded: &Loaded, list: &ast::List) -> Option<usize> {
    let (_, file) = loaded.lists.iter().find(|(span, _)| *span == list.path.span)?;
    let source = loaded.sources.get(*file)?;
    column::cells(*file, &source.text, list, &mut Diagnostics::default()).map(|cells| cells.len())
}

enum Values {
    Digits(Vec<Digits>),
    Texts(Vec<String>),
    Countries(Vec<u16>),
    Wholes(Vec<WholeRange>),
}

fn values(loaded: &Loaded, list: &ast::List, diagnostics: &mut Diagnostics) -> Option<Values> {
    let bounds = bounds(&list.ty, diagnostics)?;
    let (_, file) = loaded.lists.iter().find(|(span, _)| *span == list.path.span)?;
    let source = loaded.sources.get(*file)?;
    if source.text.is_empty() && loaded.files.iter().any(|tree| tree.incomplete) {
        return None;
    }
    if source.text.len() > MAX_LIST_BYTES {
        let message = format!("`{}` is larger than {} MiB", source.path, MAX_LIST_BYTES >> 20);
        diagnostics.add(
            Diagnostic::new(Code::FileTooLarge, list.path.span, message).help("split the list in several"),
        );
        return None;
    }
    let cells = column::cells(*file, &source.text, list, diagnostics)?;
    if cells.is_empty() {
        let message = format!("`{}` holds no value", list.path.text);
        diagnostics.add(
            Diagnostic::new(Code::BadList, list.path.span, message)
                .help("put one value on each line of the file"),
        );
        return None;
    }
    let mut reading = Reading { list, diagnostics, faults: 0 };
    match list.ty.head.text.as_str() {
        "digits" => reading.all(&cells, |cell| digits(cell, bounds)).map(Values::Digits),
        "text" => reading.all(&cells, text).map(Values::Texts),
        "country" => reading.all(&cells, country).map(Values::Countries),
        _ => reading.all(&cells, |cell| whole(cell, bounds)).map(|numbers: Vec<i64>| {
            Values::Wholes(
                numbers.into_iter().map(|number| WholeRange { low: number, high: number }).collect(),
            )
        }),
    }
}

/// The least and the greatest length or number that the type allows.
fn bounds(ty: &ast::Type, diagnostics: &mut Diagnostics) -> Option<(i64, i64)> {
    let whole = |value: &ast::Value| match &value.kind {
        ast::ValueKind::Number(text) => literal::whole(text).ok(),
        _ => None,
    };
    let all = match ty.head.text.as_str() {
        "digits" => Some((1, i64::from(Digits::MAX_LEN))),
        "integer" => Some((-Type::WHOLE_MAX, Type::WHOLE_MAX)),
        _ => None,
    };
    let found = match (ty.head.text.as_str(), &ty.args, all) {
        ("text" | "country", TypeArgs::None, _) => Some((0, 0)),
        (_, TypeArgs::None, Some(all)) => Some(all),
        (_, TypeArgs::Span(low, high), Some((least, most))) => match (whole(low), whole(high)) {
            (Some(low), Some(high)) if least <= low && low <= high && high <= most => Some((low, high)),
            _ => None,
        },
        _ => None,
    };
    if found.is_none() {
        let message = format!("`{}` is no type of a list", ty.head.text);
        diagnostics.add(Diagnostic::new(Code::BadList, ty.head.span, message).help(TYPES));
    }
    found
}

/// Why a cell holds no value of the list, and how to mend it.
type Fault = (String, String);

struct Reading<'r> {
    list: &'r ast::List,
    diagnostics: &'r mut Diagnostics,
    faults: usize,
}

impl Reading<'_> {
    /// All cells as values, in order and each once; nothing if one of them is faulty.
    fn all<T: Ord>(&mut self, cells: &[Cell], read: impl Fn(&Cell) -> Result<T, Fault>) -> Option<Vec<T>> {
        let mut values = Vec::with_capacity(cells.len());
        for cell in cells {
            match read(cell) {
                Ok(value) => values.push(value),
                Err(fault) => self.fault(cell.span, fault),
            }
        }
        values.sort_unstable();
        values.dedup();
        (self.faults == 0).then_some(values)
    }

    fn fault(&mut self, span: Span, (message, help): Fault) {
        self.faults += 1;
        if self.faults <= MAX_FAULTS {
            let name = &self.list.name;
            let fault = Diagnostic::new(Code::BadList, span, message).help(help);
            self.diagnostics.add(fault.label(name.span, format!("read for the list `{}`", name.text)));
        }
    }
}

fn digits(cell: &Cell, (least, most): (i64, i64)) -> Result<Digits, Fault> {
    let digits = Digits::parse(&cell.text).filter(|digits| (least..=most).contains(&i64::from(digits.len())));
    digits.ok_or_else(|| {
        let help = format!(
            "each line of the file holds {least} to {most} digits and nothing else, such as `424242`"
        );
        (format!("`{}` is no string of digits of this list", cell.text), help)
    })
}

fn text(cell: &Cell) -> Result<String, Fault> {
    match cell.text.len() {
        0..=Type::TEXT_BYTES => Ok(cell.text.clone()),
        _ => Err((
            format!("this text is longer than the {} bytes that a text can have", Type::TEXT_BYTES),
            "no payment has such a text: take it out of the file".to_owned(),
        )),
    }
}

fn country(cell: &Cell) -> Result<u16, Fault> {
    Country::from_code(&cell.text).map(Country::index).ok_or_else(|| {
        let fault = unknown_country(&cell.text, cell.span);
        (fault.message, fault.help.unwrap_or_default())
    })
}

fn whole(cell: &Cell, (least, most): (i64, i64)) -> Result<i64, Fault> {
    let number = literal::whole(&cell.text).map_err(|fault| fault.describe(&cell.text))?;
    match (least..=most).contains(&number) {
        true => Ok(number),
        false => Err((
            format!("`{number}` is not from {least} to {most}"),
            "mend the file, or widen the type of the list".to_owned(),
        )),
    }
}
