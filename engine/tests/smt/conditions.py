"""Draws conditions that the language accepts where they stand."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from ground import Ground, nudged, opposite, test
from guards import NOTHING, Guards, Known, is_negative, tested
from policy import And, Condition, Fact, Let, Not, Or, Presence, Test

MOST_TRIES = 30


class Conditions:
    """Draws conditions about the facts of a policy. `facts` may hold more than the ground: those of an attempt."""

    def __init__(self, rng: random.Random, ground: Ground, guards: Guards, facts: list[Fact]):
        self.rng = rng
        self.ground = ground
        self.guards = guards
        self.facts = facts
        self.lets: tuple[Let, ...] = ()

    def draw(self, known: Known = NOTHING, depth: int = 2) -> Condition:
        """Any condition."""
        return self.legal(known, lambda: self._any(depth))

    def telling(self, known: Known = NOTHING) -> Condition:
        """A condition that is often a contradiction or a tautology, or nearly one."""
        join = self.rng.choice([And, And, Or])
        return self.legal(known, lambda: self._against_itself(join))

    def narrower(self, condition: Condition, known: Known = NOTHING) -> Condition:
        """The condition and something more."""
        parts = [condition, self._test()]
        self.rng.shuffle(parts)
        return self._or_simple(known, And(tuple(parts)))

    def legal(self, known: Known, draw: Callable[[], Condition]) -> Condition:
        """The first condition drawn that is legal; in the end a simple one."""
        for _ in range(MOST_TRIES):
            condition = draw()
            if self.guards.is_legal(condition, known):
                return condition
        return self._simple()

    def halves(self, known: Known = NOTHING, slip: float = 0.15) -> tuple[Condition, Condition]:
        """Two conditions of which each payment meets one; with the chance of a slip, some payment may meet none."""
        for _ in range(MOST_TRIES):
            one, other = self._halves(slip)
            if self.guards.is_legal(one, known) and self.guards.is_legal(other, known):
                return one, other
        simple = self._simple()
        return simple, opposite(simple)

    def cover(self, known: Known, slip: float, depth: int = 1) -> list[Condition]:
        """Conditions of which each payment meets one, or nearly so: halves, and halves of halves."""
        covering = []
        for half in self.halves(known, slip):
            deeper = depth > 0 and self.rng.random() < 0.5
            parts = self.cover(self.guards.assume(known, half), slip, depth - 1) if deeper else []
            covering += [And((half, part)) for part in parts] or [half]
        return covering

    def _halves(self, slip: float) -> tuple[Condition, Condition]:
        one = self._test()
        other = opposite(one)
        absent = [fact for fact in tested(one) if fact.may_be_absent and not isinstance(one, Presence)]
        if absent and self.rng.random() >= slip:
            other = Or((*(Presence(fact, False) for fact in absent), other))
        if self.rng.random() < slip:
            one = nudged(self.rng, one, self.ground)
        return one, other

    def _or_simple(self, known: Known, condition: Condition) -> Condition:
        return condition if self.guards.is_legal(condition, known) else self._simple()

    def _simple(self) -> Condition:
        """A test of a fact that is always there."""
        always = [fact for fact in self.facts if not fact.may_be_absent]
        return test(self.rng, self.rng.choice(always), replace(self.ground, comparisons=False))

    def _any(self, depth: int, under_not: bool = False) -> Condition:
        chance = self.rng.random()
        if depth == 0 or chance < 0.4:
            return self._guarded(self._test(), under_not)
        if chance < 0.5 and self.lets:
            return self.rng.choice(self.lets)
        if chance < 0.6:
            return Not(self._any(depth - 1, under_not=True))
        parts = tuple(self._any(depth - 1, under_not) for _ in range(self.rng.choice([2, 2, 2, 3])))
        return And(parts) if chance < 0.87 else Or(parts)

    def _test(self) -> Test:
        return test(self.rng, self.rng.choice(self.facts), self.ground)

    def _against_itself(self, join: type) -> Condition:
        """A test beside its opposite, or beside what is nearly its opposite."""
        one = self._test()
        other = opposite(one if self.rng.random() < 0.6 else nudged(self.rng, one, self.ground))
        others = [self._test()] if join is And and self.rng.random() < 0.5 else []
        parts = [Presence(fact, True) for fact in tested(one) if fact.may_be_absent] if join is And else []
        return join((*parts, one, *others, other))

    def _guarded(self, one: Test, under_not: bool) -> Condition:
        """A test with a guard, where it needs one; sometimes without, since what stands around it may settle that."""
        facts = [fact for fact in tested(one) if fact.may_be_absent]
        needs = facts and not isinstance(one, Presence) and (under_not or is_negative(one))
        if not needs or self.rng.random() < 0.3:
            return one
        if self.rng.random() < 0.5:
            return Or((*(Presence(fact, False) for fact in facts), one))
        return And((*(self._guard(fact) for fact in facts), one))

    def _guard(self, fact: Fact) -> Condition:
        """What settles that a fact is there."""
        if fact.optional or fact.only_when is None or self.rng.random() < 0.5:
            return Presence(fact, True)
        return fact.only_when
