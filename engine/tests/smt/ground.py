"""Draws what a policy is about: facts with small domains, rates, and the values that its tests compare with.

The domains are small and the values few, so that conditions overlap, contradict and complete each other often.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from fractions import Fraction

from policy import (
    DECIMALS, Against, Amount, And, Compare, Condition, Fact, Flag, Integer, IsTrue, Member, Money, Not, OneOf,
    Presence, Rates, Value,
)  # fmt: skip

NAMES: dict[str, tuple[str, ...]] = {
    "method": ("card", "wallet", "transfer"),
    "card.network": ("visa", "mastercard", "amex"),
    "card.funding": ("credit", "debit"),
    "tier": ("gold", "silver", "bronze", "new"),
    "initiator": ("customer", "merchant"),
}
NUMBERS = ("risk", "score", "card.age", "visits")
FLAGS = ("recurring", "card.stored", "gift")
AMOUNTS = ("amount", "limit")
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
RATES = {
    "USD": ("1.0870", "1.1", "1.25"),
    "GBP": ("0.8345", "0.9"),
    "JPY": ("163.20", "160"),
    "KWD": ("0.3340", "0.35"),
}


@dataclass(frozen=True)
class Ground:
    """What the conditions of a policy may be about."""

    facts: tuple[Fact, ...]
    rates: Rates
    amounts: tuple[Amount, ...]
    comparisons: bool
    """Whether two facts may be compared."""

    def testable(self) -> list[Fact]:
        """The facts and the parts that come with them."""
        return [each for fact in self.facts for each in (fact, *fact.parts())]


def draw(rng: random.Random, more: int) -> Ground:
    """Rates, amounts to compare with, and three to five facts, or up to so many more."""
    codes = rng.sample(sorted(RATES), rng.randint(1, 2))
    rates = Rates("EUR", {"EUR": Fraction(1), **{code: Fraction(rng.choice(RATES[code])) for code in codes}})
    amounts = tuple(each for _ in range(2) for each in _around(rng, rates))
    return Ground(facts(rng, rates, amounts, more), rates, amounts, comparisons=rng.random() < 0.4)


def _around(rng: random.Random, rates: Rates) -> list[Amount]:
    """Amounts that are worth nearly the same, in all currencies."""
    limit = Fraction(rng.choice([500, 1000, 1001, 2550, 3000]), 100)
    found = []
    for code, rate in rates.per_base.items():
        exact = limit * rate * 10 ** DECIMALS[code]
        found += [Amount(number, code) for number in {math.floor(exact), math.ceil(exact)}]
    return sorted(found, key=lambda amount: (amount.currency, amount.minor))


def facts(rng: random.Random, rates: Rates, amounts: tuple[Amount, ...], more: int) -> tuple[Fact, ...]:
    """The facts, the first of which is always there."""
    drawn = [_fact(rng, name, rates) for name in _some_names(rng, more)]
    for place in range(1, len(drawn)):
        if rng.random() < 0.35:
            only_when = _needs(rng, Ground(tuple(drawn[:place]), rates, amounts, comparisons=False))
            drawn[place] = replace(drawn[place], only_when=only_when)
        if rng.random() < 0.25:
            drawn[place] = replace(drawn[place], optional=True)
    return tuple(drawn)


def _some_names(rng: random.Random, more: int) -> list[str]:
    names = [rng.choice(sorted(NAMES)), rng.choice(NUMBERS), *(["amount"] if rng.random() < 0.75 else [])]
    rest = [name for name in (*NAMES, *NUMBERS, *FLAGS, *AMOUNTS) if name not in names]
    names += rng.sample(rest, rng.randint(0, 2 + more) + (len(names) < 3))
    rng.shuffle(names)
    return names


def _fact(rng: random.Random, name: str, rates: Rates) -> Fact:
    if name in NAMES:
        values = NAMES[name]
        return Fact(name, OneOf(values[: rng.randint(2, len(values))]))
    if name in FLAGS:
        return Fact(name, Flag())
    if name in AMOUNTS:
        return Fact(name, Money(tuple(rng.sample(sorted(rates.per_base), rng.randint(2, len(rates.per_base))))))
    low = rng.choice([0, 0, 1, -3])
    return Fact(name, Integer(low, low + rng.choice([3, 5, 9, 20])))


def _needs(rng: random.Random, ground: Ground) -> Condition:
    """A condition by which a fact is there: positive tests of facts before it."""
    tests = [test(rng, rng.choice(ground.testable()), ground) for _ in range(rng.choice([1, 1, 1, 2]))]
    parts = tuple(replace(each, negative=False) if isinstance(each, Member) else each for each in tests)
    return parts[0] if len(parts) == 1 else And(parts)


# Tests


def test(rng: random.Random, fact: Fact, ground: Ground) -> Condition:
    """A test of a fact that has some sense: it is no fault of the language."""
    if fact.may_be_absent and rng.random() < 0.1:
        return Presence(fact, rng.random() < 0.5)
    if ground.comparisons and rng.random() < 0.2:
        others = [each for each in ground.facts if _compares(each, fact)]
        if others:
            return Against(fact, rng.choice(["<", "<=", ">", ">=", "is"]), rng.choice(others))
    match fact.type:
        case Flag():
            return IsTrue(fact)
        case OneOf(values):
            most = max(1, len(values) - 1)
            some = rng.sample(values, rng.randint(1, most))
            return Member(fact, tuple((value, value) for value in some), rng.random() < 0.3)
        case _:
            return _number_test(rng, fact, ground)


def _compares(one: Fact, other: Fact) -> bool:
    numbers = Integer | Money
    return isinstance(one.type, numbers) and type(one.type) is type(other.type) and one.name != other.name


def _number_test(rng: random.Random, fact: Fact, ground: Ground) -> Condition:
    value = _value(rng, fact, ground)
    if rng.random() < 0.6:
        return Compare(fact, rng.choice(_signs(fact, value)), value)
    ranges = tuple(_range(rng, fact, ground) for _ in range(rng.choice([1, 1, 2])))
    return Member(fact, ranges, rng.random() < 0.3)


def _signs(fact: Fact, value: Value) -> list[str]:
    """The signs with which some value can be met."""
    least, most = (0, None) if isinstance(value, Amount) else (fact.type.low, fact.type.high)
    number = value.minor if isinstance(value, Amount) else value
    return ["<="] * 2 + [">="] * 2 + ["<"] * (number != least) + [">"] * (number != most)


def _range(rng: random.Random, fact: Fact, ground: Ground) -> tuple[Value, Value]:
    one, other = _value(rng, fact, ground), _value(rng, fact, ground)
    if rng.random() < 0.25 and not isinstance(one, Amount):
        return one, one
    worth = (lambda amount: amount.worth(ground.rates)) if isinstance(one, Amount) else (lambda number: number)
    return (one, other) if worth(one) <= worth(other) else (other, one)


def _value(rng: random.Random, fact: Fact, ground: Ground) -> Value:
    """A value to compare a number or an amount with."""
    if isinstance(fact.type, Money):
        return rng.choice([each for each in ground.amounts if each.currency in fact.type.currencies])
    return rng.randint(fact.type.low, fact.type.high)


def nudged(rng: random.Random, near: Condition, ground: Ground) -> Condition:
    """A test that asks a little more or a little less; what has no limit is drawn anew."""
    match near:
        case Compare(fact, sign, Amount(minor, currency)):
            value = Amount(minor + rng.choice([-1, 1]), currency)
        case Compare(fact, sign, value):
            value = min(max(value + rng.choice([-1, 1]), fact.type.low), fact.type.high)
        case _:
            return test(rng, near.fact, ground)
    return Compare(fact, sign if sign in _signs(fact, value) else "<=", value)


def opposite(test: Condition) -> Condition:
    """What holds where the test does not, if its facts are there."""
    match test:
        case Member() | Against("is"):
            return replace(test, negative=not test.negative)
        case Presence():
            return replace(test, present=not test.present)
        case Compare(fact, sign, value) if OPPOSITES[sign] in _signs(fact, value):
            return replace(test, sign=OPPOSITES[sign])
        case _:
            return Not(test)
