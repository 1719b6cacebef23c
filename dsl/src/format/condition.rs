//! Conditions, tests and values. Parentheses stand where the tree needs them and nowhere else.

use crate::ast;
use crate::format::document::Document::{self, Fill, Group};
use crate::format::document::{before_closing, cut, nest, separated, sign, space, text};

/// A condition; broken at its `or`s or `and`s, what follows the first stands further in.
pub(super) fn condition<'s>(condition: &ast::Condition) -> Document<'s> {
    match condition {
        ast::Condition::Or(_) | ast::Condition::And(_) => Group(vec![nest(operands(condition))]),
        _ => Group(operands(condition)),
    }
}

/// A condition; broken at its `or`s or `and`s, which stand where the first operand does.
pub(super) fn flush_condition<'s>(condition: &ast::Condition) -> Document<'s> {
    Group(operands(condition))
}

/// The operands of an `or` or `and` with breaks and words between them; else the condition alone.
fn operands<'s>(condition: &ast::Condition) -> Vec<Document<'s>> {
    let (word, conditions) = match condition {
        ast::Condition::Or(conditions) => ("or ", conditions),
        ast::Condition::And(conditions) => ("and ", conditions),
        ast::Condition::Not(inner, span) => return vec![text("not ", span.end), not_operand(inner)],
        ast::Condition::Test(test) => return vec![self::test(test)],
        ast::Condition::Broken => return vec![],
    };
    let mut out = vec![];
    for operand in conditions {
        if !out.is_empty() {
            out.extend([space(), sign(word)]);
        }
        let binds_tighter = matches!(
            (condition, operand),
            (_, ast::Condition::Test(_) | ast::Condition::Not(..))
                | (ast::Condition::Or(_), ast::Condition::And(_))
        );
        out.push(if binds_tighter { self::condition(operand) } else { in_parentheses(operand) });
    }
    out
}

fn not_operand<'s>(operand: &ast::Condition) -> Document<'s> {
    match operand {
        ast::Condition::Or(_) | ast::Condition::And(_) => in_parentheses(operand),
        _ => condition(operand),
    }
}

fn in_parentheses<'s>(inner: &ast::Condition) -> Document<'s> {
    Group(vec![sign("("), condition(inner), sign(")")])
}

fn test<'s>(test: &ast::Test) -> Document<'s> {
    let fact = &test.fact.text;
    let asked = match &test.op {
        ast::Op::Alone => return text(fact, test.fact.span.end),
        ast::Op::In(ast::Set::List(list)) => return set_list(&format!("{fact} in "), list),
        ast::Op::NotIn(ast::Set::List(list)) => return set_list(&format!("{fact} not in "), list),
        ast::Op::In(set) => format!("in {}", set.spelled()),
        ast::Op::NotIn(set) => format!("not in {}", set.spelled()),
        ast::Op::Is(value) => format!("is {}", value.spelled()),
        ast::Op::IsNot(value) => format!("is not {}", value.spelled()),
        ast::Op::Absent => "is absent".to_owned(),
        ast::Op::Present => "is present".to_owned(),
        ast::Op::Compare(comparison, value) => format!("{} {}", comparison.as_str(), value.spelled()),
        ast::Op::StartsWith(value) => format!("starts with {}", value.spelled()),
        ast::Op::EndsWith(value) => format!("ends with {}", value.spelled()),
        ast::Op::Contains(value) => format!("contains {}", value.spelled()),
    };
    text(format!("{fact} {asked}"), test.span.end)
}

/// `before` and a list in brackets; one that is too long fills lines of its own.
pub(super) fn set_list<'s>(before: &str, list: &ast::SetList) -> Document<'s> {
    if list.items.is_empty() {
        return text(format!("{before}[]"), list.span.end);
    }
    let items = list.items.iter().map(|item| {
        let end = item.high.as_ref().unwrap_or(&item.low);
        text(item.spelled(), end.span.end)
    });
    Group(vec![
        text(format!("{before}["), list.span.start + 1),
        nest(vec![cut(), Fill(separated(items))]),
        before_closing(""),
        text("]", list.span.end),
    ])
}
