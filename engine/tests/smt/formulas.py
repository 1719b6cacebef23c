"""Says in z3 what a policy means: which payments there are, and which of them meet a condition.

A payment is a value for each fact and, where the fact may be absent, whether it is there. Amounts are compared by their
worth in whole numbers: both sides of a comparison are multiplied until no fraction is left.
"""

from __future__ import annotations

import operator
from fractions import Fraction

import z3

from policy import (
    MOST_MINOR, Against, Amount, And, AtOldRates, Compare, Condition, Fact, Flag, Integer, IsTrue, Let, Member, Money, Not,
    OneOf, Or, Presence, Rates, Value,
)  # fmt: skip

SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "is": operator.eq}


class Space:
    """The variables of the payments that some facts allow. Names and currencies are numbers, by their places."""

    def __init__(self, facts: tuple[Fact, ...]):
        self.facts = facts
        self.types = {each.name: each.type for fact in facts for each in (fact, *fact.parts())}
        self.values: dict[str, z3.ExprRef] = {}
        self.presences: dict[str, z3.BoolRef] = {}
        for fact in facts:
            flag = isinstance(fact.type, Flag)
            there = z3.Bool(f"{fact.name}?") if fact.may_be_absent else z3.BoolVal(True)
            for each in (fact, *fact.parts()):
                self.values[each.name] = z3.Bool(each.name) if flag else z3.Int(each.name)
                self.presences[each.name] = there

    def value(self, fact: Fact) -> z3.ExprRef:
        return self.values[fact.name]

    def present(self, fact: Fact) -> z3.BoolRef:
        return self.presences[fact.name]

    def is_(self, fact: Fact, value: Value | bool) -> z3.BoolRef:
        """That a fact other than money has this value."""
        names = self.types[fact.name]
        number = names.values.index(value) if isinstance(names, OneOf) else value
        return self.value(fact) == number

    def in_range(self, fact: Fact) -> z3.BoolRef:
        """That the value is one that the type of the fact has."""
        match fact.type:
            case Integer(low, high):
                pass
            case OneOf(values):
                low, high = 0, len(values) - 1
            case Money():
                low, high = 0, MOST_MINOR
            case Flag():
                return z3.BoolVal(True)
        return z3.And(self.value(fact) >= low, self.value(fact) <= high)


class Formulas:
    """The conditions of one policy as formulas over a space, which two policies may share."""

    def __init__(self, space: Space, rates: Rates):
        self.space = space
        self.rates = rates
        self.old: Formulas | None = None
        """Those of the policy that this one is compared with."""

    def valid(self) -> z3.BoolRef:
        """That the payment is one that the facts allow."""
        parts = []
        for fact in self.space.facts:
            parts += [self.space.in_range(each) for each in (fact, *fact.parts())]
            if fact.only_when is not None:
                there, when = self.space.present(fact), self.holds(fact.only_when)
                parts.append(z3.Implies(there, when) if fact.optional else there == when)
        return z3.And(parts)

    def all_hold(self, conditions: tuple[Condition, ...]) -> z3.BoolRef:
        return z3.And([self.holds(condition) for condition in conditions])

    def holds(self, condition: Condition | None) -> z3.BoolRef:
        """That the payment meets a condition; no condition is met by all."""
        match condition:
            case None:
                return z3.BoolVal(True)
            case And(parts):
                return self.all_hold(parts)
            case Or(parts):
                return z3.Or([self.holds(part) for part in parts])
            case Not(inner):
                return z3.Not(self.holds(inner))
            case AtOldRates(inner):
                return self.old.holds(inner)
            case Let(_, meaning):
                return self.holds(meaning)
            case Presence(fact, present):
                return self.space.present(fact) if present else z3.Not(self.space.present(fact))
            case Member(fact, _, negative) | Against(fact, _, _, negative):
                met = self._met(condition)
                return z3.Not(met) if negative else met
            case _:
                return self._met(condition)

    def _met(self, test: Condition) -> z3.BoolRef:
        """That the payment has the fact, and its value is as the test asks, without a `not`."""
        there = self.space.present(test.fact)
        match test:
            case IsTrue(fact):
                asked = self.space.value(fact)
            case Compare(fact, sign, value):
                asked = self._compared(fact, sign, value)
            case Member(fact, ranges, _):
                asked = z3.Or([self._between(fact, low, high) for low, high in ranges])
            case Against(fact, sign, other, _):
                asked = z3.And(self.space.present(other), self._against(fact, sign, other))
        return z3.And(there, asked)

    def _between(self, fact: Fact, low: Value, high: Value) -> z3.BoolRef:
        if isinstance(fact.type, OneOf):
            return self.space.is_(fact, low)
        return z3.And(self._compared(fact, ">=", low), self._compared(fact, "<=", high))

    def _compared(self, fact: Fact, sign: str, value: Value) -> z3.BoolRef:
        if not isinstance(value, Amount):
            return SIGNS[sign](self.space.value(fact), value)
        return z3.Or([
            z3.And(self._in_currency(fact, code), self._worth(fact, sign, value, code))
            for code in fact.type.currencies
        ])  # fmt: skip

    def _worth(self, fact: Fact, sign: str, value: Amount, code: str) -> z3.BoolRef:
        """How an amount in the currency `code` compares with a literal."""
        limit = value.worth(self.rates) / self._worth_of_one(code)
        return SIGNS[sign](self.space.value(fact) * limit.denominator, limit.numerator)

    def _against(self, fact: Fact, sign: str, other: Fact) -> z3.BoolRef:
        """How two facts compare: amounts for each pair of currencies."""
        one, two = self.space.value(fact), self.space.value(other)
        if not isinstance(fact.type, Money):
            return SIGNS[sign](one, two)
        cases = []
        for code in fact.type.currencies:
            for second in other.type.currencies:
                ratio = self._worth_of_one(code) / self._worth_of_one(second)
                compared = SIGNS[sign](one * ratio.numerator, two * ratio.denominator)
                cases.append(z3.And(self._in_currency(fact, code), self._in_currency(other, second), compared))
        return z3.Or(cases)

    def _in_currency(self, fact: Fact, code: str) -> z3.BoolRef:
        return self.space.is_(fact.parts()[0], code)

    def _worth_of_one(self, code: str) -> Fraction:
        """What one minor unit is worth in the base."""
        return Amount(1, code).worth(self.rates)


def solver_of(formula: z3.BoolRef) -> z3.Solver:
    """A solver that takes a formula for granted."""
    solver = z3.Solver()
    solver.add(formula)
    return solver


def example(solver: z3.Solver, *formulas: z3.BoolRef) -> z3.ModelRef | None:
    """A payment for which the formulas hold besides what the solver takes for granted; nothing if there is none."""
    solver.push()
    solver.add(*formulas)
    answer = solver.check()
    model = solver.model() if answer == z3.sat else None
    solver.pop()
    if answer == z3.unknown:
        raise RuntimeError(f"z3 does not know: {solver.reason_unknown()}")
    return model


def is_true(model: z3.ModelRef, formula: z3.BoolRef) -> bool:
    """Whether a formula holds for the payment of a model."""
    return z3.is_true(model.eval(formula, model_completion=True))
