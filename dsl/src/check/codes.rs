//! Codes of countries and currencies that do not exist.

use crate::ast::{self, ValueKind};
use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::iso::{Country, Currency};
use crate::source::Span;

impl Scope<'_, '_> {
    /// Checks the codes of a list by themselves, whatever it is used for.
    pub(super) fn codes(&mut self, list: &ast::SetList) {
        let ends = list.items.iter().flat_map(|item| std::iter::once(&item.low).chain(&item.high));
        for value in ends {
            match &value.kind {
                ValueKind::Code(code) if code.len() == 2 && Country::from_code(code).is_none() => {
                    self.diagnostics.add(unknown_country(code, value.span));
                }
                ValueKind::Code(code) if code.len() == 3 && Currency::from_code(code).is_none() => {
                    self.diagnostics.add(unknown_currency(code, value.span));
                }
                _ => {}
            }
        }
    }
}

/// A country that is not in ISO 3166-1.
pub(crate) fn unknown_country(code: &str, span: Span) -> Diagnostic {
    let fault = Diagnostic::new(Code::UnknownCountry, span, format!("`{code}` is not the code of a country"));
    match code {
        "UK" => fault.help("the United Kingdom is `GB`").fix(span, "GB"),
        "EL" => fault.help("Greece is `GR`").fix(span, "GR"),
        "EU" => fault.help("list the countries, and give the list a name with `let`"),
        _ => match suggest::closest(code, Country::codes()) {
            Some(close) => {
                fault.help(format!("did you mean `{close}`? countries are ISO 3166-1 alpha-2 codes"))
            }
            None => fault.help("countries are ISO 3166-1 alpha-2 codes: `DE`, `FR`"),
        },
    }
}

pub(super) fn unknown_currency(code: &str, span: Span) -> Diagnostic {
    let fault =
        Diagnostic::new(Code::UnknownCurrency, span, format!("`{code}` is not the code of a currency"));
    match suggest::closest(code, Currency::codes()) {
        Some(close) => fault.help(format!("did you mean `{close}`? currencies are ISO 4217 codes")),
        None => fault.help("currencies are ISO 4217 codes that have minor units: `EUR`, `USD`"),
    }
}
