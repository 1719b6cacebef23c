"""Writes a policy down in Way."""

from fractions import Fraction

from policy import (
    DECIMALS, Against, Amount, And, Block, Compare, Condition, Fact, Flag, Integer, Invariant, IsTrue, Let, Member,
    Money, Not, OneOf, Or, Outcome, Plan, Policy, Presence, Rates, Rule, Stage, Value,
)  # fmt: skip


def text(policy: Policy, name: str) -> str:
    """The file of a policy that is called `name`."""
    lines = [f"policy {name}", "", "facts {", *(f"  {fact(each)}" for each in policy.facts), "}", ""]
    lines += [rates(policy.rates), ""]
    for connector in policy.connectors:
        serves = "" if connector.serves is None else f" serves {condition(connector.serves)} "
        lines.append(f"connector {connector.name} {{{serves}}}")
    lines += ["", *(f"let {let.name} = {condition(let.meaning)}" for let in policy.lets)]
    for each in policy.stages:
        lines += ["", *stage(each)]
    lines += ["", *(invariant(each) for each in policy.invariants)]
    return "\n".join(lines) + "\n"


def fact(fact: Fact) -> str:
    """The declaration of a fact."""
    match fact.type:
        case Integer(low, high):
            written = f"integer {low} to {high}"
        case OneOf(values):
            written = f"one of {', '.join(values)}"
        case Flag():
            written = "flag"
        case Money(currencies):
            written = f"money in {', '.join(currencies)}"
    only_when = "" if fact.only_when is None else f", only when {condition(fact.only_when)}"
    return f"{fact.name} {written}{only_when}{', optional' if fact.optional else ''}"


def rates(rates: Rates) -> str:
    """The rates."""
    others = (f"{code} {decimal(rate)}" for code, rate in rates.per_base.items() if code != rates.base)
    return f"rates 2026-11-20 per {rates.base} {{ {'  '.join(others)} }}"


def decimal(rate: Fraction) -> str:
    """A rate, which is a fraction of tenths, hundredths and so on."""
    decimals = next(many for many in range(20) if 10**many % rate.denominator == 0)
    whole, rest = divmod(rate.numerator * 10**decimals // rate.denominator, 10**decimals)
    return f"{whole}.{rest:0{decimals}}" if decimals else str(whole)


def stage(stage: Stage) -> list[str]:
    """The lines of a stage."""
    last = [] if stage.otherwise is None else [f"  otherwise -> {outcome(stage.otherwise)}"]
    return [f"{stage.kind} {{", *items(stage.items, "  "), *last, "}"]


def items(written: tuple[Rule | Block, ...], margin: str) -> list[str]:
    """The lines of rules and blocks."""
    lines = []
    for item in written:
        when = "" if item.when is None else f" when {condition(item.when)}"
        if isinstance(item, Block):
            lines += [f"{margin}{when.strip()} {{", *items(item.items, margin + "  "), f"{margin}}}"]
        else:
            lines.append(f'{margin}rule "{item.name}"{when} -> {outcome(item.outcome)}')
    return lines


def invariant(invariant: Invariant) -> str:
    """An invariant on a line of its own."""
    when = "" if invariant.when is None else f" when {condition(invariant.when)}"
    expected = invariant.expected if isinstance(invariant.expected, str) else outcome(invariant.expected)
    return f'invariant "{invariant.name}"{when}: {invariant.stage} {invariant.claim} {expected}'


def outcome(outcome: Outcome | Plan) -> str:
    """An outcome; the reason of an exemption and the pause of a retry are no texts."""
    match outcome:
        case Plan(connectors):
            return ", ".join(connectors)
        case Outcome(word, None):
            return word
        case Outcome("exempt", reason):
            return f"exempt {reason}"
        case Outcome("again", reason):
            return f"again after {reason}"
        case Outcome(word, reason):
            return f'{word} "{reason}"'


def condition(condition: Condition) -> str:
    """A condition; what is nested stands in parentheses."""
    match condition:
        case And(parts):
            return " and ".join(nested(part) for part in parts)
        case Or(parts):
            return " or ".join(nested(part) for part in parts)
        case Not(IsTrue() | Let() as inner):
            return f"not {_test(inner)}"
        case Not(inner):
            return f"not ({_text(inner)})"
        case _:
            return _test(condition)


_text = condition


def nested(part: Condition) -> str:
    """A part of a larger condition."""
    return f"({_text(part)})" if isinstance(part, And | Or) else _text(part)


def _test(test: Condition) -> str:
    match test:
        case Let(name, _):
            return name
        case IsTrue(fact):
            return fact.name
        case Presence(fact, present):
            return f"{fact.name} is {'present' if present else 'absent'}"
        case Compare(fact, sign, literal):
            return f"{fact.name} {sign} {value(literal)}"
        case Against(fact, "is", other, negative):
            return f"{fact.name} is {'not ' if negative else ''}{other.name}"
        case Against(fact, sign, other, _):
            return f"{fact.name} {sign} {other.name}"
        case Member(fact, ((low, high),), negative) if low == high:
            return f"{fact.name} is {'not ' if negative else ''}{value(low)}"
        case Member(fact, ranges, negative):
            listed = [value(low) if low == high else f"{value(low)} .. {value(high)}" for low, high in ranges]
            values = listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"
            return f"{fact.name} {'not ' if negative else ''}in {values}"


def value(value: Value) -> str:
    """A literal."""
    if not isinstance(value, Amount):
        return str(value)
    decimals = DECIMALS[value.currency]
    if decimals == 0:
        return f"{value.minor} {value.currency}"
    whole, rest = divmod(value.minor, 10**decimals)
    return f"{whole}.{rest:0{decimals}} {value.currency}"
