"""Which conditions the language accepts: a negative test of a fact that may be absent needs a guard, a range two ends in
order.

This is no second copy of the flow typing of `waypost check`. It settles less than that does, so that what is called legal
here is accepted there. What has been assumed must leave a payment: the check forgets what contradicts itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import z3

from formulas import Formulas, Space, example, solver_of
from policy import (
    Against, Amount, And, Block, Condition, Fact, Let, Member, Not, Or, Policy, Presence, Rates, Rule, Value,
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is settled at a place: conditions that hold or do not hold there, and facts that are there."""

    assumed: tuple[tuple[Condition, bool], ...] = ()
    present: frozenset[str] = frozenset()


NOTHING = Known()
"""Nothing is settled."""


class Guards:
    """The guards that facts need."""

    def __init__(self, facts: tuple[Fact, ...], rates: Rates):
        self.facts = {each.name: each for fact in facts for each in (fact, *fact.parts())}
        self.formulas = Formulas(Space(facts), rates)
        self.solver = solver_of(self.formulas.valid())
        self.possible: dict[tuple[tuple[Condition, bool], ...], bool] = {(): True}

    def assume(self, known: Known, condition: Condition, holds: bool = True) -> Known:
        """What is known where a condition holds besides, or does not."""
        return Known((*known.assumed, (condition, holds)), known.present | self._settled(condition, holds))

    def is_legal(self, condition: Condition | None, known: Known, under_not: bool = False) -> bool:
        """Whether the language accepts a condition at a place of which that is known."""
        match condition:
            case None:
                return True
            case And(parts) | Or(parts):
                for part in parts:
                    if not self.is_legal(part, known, under_not):
                        return False
                    known = self.assume(known, part, holds=isinstance(condition, And))
                return True
            case Not(inner):
                return self.is_legal(inner, known, under_not=True)
            case Let(_, meaning):
                return self.is_legal(meaning, known, under_not)
            case Presence():
                return True
            case Member(_, ranges, _) if not all(self._in_order(low, high) for low, high in ranges):
                return False
            case _:
                positive = not (under_not or is_negative(condition))
                return positive or all(self._is_there(fact, known) for fact in tested(condition))

    def _in_order(self, low: Value, high: Value) -> bool:
        """Whether a range holds something; rates that have changed may have turned it round."""
        if not isinstance(low, Amount):
            return True
        return low.worth(self.formulas.rates) <= high.worth(self.formulas.rates)

    def _is_there(self, fact: Fact, known: Known) -> bool:
        return not fact.may_be_absent or (fact.name in known.present and self._is_possible(known))

    def _is_possible(self, known: Known) -> bool:
        """Whether some payment is as is known."""
        if known.assumed not in self.possible:
            formulas = [self.formulas.holds(each) == z3.BoolVal(holds) for each, holds in known.assumed]
            self.possible[known.assumed] = example(self.solver, *formulas) is not None
        return self.possible[known.assumed]

    def _settled(self, condition: Condition, holds: bool) -> frozenset[str]:
        """The facts that are surely there where a condition holds, or does not."""
        match condition:
            case Not(inner):
                return self._settled(inner, not holds)
            case Let(_, meaning):
                return self._settled(meaning, holds)
            case And(parts) | Or(parts):
                settled = [self._settled(part, holds) for part in parts]
                every = isinstance(condition, And) == holds
                return frozenset.union(*settled) if every else frozenset.intersection(*settled)
            case _:
                return self._settled_by_test(condition, holds)

    def _settled_by_test(self, test: Condition, holds: bool) -> frozenset[str]:
        asks = test.present if isinstance(test, Presence) else not is_negative(test)
        there = frozenset().union(*(self._with(fact) for fact in tested(test))) if asks == holds else frozenset()
        return there | self._brought_by(test, holds)

    def _with(self, fact: Fact) -> frozenset[str]:
        """A fact that is there, what comes with it, and what it needs to be there."""
        whole = self.facts[fact.part_of or fact.name]
        names = frozenset(each.name for each in (whole, *whole.parts()))
        return names if whole.only_when is None else names | self._settled(whole.only_when, True)

    def _brought_by(self, test: Condition, holds: bool) -> frozenset[str]:
        """The facts that are there whenever this test is met, or is not."""
        brought = frozenset()
        for fact in self.facts.values():
            if not fact.optional and fact.only_when is not None and _plain(fact.only_when, True) == _plain(test, holds):
                brought |= {fact.name}
        return brought


def policy_is_legal(policy: Policy) -> bool:
    """Whether the language accepts all conditions of a policy."""
    guards = Guards(policy.all_facts(), policy.rates)
    plain = [connector.serves for connector in policy.connectors]
    plain += [fact.only_when for fact in policy.facts] + [let.meaning for let in policy.lets]
    stages = [(stage.items, at_start(stage.kind)) for stage in policy.stages]
    return (
        all(guards.is_legal(condition, NOTHING) for condition in plain)
        and all(guards.is_legal(each.when, at_start(each.stage)) for each in policy.invariants)
        and all(_items_are_legal(guards, items, known) for items, known in stages)
    )


def _items_are_legal(guards: Guards, items: tuple[Rule | Block, ...], known: Known) -> bool:
    for item in items:
        if not guards.is_legal(item.when, known):
            return False
        if isinstance(item, Block) and not _items_are_legal(guards, item.items, guards.assume(known, item.when)):
            return False
    return True


def at_start(stage: str) -> Known:
    """What is known of each payment that a stage decides."""
    return Known(present=frozenset({"attempt", "decline", "connector"} if stage == "retry" else ()))


def tested(test: Condition) -> list[Fact]:
    """The facts that a test is about."""
    return [test.fact, test.other] if isinstance(test, Against) else [test.fact]


def is_negative(test: Condition) -> bool:
    """Whether a test is written with a `not`."""
    return isinstance(test, Member | Against) and test.negative


def _plain(condition: Condition, holds: bool) -> tuple[Condition, bool]:
    """The same test without its `not`s."""
    match condition:
        case Not(inner):
            return _plain(inner, not holds)
        case Member(_, _, True) | Against(_, _, _, True):
            return replace(condition, negative=False), not holds
        case Presence(fact, False):
            return Presence(fact, True), not holds
        case _:
            return condition, holds
